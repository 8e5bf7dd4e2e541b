"""Gateway to the accounts in the table: linking a sign-in with one's own chat, and undoing it.

One sign-in reaches one chat, and one chat is reached by one sign-in. Whose chat a sign-in reaches
is read here and nowhere else.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.transactions import TransactWrite

from kaiwa.account_models import (
    Account,
    LinkCode,
    Operation,
    Tries,
    account_item_id,
    link_code_id,
    operation_item_id,
    tries_id,
)
from kaiwa.models import Conversation, TableMeta, Usage, conversation_item_id

CODE_LIFE = timedelta(minutes=10)
TRIES_AN_HOUR = 5
OPERATION_LIFE = timedelta(days=1)
USAGE_LIFE = timedelta(days=400)
ACCEPTED, DELIVERED, FAILED = "accepted", "delivered", "failed"


class WrongCodeError(Exception):
    """No such code, or one that is used or too old: which of them is nobody's business."""


class TooManyTriesError(Exception):
    """The sign-in has tried too many codes this hour."""


class AlreadyLinkedError(Exception):
    """The sign-in reaches another chat, or the chat is reached by another sign-in."""


class ChangedMeanwhileError(Exception):
    """Something else was linked or unlinked at the same time. Trying again can help."""


class DailyLimitError(Exception):
    """As many messages as are allowed were sent today. The error's words are how many."""


class ReusedIdError(Exception):
    """An operation with this id is about another text or another chat."""


@dataclass(frozen=True)
class Link:
    """A sign-in (`account_id`, Cognito's `sub`) and the chat that it reaches."""

    account_id: str
    chat_id: str
    address: str


class Accounts:
    """Who may reach which chat. All reads are consistent."""

    def __init__(self, table_name: str) -> None:
        TableMeta.table_name = table_name

    def offer(self, code: str, chat_id: str, now: datetime) -> None:
        """Let whoever has the code link the chat, once, for ten minutes. Only a hash is stored."""
        LinkCode(link_code_id(code), line_user_id=chat_id, expires_at=now + CODE_LIFE).save()

    def link_of(self, account_id: str) -> Link | None:
        """The chat that a sign-in reaches, or None."""
        try:
            account = Account.get(account_item_id(account_id), consistent_read=True)
        except DoesNotExist:
            return None
        return Link(account_id, account.line_user_id, account.address)

    def link_to(self, chat_id: str) -> Link | None:
        """The sign-in that reaches a chat, or None."""
        account_id = _conversation(chat_id).account_id
        return self.link_of(account_id) if account_id else None

    def redeem(
        self, code: str, account_id: str, address: str, now: datetime, *, replace: bool
    ) -> Link:
        """Link the sign-in with the chat that the code was shown in; the code is used up.

        Raises `TooManyTriesError`, `WrongCodeError`, `AlreadyLinkedError` (unless `replace`; the
        code stays good) or `ChangedMeanwhileError`.
        """
        _count_try(account_id, now)
        offered = _offered(code, now)
        link = Link(account_id, offered.line_user_id, address)
        before, holder = self.link_of(account_id), _conversation(link.chat_id).account_id
        elsewhere = before is not None and before.chat_id != link.chat_id
        if not replace and (elsewhere or holder not in (None, account_id)):
            raise AlreadyLinkedError
        _write(lambda write: _relink(write, offered, link, before, holder, now))
        return link

    def unlink(self, link: Link) -> None:
        """Undo a link as it was read.

        Raises `ChangedMeanwhileError`, and leaves all as it is, if it has changed since.
        """

        def undo(write: TransactWrite) -> None:
            write.delete(
                Account(account_item_id(link.account_id)),
                condition=Account.line_user_id == link.chat_id,
            )
            write.update(
                Conversation(conversation_item_id(link.chat_id)),
                actions=[Conversation.account_id.remove()],
                condition=Conversation.account_id == link.account_id,
            )

        _write(undo)

    def accept(
        self,
        operation_id: str,
        link: Link,
        text: str,
        usage_id: str,
        daily_limit: int,
        now: datetime,
    ) -> Operation:
        """Record that a message is to be sent, and count it; or return what was recorded before.

        Raises `ReusedIdError`, `DailyLimitError`, `ChangedMeanwhileError` if the link is gone or
        the same message is being accepted.
        """
        text_hash = hashlib.sha256(text.encode()).hexdigest()
        if known := self.operation(operation_id, link.account_id):
            if (known.line_user_id, known.text_hash) != (link.chat_id, text_hash):
                raise ReusedIdError
            return known
        operation = Operation(
            operation_item_id(operation_id),
            account_id=link.account_id,
            line_user_id=link.chat_id,
            text_hash=text_hash,
            status=ACCEPTED,
            expires_at=now + OPERATION_LIFE,
        )
        if _sent_today(usage_id) >= daily_limit:
            raise DailyLimitError(daily_limit)

        def record(write: TransactWrite) -> None:
            write.condition_check(
                Account,
                account_item_id(link.account_id),
                condition=Account.line_user_id == link.chat_id,
            )
            write.save(operation, condition=Operation.id.does_not_exist())
            write.update(
                Usage(usage_id),
                actions=[Usage.sends.add(1), Usage.expires_at.set(now + USAGE_LIFE)],
                condition=Usage.sends.does_not_exist() | (Usage.sends < daily_limit),
            )

        _write(record)
        return operation

    def operation(self, operation_id: str, account_id: str) -> Operation | None:
        """One's own operation, or None: somebody else's does not exist either."""
        try:
            operation = Operation.get(operation_item_id(operation_id), consistent_read=True)
        except DoesNotExist:
            return None
        return operation if operation.account_id == account_id else None

    def finish(self, operation_id: str, status: str) -> None:
        """Record how an operation ended, if it is still known."""
        try:
            operation = Operation.get(operation_item_id(operation_id), consistent_read=True)
        except DoesNotExist:
            return
        operation.update([Operation.status.set(status)], condition=Operation.id.exists())


def _count_try(account_id: str, now: datetime) -> None:
    tries = Tries(tries_id(account_id, now))
    tries.update([Tries.number.add(1), Tries.expires_at.set(now + timedelta(hours=2))])
    if tries.number > TRIES_AN_HOUR:
        raise TooManyTriesError


def _offered(code: str, now: datetime) -> LinkCode:
    try:
        offered = LinkCode.get(link_code_id(code), consistent_read=True)
    except DoesNotExist:
        raise WrongCodeError from None
    if offered.expires_at <= now:
        raise WrongCodeError
    return offered


def _sent_today(usage_id: str) -> int:
    try:
        return int(Usage.get(usage_id, consistent_read=True).sends)
    except DoesNotExist:
        return 0


def _conversation(chat_id: str) -> Conversation:
    try:
        return Conversation.get(conversation_item_id(chat_id), consistent_read=True)
    except DoesNotExist:
        return Conversation(conversation_item_id(chat_id))


def _relink(
    write: TransactWrite,
    offered: LinkCode,
    link: Link,
    before: Link | None,
    holder: str | None,
    now: datetime,
) -> None:
    """Add to the transaction: the code is used up, old links are undone, the new one is made."""
    write.delete(offered, condition=LinkCode.expires_at > now)
    write.save(
        Account(account_item_id(link.account_id), line_user_id=link.chat_id, address=link.address),
        condition=(Account.line_user_id == before.chat_id)
        if before
        else Account.id.does_not_exist(),
    )
    write.update(
        Conversation(conversation_item_id(link.chat_id)),
        actions=[Conversation.account_id.set(link.account_id)],
        condition=(Conversation.account_id == holder)
        if holder
        else Conversation.account_id.does_not_exist(),
    )
    if before and before.chat_id != link.chat_id:
        write.update(
            Conversation(conversation_item_id(before.chat_id)),
            actions=[Conversation.account_id.remove()],
        )
    if holder and holder != link.account_id:
        write.delete(Account(account_item_id(holder)))


def _write(fill: Callable[[TransactWrite], None]) -> None:
    try:
        with TransactWrite(connection=Account._get_connection().connection) as write:
            fill(write)
    except TransactWriteError as error:
        if error.cause_response_code == "TransactionCanceledException":
            raise ChangedMeanwhileError from error
        raise
