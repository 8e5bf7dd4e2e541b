"""The time of a reminder has come: what the scheduler puts into the chat's group of the queue.

It has ids only. The words stay in the table, where they can be taken back.
"""

from dataclasses import dataclass

from kaiwa.fields import Fields
from kaiwa.queued_event import QueuedEvent

TYPE = "kaiwa.reminder"


@dataclass(frozen=True)
class ReminderDue:
    """The chat, and which of its reminders is due."""

    conversation_id: str
    reminder_id: str

    @property
    def event_id(self) -> str:
        """What tells it from all else that waits in a queue."""
        return self.reminder_id

    def queued(self) -> QueuedEvent:
        """The event as it goes into the queue."""
        event = {"type": TYPE, "id": self.reminder_id, "conversation_id": self.conversation_id}
        return QueuedEvent(self.conversation_id, self.event_id, event)


def reminder_due(event: Fields) -> ReminderDue:
    """What a queued event of this type says. Raises `UnreadableError`."""
    return ReminderDue(
        conversation_id=event.needed_id("conversation_id"), reminder_id=event.needed_id("id")
    )
