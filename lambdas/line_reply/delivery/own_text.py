"""The use case: put a text of the chat's owner, or a notice, into the chat."""

from datetime import datetime
from typing import Protocol

from kaiwa.line.events import is_too_old
from kaiwa.own_texts import OwnText
from kaiwa.table.items import Message
from kaiwa.table.operations import DELAYED, DELIVERED, FAILED
from kaiwa.table.turns import Delivery
from line_reply.delivery import deliver
from line_reply.speech.chat import Chat, Clock


class Messages(deliver.Deliveries, Protocol):
    """Where the text is kept. See `kaiwa.table.messages.MessageTable`."""

    def store_own(self, own: OwnText, now: datetime) -> Message | None: ...


class Operations(Protocol):
    """Where the owner looks up what became of it. See `kaiwa.table.operations.Operations`."""

    def is_welcome(self, chat_id: str, sent_at: datetime) -> bool: ...

    def record(self, operation_id: str, message_id: str, status: str) -> None: ...


def deliver_own(
    own: OwnText,
    last_attempt: bool,
    messages: Messages,
    operations: Operations,
    chat: Chat,
    clock: Clock,
) -> str:
    """Store the text, push it once, and record the outcome. Returns how it ended, for logs.

    Raises whatever another attempt may mend. After the last one the text waits for a redrive of the
    dead-letter queue, or for its owner to send it again.
    """
    try:
        outcome = _deliver(own, messages, operations, chat, clock)
    except Exception:
        if last_attempt:
            _record(own, DELAYED, operations)
        raise
    _record(own, DELIVERED if outcome == Delivery.DELIVERED else FAILED, operations)
    return outcome


def _deliver(
    own: OwnText,
    messages: Messages,
    operations: Operations,
    chat: Chat,
    clock: Clock,
) -> str:
    if is_too_old(own.sent_at, clock()):
        # Nobody waits for it any more. Nor might LINE know that it has shown it: it forgets a retry
        # key after a day.
        return "too old"
    if not operations.is_welcome(own.conversation_id, own.sent_at):
        return "unwelcome"
    message = messages.store_own(own, clock())
    if message is None:
        return "deleted"
    return deliver.deliver(message, None, messages, chat, clock)


def _record(own: OwnText, status: str, operations: Operations) -> None:
    if own.operation_id is not None:
        operations.record(own.operation_id, own.id, status)
