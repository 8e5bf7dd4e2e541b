"""A user pool, and clients of MCP who have signed in to it."""

from collections.abc import Iterator

import pytest

from chatgpt import wiring
from tests.unit.chatgpt.harness import World
from tests.unit.chatgpt.plugin.client import Client
from tests.unit.chatgpt.plugin.pool import Pool, running_pool


@pytest.fixture(scope="session")
def running() -> Iterator[Pool]:
    with running_pool() as pool:
        yield pool


@pytest.fixture
def pool(running: Pool, settings: None, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """The pool as new, and a function that knows nothing of it yet."""
    running.keys = {"key-1": running.key}
    running.answer, running.fetched = None, 0
    monkeypatch.setenv("TOKEN_KEYS_URL", running.url)
    wiring.access_tokens.cache_clear()
    return running


@pytest.fixture
def client(pool: Pool) -> Client:
    """Somebody who may do everything, on a table that nobody needs."""
    return Client(pool)


@pytest.fixture
def person(pool: Pool, world: World) -> Client:
    """Somebody with a LINE chat, which is not linked yet."""
    person = Client(pool)
    world.sign_in.addresses[person.token] = "hanako@example.com"
    return person
