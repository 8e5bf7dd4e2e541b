"""Texts that Kaiwa itself puts into a chat: they wait in the chat's own queue group for their turn.

So they cannot overtake or be overtaken by an answer to the user.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from kaiwa.line.events import Event, QueuedEvent

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


def queued(own: OwnText) -> QueuedEvent:
    """The text as it goes into the queue."""
    event = {"type": TYPE, **asdict(own), "sent_at": own.sent_at.isoformat()}
    return QueuedEvent(own.conversation_id, own.id, event)


def own_text(event: Event) -> OwnText | None:
    """The text that a queued event is, or None if it is another event."""
    if event.get("type") != TYPE:
        return None
    fields = {name: value for name, value in event.items() if name != "type"}
    return OwnText(**fields | {"sent_at": datetime.fromisoformat(event["sent_at"])})
