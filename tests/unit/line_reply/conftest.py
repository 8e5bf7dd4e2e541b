"""The worker's surroundings."""

import pytest

from kaiwa.table.messages import MessageTable
from tests.unit.line_reply.world import World


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages)
