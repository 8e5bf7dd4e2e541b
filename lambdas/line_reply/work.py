"""What waits in a queue, read once into one of a few types. Behind this door nobody sees JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kaiwa import own_texts
from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.events import (
    OVERHEARD,
    Follow,
    Join,
    Leave,
    MemberJoined,
    Overheard,
    Postback,
    Received,
    Unfollow,
    Unsend,
    chat_of,
    envelope,
)
from kaiwa.line.messages import (
    Edit,
    ReceivedMessage,
    edited_message,
    overheard_text,
    received_message,
)
from kaiwa.line.taps import TryAgain, tapped
from kaiwa.own_texts import OwnText
from line_reply.memory import summary_due
from line_reply.memory.summary_due import SummaryDue
from line_reply.reminders import due
from line_reply.reminders.due import ReminderDue


@dataclass(frozen=True)
class Ignored:
    """An event of a type, or about a kind of message or chat, that means nothing here."""

    type: str
    event_id: str | None
    conversation_id: str | None


@dataclass(frozen=True)
class Unreadable:
    """An event without something that is needed: `path` says what. See `UnreadableError`."""

    type: object
    path: str
    event_id: str | None = None
    conversation_id: str | None = None


type Happening = Unsend | Follow | Unfollow | Join | Leave | MemberJoined
type LineEvent = ReceivedMessage | Edit | Overheard | Postback | TryAgain | Happening
type Own = OwnText | SummaryDue | ReminderDue
"""What Kaiwa itself has queued."""
type Work = LineEvent | Own | Ignored | Unreadable

type Reader = Callable[[Fields], LineEvent | Own | None]


def read(body: str, now: datetime) -> Work:
    """Read what was queued. Whatever it is, this never fails.

    An event from the future is taken to be of now: it would put all that follows out of order.
    """
    try:
        event = Fields.parse(body)
    except UnreadableError as error:
        return Unreadable(None, error.path)
    try:
        work = _read(event)
    except UnreadableError as error:
        return Unreadable(event.values.get("type"), error.path, *_ids(event))
    return replace(work, sent_at=min(work.sent_at, now)) if isinstance(work, Received) else work


def _read(event: Fields) -> Work:
    kind = event.needed_text("type")
    reader = READERS.get(kind)
    return (reader and reader(event)) or Ignored(kind, *_ids(event))


def _ids(event: Fields) -> tuple[str | None, str | None]:
    """The ids of the event and of its chat, as far as it has them."""
    event_id = event.id("webhookEventId") or event.id("id")
    return event_id, chat_of(event) or event.id("conversation_id")


def _message(event: Fields) -> ReceivedMessage | None:
    received = received_message(event)
    return None if received and received.standby else received


def _unsend(event: Fields) -> Unsend | None:
    received = envelope(event)
    message_id = event.within("unsend").needed_message_id("messageId")
    return Unsend(**received, message_id=message_id) if received else None


def _follow(event: Fields) -> Follow | None:
    received = envelope(event)
    returning = event.within("follow").values.get("isUnblocked") is True
    return Follow(**received, returning=returning) if received else None


type Bare = Unfollow | Join | Leave | MemberJoined


def _bare(kind: type[Bare]) -> Reader:
    """Reads an event that says no more than all events do."""

    def reader(event: Fields) -> Bare | None:
        received = envelope(event)
        return kind(**received) if received else None

    return reader


READERS: Mapping[str, Reader] = {
    "message": _message,
    "messageEdited": edited_message,
    "unsend": _unsend,
    "follow": _follow,
    "unfollow": _bare(Unfollow),
    "join": _bare(Join),
    "leave": _bare(Leave),
    "memberJoined": _bare(MemberJoined),
    "postback": tapped,
    OVERHEARD: overheard_text,
    own_texts.TYPE: own_texts.own_text,
    summary_due.TYPE: summary_due.summary_due,
    due.TYPE: due.reminder_due,
}
"""Type of event → what reads it: None if it belongs to no chat, or if another system answers."""
