"""What any LINE webhook event says of itself, whichever function reads it.

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

CHAT_IDS = {"user": "userId", "group": "groupId", "room": "roomId"}
"""Type of source → what names the chat.
https://developers.line.biz/en/reference/messaging-api/#source-user
"""


@dataclass(frozen=True)
class QueuedEvent:
    """An event for the queue: the conversation whose order it keeps, and an id of its own."""

    conversation_id: str
    event_id: str
    event: Event


@dataclass(frozen=True, kw_only=True)
class Received:
    """What an event is about, where it happened and when (`sent_at`, LINE's own time).

    `user_id` is who did it: None if LINE does not say, as it may in groups. In standby mode another
    system answers.
    https://developers.line.biz/en/reference/messaging-api/#common-properties
    """

    event_id: str
    conversation_id: str
    user_id: str | None
    sent_at: datetime
    reply_token: str | None
    one_to_one: bool
    standby: bool = False

    @property
    def person_id(self) -> str:
        """Whom to count it for: the user, or else the chat."""
        return self.user_id or self.conversation_id


def received(event: Event) -> Received | None:
    """What the event says of itself, or None if it belongs to no chat."""
    chat = conversation_id(event)
    if chat is None:
        return None
    return Received(
        event_id=event["webhookEventId"],
        conversation_id=chat,
        user_id=event["source"].get("userId"),
        sent_at=datetime.fromtimestamp(event["timestamp"] / 1000, UTC),
        reply_token=event.get("replyToken"),
        one_to_one=is_one_to_one(event),
        standby=event.get("mode") == "standby",
    )


def is_too_old(sent_at: datetime, now: datetime) -> bool:
    """Whether nobody is to act upon what was sent then. See `OLDEST_EVENT`."""
    return now - sent_at > OLDEST_EVENT


def conversation_id(event: Event) -> str | None:
    """The id of the chat. None if there is none, or if it is of a kind that nobody knows yet: what
    is said there belongs into no other chat.
    """
    source = event.get("source") or {}
    chat: str | None = source.get(CHAT_IDS.get(str(source.get("type"))))
    return chat


def is_one_to_one(event: Event) -> bool:
    """Whether the chat is with one user, not in a group or room."""
    return bool((event.get("source") or {}).get("type") == "user")


def mentions_bot(event: Event) -> bool:
    """Whether the message natively mentions this bot (not merely its name)."""
    mention = (event.get("message") or {}).get("mention") or {}
    return any(mentionee.get("isSelf") is True for mentionee in mention.get("mentionees") or [])


def quoted_message_id(event: Event) -> str | None:
    """The id of the message that this one quotes, if it quotes one."""
    quoted = (event.get("message") or {}).get("quotedMessageId")
    return str(quoted) if quoted else None


def well_formed(text: str) -> str:
    """The text without half surrogate pairs, which JSON can spell but nobody can store or send."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
