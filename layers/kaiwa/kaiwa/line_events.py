"""What a LINE webhook event says, whichever function reads it.

Events are plain JSON objects. LINE adds properties, types and values unannounced, so nothing here
fails on one that it does not know.
https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

type Event = Mapping[str, Any]

OLDEST_EVENT = timedelta(hours=24)
"""How old an event may be to be acted upon. Markers live for three days, so nothing this young can
be a replay that they have forgotten.
"""


@dataclass(frozen=True)
class QueuedEvent:
    """An event for the queue: the conversation whose order it keeps, and an id of its own."""

    conversation_id: str
    event_id: str
    event: Event


@dataclass(frozen=True)
class ReceivedText:
    """A text message. `sent_at` is the event's own time; `text` is well-formed Unicode."""

    event_id: str
    message_id: str
    conversation_id: str
    speaker_id: str | None
    text: str
    sent_at: datetime
    reply_token: str | None
    one_to_one: bool
    redelivered: bool


def received_text(event: Event) -> ReceivedText | None:
    """The text message that the event is, or None if it is another event or not to be answered.

    In standby mode another system answers, so this bot must not.
    https://developers.line.biz/en/reference/messaging-api/#common-properties
    """
    message = event.get("message") or {}
    chat = conversation_id(event)
    if event.get("type") != "message" or message.get("type") != "text" or chat is None:
        return None
    if event.get("mode") == "standby":
        return None
    return ReceivedText(
        event_id=event["webhookEventId"],
        message_id=message["id"],
        conversation_id=chat,
        speaker_id=event["source"].get("userId"),
        # Half a surrogate pair, which JSON can spell, is no text that could be stored or sent.
        text=message["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        sent_at=datetime.fromtimestamp(event["timestamp"] / 1000, UTC),
        reply_token=event.get("replyToken"),
        one_to_one=is_one_to_one(event),
        redelivered=bool((event.get("deliveryContext") or {}).get("isRedelivery")),
    )


def conversation_id(event: Event) -> str | None:
    """The id of the chat: of the group or room, else of the user. None if LINE names none."""
    source = event.get("source") or {}
    return source.get("groupId") or source.get("roomId") or source.get("userId")


def is_one_to_one(event: Event) -> bool:
    """Whether the chat is with one user, not in a group or room."""
    return bool((event.get("source") or {}).get("type") == "user")


def mentions_bot(event: Event) -> bool:
    """Whether the message natively mentions this bot (not merely its name)."""
    mention = (event.get("message") or {}).get("mention") or {}
    return any(mentionee.get("isSelf") is True for mentionee in mention.get("mentionees") or [])
