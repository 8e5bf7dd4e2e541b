"""Calls of the model's, and a world in which they set reminders."""

import json
from typing import Any

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.functions import FunctionCall
from tests.unit.line_reply.world import World

MORNING = "Monday, 23 November 2026, 09:00 (Asia/Tokyo)"
HOW_TO_CANCEL = "Send /reminders to see or cancel them."


def call(**arguments: Any) -> FunctionCall:
    known = {"minutes_from_now": None, "at": "2026-11-23T09:00", "words": "Meeting"}
    return FunctionCall("set_reminder", json.dumps(known | arguments))


def calling(*calls: FunctionCall, text: str = "") -> ModelAnswer:
    return ModelAnswer(text, 10, 5, calls=calls)


def model_says(world: World, *answers: ModelAnswer) -> None:
    world.offers_reminders = True
    world.model.says += answers


def words_of(world: World, chat_id: str) -> list[str]:
    """What the chat is to be reminded of."""
    return [each.words for each in world.reminders.of_chat(chat_id)]
