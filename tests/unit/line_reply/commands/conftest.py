"""The worker some time after what its users said."""

import pytest

from kaiwa.table.messages import MessageTable
from tests.builders import at
from tests.unit.line_reply.world import World


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages, at(1000))
