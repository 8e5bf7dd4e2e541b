"""Texts that Kaiwa itself puts into a chat: they wait in the chat's own queue group for their turn.

So they cannot overtake or be overtaken by an answer to the user.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from kaiwa.fields import Fields, UnreadableError
from kaiwa.queued_event import QueuedEvent

TYPE = "kaiwa.text"


@dataclass(frozen=True)
class OwnText:
    """A text for a chat, without a question: `role` is SENT or NOTICE of `kaiwa.table.items`.

    `id` is the message's id in the table. A text with an id that was delivered is not again.
    `sent_at` is when it was asked for. `operation_id` is where its sender looks up what became of
    it; notices have none.
    """

    id: str
    conversation_id: str
    role: str
    text: str
    sent_at: datetime
    operation_id: str | None = None

    @property
    def event_id(self) -> str:
        """What tells it from all else that waits in a queue."""
        return self.id


def queued(own: OwnText) -> QueuedEvent:
    """The text as it goes into the queue."""
    event = {"type": TYPE, **asdict(own), "sent_at": own.sent_at.isoformat()}
    return QueuedEvent(own.conversation_id, own.id, event)


def own_text(event: Fields) -> OwnText:
    """The text that a queued event of this type is. Raises `UnreadableError`."""
    try:
        sent_at = datetime.fromisoformat(event.needed_text("sent_at"))
    except ValueError:
        raise UnreadableError("sent_at") from None
    if sent_at.tzinfo is None:
        raise UnreadableError("sent_at")
    return OwnText(
        id=event.needed_id("id"),
        conversation_id=event.needed_id("conversation_id"),
        role=event.needed_text("role"),
        text=event.needed_text("text"),
        sent_at=sent_at,
        operation_id=event.id("operation_id"),
    )
