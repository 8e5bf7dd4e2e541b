import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from simulator.app import create_app
from simulator.state import Simulator
from tests.unit.simulator import plugin_server
from tests.unit.simulator.deployed import Cloud, running
from tests.unit.simulator.harness import KEY, SECRET, TOKEN, Bot, Clock, Stand


@pytest.fixture
def aws(moto: None) -> None:
    """moto's own DynamoDB, too: the simulator reaches the table as a resource."""


@pytest.fixture
def stand() -> Iterator[Stand]:
    """The application in this process, with a clock and a bot of the test's own."""
    clock, bot = Clock(), Bot()
    simulator = Simulator(TOKEN, SECRET, KEY, clock=clock, webhook_endpoint="http://bot/webhook")
    app = create_app(simulator, transport=httpx.MockTransport(bot))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield Stand(client, simulator, clock, bot)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    cloud = Cloud()
    with running(cloud):
        yield cloud


@pytest.fixture
def page(cloud: Cloud, tmp_path: Path) -> Iterator[TestClient]:
    """A browser that does not follow redirects by itself."""
    with browser_of(cloud.description, tmp_path) as client:
        yield client


@pytest.fixture
def plugin() -> Iterator[plugin_server.Plugin]:
    plugin = plugin_server.Plugin()
    with plugin_server.running(plugin):
        yield plugin


@pytest.fixture
def plugin_page(plugin: plugin_server.Plugin, tmp_path: Path) -> Iterator[TestClient]:
    """The same on a stack whose API is a plugin's only."""
    with browser_of(plugin.description, tmp_path) as client:
        yield client


@contextmanager
def browser_of(description: dict[str, Any], folder: Path) -> Iterator[TestClient]:
    stack = folder / "stack.json"
    stack.write_text(json.dumps(description))
    simulator = Simulator(TOKEN, SECRET, KEY, webhook_endpoint="http://bot/", stack=stack)
    app = create_app(simulator)
    with TestClient(app, base_url="http://localhost:8600", follow_redirects=False) as client:
        yield client
