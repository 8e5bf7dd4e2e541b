"""The request that a chat's past be summarised. It waits in a queue of its own."""

from dataclasses import dataclass

from kaiwa.fields import Fields
from kaiwa.queued_event import QueuedEvent

TYPE = "kaiwa.summary"
MOST_IN_A_ROW = 50
"""How often a request may lead to another, before a turn has to ask again."""


@dataclass(frozen=True)
class SummaryDue:
    """The chat, the message whose turn asked for it, and which request of that turn this is."""

    conversation_id: str
    turn_id: str
    number: int = 1

    @property
    def event_id(self) -> str:
        """What tells it from all else that waits: one request leads to one more, however often it
        comes.
        """
        return self.turn_id if self.number == 1 else f"{self.turn_id}#{self.number}"

    def next(self) -> "SummaryDue | None":
        """The request for the next part, unless the turn has led to too many already."""
        number = self.number + 1
        if number > MOST_IN_A_ROW:
            return None
        return SummaryDue(self.conversation_id, self.turn_id, number)

    def queued(self) -> QueuedEvent:
        """The request as it goes into the queue."""
        event = {
            "type": TYPE,
            "id": self.turn_id,
            "conversation_id": self.conversation_id,
            "number": self.number,
        }
        return QueuedEvent(self.conversation_id, self.event_id, event)


def summary_due(event: Fields) -> SummaryDue:
    """The request that a queued event of this type is. Raises `UnreadableError`."""
    return SummaryDue(
        conversation_id=event.needed_id("conversation_id"),
        turn_id=event.needed_id("id"),
        number=event.count("number") or 1,
    )
