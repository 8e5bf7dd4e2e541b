from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from simulator.app import create_app
from simulator.state import Simulator
from tests.unit.simulator.harness import KEY, SECRET, TOKEN, Bot, Clock, Stand


@pytest.fixture
def stand() -> Iterator[Stand]:
    """The application in this process, with a clock and a bot of the test's own."""
    clock, bot = Clock(), Bot()
    simulator = Simulator(TOKEN, SECRET, KEY, clock=clock, webhook_endpoint="http://bot/webhook")
    app = create_app(simulator, transport=httpx.MockTransport(bot))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield Stand(client, simulator, clock, bot)
