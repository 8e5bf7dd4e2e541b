import threading
import time
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from simulator.app import create_app
from simulator.server import bound_socket, create_server
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


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The real server on a port of its own, for SDKs and for connections that break."""
    listener = bound_socket(0)
    server = create_server(Simulator(TOKEN, SECRET, KEY))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def served(server_url: str) -> Iterator[httpx.Client]:
    """A client of the real server, with nothing left over from the test before."""
    with httpx.Client(base_url=server_url, trust_env=False) as client:
        client.post("/control/reset")
        yield client
