"""The worker's surroundings."""

from collections.abc import Iterator

import pytest

from kaiwa.table.messages import MessageTable
from tests.dynamodb.installed import memory_dynamodb
from tests.unit.line_reply.world import World


@pytest.fixture
def aws() -> Iterator[None]:
    """Of AWS, a use case needs the table alone."""
    with memory_dynamodb():
        yield


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages)
