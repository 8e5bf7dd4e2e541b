"""What tests of attachments share: questions, and what the model got with them."""

from typing import Any

from tests.builders import received
from tests.unit.line_reply.world import World

TEN_MINUTES = 600


PDF = b"%PDF-1.7 a report"


def asked(world: World, number: int, text: str = "What is this?") -> dict[str, Any]:
    """The question of that number, as the model got it."""
    assert world.turn(received(text, number)) == "delivered"
    return dict(world.model.prompts[-1][-1])


def attached(world: World, number: int) -> list[bytes]:
    """What was attached to the question of that number."""
    return [each.data for each in asked(world, number).get("attachments", ())]
