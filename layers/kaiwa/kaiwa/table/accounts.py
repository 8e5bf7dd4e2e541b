"""Gateway to the accounts in the table: linking a sign-in with one's own chat, and undoing it.

One sign-in reaches one chat, and one chat is reached by one sign-in. Whose chat a sign-in reaches
is read here and nowhere else.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from pynamodb.exceptions import DoesNotExist
from pynamodb.transactions import TransactWrite

from kaiwa.table.account_items import (
    Account,
    LinkCode,
    Tries,
    account_item_id,
    link_code_id,
    tries_id,
)
from kaiwa.table.items import Conversation, TableGateway, conversation_item_id
from kaiwa.table.lifetimes import LINK_CODE, TRIES
from kaiwa.table.transactions import commit, conversation_of, held

TRIES_AN_HOUR = 5


class WrongCodeError(Exception):
    """No such code, or one that is used or too old: which of them is nobody's business."""


class TooManyTriesError(Exception):
    """The sign-in has tried too many wrong codes this hour."""


class AlreadyLinkedError(Exception):
    """The sign-in reaches another chat, or the chat is reached by another sign-in."""


class ChangedMeanwhileError(Exception):
    """Something else was linked or unlinked at the same time. Trying again can help."""


@dataclass(frozen=True)
class Link:
    """A sign-in (`account_id`, Cognito's `sub`) and the chat that it reaches.

    Of the chat nobody is to see what was created up to `forgotten_at`, even while it is there.
    `notice_id`: the chat has not been told of the link, as far as anybody knows, and is to be
    before the link is used. A notice with this id is shown once.
    """

    account_id: str
    chat_id: str
    address: str
    forgotten_at: datetime | None = None
    notice_id: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Offer:
    """The chat that a code is good for, and what its owner is called on LINE, if LINE told.

    `replaces`: to link it undoes another link, the sign-in's or the chat's.
    """

    chat_id: str
    display_name: str | None
    replaces: bool


class Accounts(TableGateway):
    """Who may reach which chat. All reads are consistent."""

    def offer(
        self, code: str, chat_id: str, now: datetime, display_name: str | None = None
    ) -> None:
        """Let whoever has the code link the chat, once, for ten minutes. Only a hash is stored."""
        LinkCode(
            link_code_id(code),
            line_user_id=chat_id,
            display_name=display_name,
            expires_at=now + LINK_CODE,
        ).save()

    def link_of(self, account_id: str) -> Link | None:
        """The chat that a sign-in reaches, or None."""
        try:
            account = Account.get(account_item_id(account_id), consistent_read=True)
        except DoesNotExist:
            return None
        forgotten_at = conversation_of(account.line_user_id).forgotten_at
        return Link(
            account_id, account.line_user_id, account.address, forgotten_at, account.notice_id
        )

    def link_to(self, chat_id: str) -> Link | None:
        """The sign-in that reaches a chat, or None."""
        account_id = conversation_of(chat_id).account_id
        return self.link_of(account_id) if account_id else None

    def look_up(self, code: str, account_id: str, now: datetime) -> Offer:
        """What the sign-in would link with the code, which stays good.

        Counted like `redeem`. Raises `TooManyTriesError` or `WrongCodeError`.
        """
        offered, before = _tried(code, account_id, now), self.link_of(account_id)
        chat_id, holder = offered.line_user_id, conversation_of(offered.line_user_id).account_id
        replaces = _replaces(account_id, chat_id, before, holder)
        return Offer(chat_id, offered.display_name, replaces)

    def redeem(
        self, code: str, account_id: str, address: str, now: datetime, *, replace: bool
    ) -> Link:
        """Link the sign-in with the chat that the code was shown in; the code is used up.

        The chat is not told yet. Raises `TooManyTriesError`, `WrongCodeError`, `AlreadyLinkedError`
        (unless `replace`; the code stays good), `ChangedMeanwhileError` or `TableBusyError`.
        """
        offered, before = _tried(code, account_id, now), self.link_of(account_id)
        chat_id, notice_id = offered.line_user_id, str(uuid.uuid4())

        def fill(write: TransactWrite, conversation: Conversation) -> Link:
            link = Link(account_id, chat_id, address, conversation.forgotten_at, notice_id)
            holder = conversation.account_id
            if not replace and _replaces(account_id, link.chat_id, before, holder):
                raise AlreadyLinkedError
            _relink(write, offered, link, before, holder, now)
            return link

        changes = dict.fromkeys(range(3), ChangedMeanwhileError)
        link, _ = commit(chat_id, fill, changes)
        return link

    def told(self, link: Link) -> None:
        """Record that the notice of the link is in the chat's queue."""
        account = Account(account_item_id(link.account_id))
        # Else there is another link by now, with a notice of its own.
        condition = Account.notice_id == link.notice_id
        held(lambda: account.update([Account.notice_id.remove()], condition=condition))

    def unlink(self, link: Link) -> None:
        """Undo a link as it was read.

        Raises `ChangedMeanwhileError`, and leaves all as it is, if it has changed since;
        `TableBusyError`.
        """

        def fill(write: TransactWrite, _: Conversation) -> None:
            write.delete(
                Account(account_item_id(link.account_id)),
                condition=Account.line_user_id == link.chat_id,
            )
            write.update(
                Conversation(conversation_item_id(link.chat_id)),
                actions=[Conversation.account_id.remove()],
                condition=Conversation.account_id == link.account_id,
            )

        commit(link.chat_id, fill, dict.fromkeys(range(2), ChangedMeanwhileError))

    def forget(self, chat_id: str) -> None:
        """Undo the link that leads to a chat, if there is one.

        Raises `ChangedMeanwhileError` if there is another by now, or `TableBusyError`.
        """
        link = self.link_to(chat_id)
        if link is None:
            return
        try:
            self.unlink(link)
        except ChangedMeanwhileError:
            if self.link_to(chat_id) is not None:
                raise


def _tried(code: str, account_id: str, now: datetime) -> LinkCode:
    """What the code offers. Each wrong one is counted."""
    tries = _counted_try(account_id, now)
    offered = _offered(code, now)
    # Counted before and given back now, so that tries at the same time get no more of them.
    tries.update([Tries.number.add(-1)])
    return offered


def _counted_try(account_id: str, now: datetime) -> Tries:
    tries = Tries(tries_id(account_id, now))
    tries.update([Tries.number.add(1), Tries.expires_at.set(now + TRIES)])
    if tries.number > TRIES_AN_HOUR:
        raise TooManyTriesError
    return tries


def _offered(code: str, now: datetime) -> LinkCode:
    try:
        offered = LinkCode.get(link_code_id(code), consistent_read=True)
    except DoesNotExist:
        raise WrongCodeError from None
    if offered.expires_at <= now:
        raise WrongCodeError
    return offered


def _replaces(account_id: str, chat_id: str, before: Link | None, holder: str | None) -> bool:
    """Whether linking the two undoes the sign-in's link `before`, or that of the chat's holder."""
    elsewhere = before is not None and before.chat_id != chat_id
    return elsewhere or holder not in (None, account_id)


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
        Account(
            account_item_id(link.account_id),
            line_user_id=link.chat_id,
            address=link.address,
            notice_id=link.notice_id,
        ),
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
