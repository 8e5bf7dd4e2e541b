"""Gateway to the operations in the table: messages on their way from ChatGPT into the chat.

The table gives up an operation after a day, and so does the worker its text: what nobody can look
up any more is not delivered any more either.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pynamodb.exceptions import DoesNotExist
from pynamodb.transactions import TransactWrite

from kaiwa.table.account_items import Account, Operation, account_item_id, operation_item_id
from kaiwa.table.accounts import Link
from kaiwa.table.items import Conversation, TableGateway, Usage, usage_id
from kaiwa.table.lifetimes import OPERATION, USAGE
from kaiwa.table.transactions import TableBusyError, commit, conversation_of, held

ACCEPTED = "accepted"
DELAYED = "delayed"
"""The queue has given up its text, but may be given it again."""
DELIVERED = "delivered"
FAILED = "failed"
OPEN = (ACCEPTED, DELAYED)
"""The states that are not the end."""


class LinkGoneError(Exception):
    """The sign-in does not reach the chat any more."""


class StoppedError(Exception):
    """The user has blocked the bot: LINE would take a message and show it to nobody."""


class DailyLimitError(Exception):
    """As many messages as are allowed were sent today."""


class ReusedIdError(Exception):
    """An operation with this id is about another text or another chat."""


@dataclass(frozen=True)
class Sending:
    """A text that is to be sent through a link, under an id that stands for it."""

    operation_id: str
    link: Link
    text: str


class Operations(TableGateway):
    """What was to be sent, and what became of it. All reads are consistent.

    Days, of which each has its limit, begin at midnight in `timezone`.
    """

    def __init__(self, table_name: str, timezone: ZoneInfo) -> None:
        super().__init__(table_name)
        self._timezone = timezone

    def accept(self, sending: Sending, daily_limit: int, now: datetime) -> Operation:
        """Record that a message is to be sent, and count it; or return what was recorded before.

        Once the operation has expired its id stands for a new one, whose text is another message.
        Raises `ReusedIdError`, `DailyLimitError`, `StoppedError`, `LinkGoneError`, or
        `TableBusyError` if the same message is being accepted at this moment.
        """
        account_id, chat_id = sending.link.account_id, sending.link.chat_id
        text_hash = hashlib.sha256(sending.text.encode()).hexdigest()
        if known := self.find(sending.operation_id, account_id, now):
            if (known.line_user_id, known.text_hash) != (chat_id, text_hash):
                raise ReusedIdError
            return known
        if daily_limit < 1:
            raise DailyLimitError
        operation = Operation(
            operation_item_id(sending.operation_id),
            account_id=account_id,
            line_user_id=chat_id,
            message_id=str(uuid.uuid4()),
            text_hash=text_hash,
            status=ACCEPTED,
            accepted_at=now,
            expires_at=now + OPERATION,
        )

        def fill(write: TransactWrite, conversation: Conversation) -> None:
            if _has_stopped(conversation.stopped_at):
                raise StoppedError
            write.condition_check(
                Account, account_item_id(account_id), condition=Account.line_user_id == chat_id
            )
            write.save(
                operation,
                condition=Operation.id.does_not_exist() | (Operation.expires_at <= now),
            )
            write.update(
                Usage(usage_id(chat_id, now.astimezone(self._timezone).date())),
                actions=[Usage.sends.add(1), Usage.expires_at.set(now + USAGE)],
                condition=Usage.sends.does_not_exist() | (Usage.sends < daily_limit),
            )

        commit(chat_id, fill, {0: LinkGoneError, 1: TableBusyError, 2: DailyLimitError})
        return operation

    def find(self, operation_id: str, account_id: str, now: datetime) -> Operation | None:
        """One's own operation, for a day, or None: somebody else's does not exist either."""
        try:
            operation = Operation.get(operation_item_id(operation_id), consistent_read=True)
        except DoesNotExist:
            return None
        is_known = operation.account_id == account_id and operation.expires_at > now
        return operation if is_known else None

    def record(self, operation_id: str, message_id: str, status: str) -> None:
        """Record what became of an operation, unless that is known already.

        The id may stand for another message by now, of which this says nothing.
        """
        known = Operation(operation_item_id(operation_id))
        still_open = (Operation.message_id == message_id) & Operation.status.is_in(*OPEN)
        held(lambda: known.update([Operation.status.set(status)], condition=still_open))

    def is_welcome(self, chat_id: str, sent_at: datetime) -> bool:
        """Whether a text of that time may still go into the chat.

        Not if its user has blocked the bot, or has asked since to be forgotten.
        """
        conversation = conversation_of(chat_id)
        if _has_stopped(conversation.stopped_at):
            return False
        return _is_later(sent_at, conversation.forgotten_at)


def _has_stopped(stopped_at: datetime | None) -> bool:
    return stopped_at is not None


def _is_later(time: datetime, moment: datetime | None) -> bool:
    return moment is None or time > moment
