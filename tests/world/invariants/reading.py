"""What the invariants look up: how events ended, and what is in a text or an item."""

from collections.abc import Mapping
from typing import Any

from tests.world.model import WORD
from tests.world.queue import QueuedMessage
from tests.world.stage import Stage
from tests.world.world import Ended


def ends_of(stage: Stage, message: QueuedMessage) -> list[Ended]:
    return [each for each in stage.world.ended if each.message is message]


def end_of(stage: Stage, event_id: str, outcome: str) -> Ended | None:
    """How the worker first ended with the event, if like that."""
    for each in stage.world.ended:
        if event_id_of(each.message) == event_id and each.outcome == outcome:
            return each
    return None


def event_id_of(message: QueuedMessage) -> str:
    return str(message.event.get("webhookEventId") or message.event.get("id"))


def chat_of(event: Mapping[str, Any]) -> str:
    source = event.get("source", {})
    return str(source.get("groupId") or source.get("userId"))


def text_in(item: Mapping[str, Any], name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def without(text: str, words: str) -> str:
    return text.replace(words, "") if words else text


def says(text: str, word: str) -> bool:
    """Whether the text has this word."""
    return word in WORD.findall(text)
