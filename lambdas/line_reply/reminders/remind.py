"""The use case: a reminder is due, and its chat is told."""

from dataclasses import dataclass

from kaiwa.line.events import is_too_old
from kaiwa.own_texts import OwnText
from kaiwa.table.items import NOTICE
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations
from kaiwa.table.reminders import Reminder, Reminders
from kaiwa.times import Clock
from line_reply.delivery.deliver import Deliver
from line_reply.reminders.due import ReminderDue
from line_reply.speech.chat import Chats

SIGN = "⏰"
"""What tells it from an answer, in every language."""


@dataclass(frozen=True)
class Remind:
    """Pushes a reminder once, however often the scheduler says that it is due."""

    reminders: Reminders
    messages: MessageTable
    operations: Operations
    chats: Chats
    deliver: Deliver
    clock: Clock

    def __call__(self, due: ReminderDue) -> str:
        """Returns how it ended, for logs. Raises whatever another attempt may mend.

        It stays in the table until it is delivered, as the text of a notice from then on: so an
        attempt that comes after one that stopped in between pushes with the same retry key.
        """
        known = self.reminders.of_chat(due.conversation_id)
        reminder = next((each for each in known if each.id == due.reminder_id), None)
        if reminder is None:
            return "cancelled"
        outcome = self._deliver(reminder, due.conversation_id)
        self.reminders.remove(due.conversation_id, {reminder.id})
        return outcome

    def _deliver(self, reminder: Reminder, chat_id: str) -> str:
        if is_too_old(reminder.at, self.clock()):
            return "too old"  # LINE might not know any more that it has shown it
        if not self.operations.is_welcome(chat_id, reminder.set_at):
            return "unwelcome"
        words = f"{SIGN} {reminder.words}"
        own = OwnText(reminder.id, chat_id, NOTICE, words, reminder.at)
        message = self.messages.store_own(own, self.clock())
        if message is None:
            return "deleted"
        return self.deliver(message, self.chats.without_event(chat_id))
