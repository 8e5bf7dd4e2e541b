"""Whoever has a conversation to read."""

import pytest

from tests.unit.chatgpt.harness import World


@pytest.fixture
def linked(world: World) -> World:
    """Hanako reaches her chat."""
    world.link()
    return world
