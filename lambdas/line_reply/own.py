"""The use case: put a text of the chat's owner, or a notice, into the chat."""

from datetime import datetime
from typing import Protocol

from kaiwa.accounts import DELIVERED, FAILED
from kaiwa.line_events import OLDEST_EVENT
from kaiwa.models import SENT, Message
from kaiwa.own_texts import OwnText
from kaiwa.turns import Delivery
from line_reply import deliver


class Messages(deliver.Deliveries, Protocol):
    """Where the text is kept. See `kaiwa.table.MessageTable`."""

    def store_own(self, own: OwnText, now: datetime) -> Message | None: ...


class Operations(Protocol):
    """Where the owner looks up what came of it. See `kaiwa.accounts.Accounts`."""

    def finish(self, operation_id: str, status: str) -> None: ...


def deliver_own(
    own: OwnText,
    messages: Messages,
    operations: Operations,
    chat: deliver.Chat,
    clock: deliver.Clock,
) -> str:
    """Store the text, push it once, and record the outcome. Returns how it ended, for logs.

    Raises `LineUnavailableError` or `LineUnclearError` when another attempt should go on.
    """
    message = messages.store_own(own, clock())
    if message is None:
        return "deleted"
    if clock() - message.created_at > OLDEST_EVENT:
        # LINE forgets a retry key after a day: to push again might be to show it twice.
        return "too old"
    delivery = deliver.deliver(message, None, messages, chat, clock)
    if own.role == SENT:
        operations.finish(own.id, DELIVERED if delivery == Delivery.DELIVERED else FAILED)
    return delivery
