"""Which events are for the worker, and how much of each.

In groups and rooms people talk to each other. What does not address the bot is nobody else's
business: it is not stored anywhere, not even on the queue.
"""

from typing import Protocol

from kaiwa.line.events import (
    Event,
    QueuedEvent,
    conversation_id,
    is_one_to_one,
    mentions_bot,
    quoted_message_id,
)
from kaiwa.log import described, logger


class Bubbles(Protocol):
    """What the bot has sent."""

    def contains(self, message_id: str) -> bool: ...


def chat_of(event: Event) -> str | None:
    """The chat's id. None if there is none, or if the event is of an unknown shape."""
    try:
        chat = conversation_id(event)
    except AttributeError:
        return None
    return chat if isinstance(chat, str) else None


def for_worker(event: Event, bubbles: Bubbles) -> QueuedEvent | None:
    """The event as the worker is to get it. None if it is not for it, or of an unknown shape.

    Raises what `bubbles.contains` raises.
    """
    chat, event_id = chat_of(event), event.get("webhookEventId")
    if chat is None or not isinstance(event_id, str):
        return None
    try:
        overheard = _has_message(event) and not is_one_to_one(event) and not mentions_bot(event)
        quoted = quoted_message_id(event) if overheard else None
    except (AttributeError, TypeError) as error:
        # The others in the same webhook are not to suffer from it.
        logger().warning("Ignored an event of an unknown shape.", failure=described(error))
        return None
    if overheard and (quoted is None or not bubbles.contains(quoted)):
        return _without_words(chat, event_id, event)
    return QueuedEvent(chat, event_id, event)


def _has_message(event: Event) -> bool:
    return event.get("type") == "message" or "message" in event


def _without_words(chat: str, event_id: str, event: Event) -> QueuedEvent | None:
    """Of what nobody said to the bot: nothing if it is new, else which message it is.

    An edited message may be one that addressed the bot before.
    """
    if event.get("type") == "message":
        return None
    message = event["message"] or {}
    which = {name: message[name] for name in ("id", "type") if name in message}
    return QueuedEvent(chat, event_id, {**event, "message": which})
