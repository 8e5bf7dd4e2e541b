"""The use case: put a text of the chat's owner, or a notice, into the chat."""

from dataclasses import dataclass

from kaiwa.line.events import is_too_old
from kaiwa.own_texts import OwnText
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import DELAYED, DELIVERED, FAILED, Operations
from kaiwa.table.turns import Delivery
from kaiwa.times import Clock
from line_reply.attempt import Attempt
from line_reply.delivery.deliver import Deliver
from line_reply.speech.chat import Chats


@dataclass(frozen=True)
class DeliverOwnText:
    """Stores a text, pushes it once, and records what became of it where its owner looks."""

    messages: MessageTable
    operations: Operations
    chats: Chats
    deliver: Deliver
    clock: Clock

    def __call__(self, own: OwnText, attempt: Attempt) -> str:
        """Returns how it ended, for logs.

        Raises whatever another attempt may mend. After the last one the text waits for a redrive of
        the dead-letter queue, or for its owner to send it again.
        """
        try:
            outcome = self._deliver(own)
        except Exception:
            if attempt.is_last:
                self._record(own, DELAYED)
            raise
        self._record(own, DELIVERED if outcome == Delivery.DELIVERED else FAILED)
        return outcome

    def _deliver(self, own: OwnText) -> str:
        if is_too_old(own.sent_at, self.clock()):
            # Nobody waits for it any more. Nor might LINE know that it has shown it: it forgets a
            # retry key after a day.
            return "too old"
        if not self.operations.is_welcome(own.conversation_id, own.sent_at):
            return "unwelcome"
        message = self.messages.store_own(own, self.clock())
        if message is None:
            return "deleted"
        return self.deliver(message, self.chats.without_event(own.conversation_id))

    def _record(self, own: OwnText, status: str) -> None:
        if own.operation_id is not None:
            self.operations.record(own.operation_id, own.id, status)
