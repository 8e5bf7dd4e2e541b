"""LINE's webhook events, each read into a type that has what Kaiwa acts upon.

LINE adds properties, types and values unannounced: what is not known here is left alone.
https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from kaiwa.fields import Fields, UnreadableError

OLDEST_EVENT = timedelta(hours=24)
"""How old an event may be to be acted upon. Markers live for three days, so nothing this young can
be a replay that they have forgotten.
"""

OURS = "kaiwa."
"""What the types begin with of what Kaiwa itself puts on the queue. Nobody else may: such an event
may name any chat, also one of another channel.
"""
OVERHEARD = f"{OURS}overheard"
"""The type of what the webhook puts on the queue of a text that is overheard."""

CHAT_IDS = {"user": "userId", "group": "groupId", "room": "roomId"}
"""Type of source → what names the chat.
https://developers.line.biz/en/reference/messaging-api/#source-user
"""


@dataclass(frozen=True)
class Source:
    """Where something happened: the chat, and who did it, if LINE says so."""

    conversation_id: str
    user_id: str | None
    one_to_one: bool


@dataclass(frozen=True, kw_only=True)
class Received:
    """What every event of a chat says of itself. `sent_at` is LINE's own time.

    `user_id` is who did it: None if LINE does not say, as it may in groups. In standby mode another
    system answers. What is `redelivered` was sent before, and not taken.
    https://developers.line.biz/en/reference/messaging-api/#common-properties
    """

    event_id: str
    conversation_id: str
    user_id: str | None
    sent_at: datetime
    reply_token: str | None
    one_to_one: bool
    standby: bool = False
    redelivered: bool = False

    @property
    def person_id(self) -> str:
        """Whom to count it for: the user, or else the chat."""
        return self.user_id or self.conversation_id


@dataclass(frozen=True, kw_only=True)
class Follow(Received):
    """A user has added the bot, or `returning`, has unblocked it."""

    returning: bool


class Unfollow(Received):
    """A user has blocked the bot."""


class Join(Received):
    """The bot has joined a group or room."""


class Leave(Received):
    """The bot is out of a group or room."""


class MemberJoined(Received):
    """Somebody has joined a group or room that the bot is in."""


@dataclass(frozen=True, kw_only=True)
class Overheard(Received):
    """A text in a group that is not for the bot, which was let listen in there; `edited`: it says
    this now.

    No event of LINE's: the webhook makes it of one, without all that is not needed.
    """

    speaker_id: str
    message_id: str
    text: str
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class Postback(Received):
    """A user has tapped something whose action has this `data`."""

    data: str


@dataclass(frozen=True, kw_only=True)
class Unsend(Received):
    """A user has taken a message back."""

    message_id: str


def source_of(event: Fields) -> Source | None:
    """The event's source. None if it belongs to no chat, or to one of a kind that nobody knows yet:
    what is said there belongs into no other chat.

    Raises `UnreadableError` if a chat of a known kind has no id.
    """
    if event.values.get("source") is None:
        return None
    source = event.within("source")
    kind = source.needed_text("type")
    if kind not in CHAT_IDS:
        return None
    chat_id = source.needed_id(CHAT_IDS[kind])
    return Source(chat_id, source.id("userId"), one_to_one=kind == "user")


def chat_of(event: Fields) -> str | None:
    """The id of the event's chat, if it has one, for the log."""
    try:
        source = source_of(event)
    except UnreadableError:
        return None
    return source.conversation_id if source else None


def envelope(event: Fields) -> dict[str, Any] | None:
    """What `Received` is made of. None if the event belongs to no chat.

    Raises `UnreadableError`.
    """
    source = source_of(event)
    if source is None:
        return None
    return {
        **vars(source),
        "event_id": event.needed_id("webhookEventId"),
        "sent_at": _sent_at(event),
        "reply_token": event.text("replyToken") or None,
        "standby": event.text("mode") == "standby",
        "redelivered": event.within("deliveryContext").values.get("isRedelivery") is True,
    }


def mentions_of_bot(message: Fields) -> list[Fields]:
    """The message's native mentions of this bot (not merely of its name)."""
    mentionees = message.within("mention").objects("mentionees")
    return [each for each in mentionees if each.values.get("isSelf") is True]


def _sent_at(event: Fields) -> datetime:
    milliseconds = event.number("timestamp")
    try:
        if milliseconds is not None:
            return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        pass  # no calendar has this time
    raise UnreadableError("timestamp")


def is_too_old(sent_at: datetime, now: datetime) -> bool:
    """Whether nobody is to act upon what was sent then. See `OLDEST_EVENT`."""
    return now - sent_at > OLDEST_EVENT
