"""The use cases: link a sign-in with the LINE chat whose code it was given, look, undo it."""

import uuid
from datetime import datetime
from typing import Protocol

from chatgpt.conversation import notices as texts
from chatgpt.conversation.shapes import LinkState
from kaiwa.own_texts import OwnText, queued
from kaiwa.queued_event import QueuedEvent
from kaiwa.table.accounts import Link
from kaiwa.table.items import NOTICE


class NotLinkedError(Exception):
    """The sign-in reaches no chat."""


class Accounts(Protocol):
    """Who may reach which chat. See `kaiwa.table.accounts.Accounts`."""

    def link_of(self, account_id: str) -> Link | None: ...

    def redeem(
        self, code: str, account_id: str, address: str, now: datetime, *, replace: bool
    ) -> Link: ...

    def unlink(self, link: Link) -> None: ...


class SignIn(Protocol):
    """Who has signed in. See `kaiwa.sign_in.SignIn`."""

    def masked_address(self, access_token: str) -> str: ...


class Exports(Protocol):
    """The files that were made of a chat. See `kaiwa.exports.Exports`."""

    def delete_all(self, chat_id: str) -> None: ...


class Queue(Protocol):
    """Where texts wait for their turn in their chat. See `kaiwa.queue.EventQueue`."""

    def send(self, queued: QueuedEvent) -> None: ...


def linked(account_id: str, accounts: Accounts) -> Link:
    """The one chat that the sign-in may reach. Raises `NotLinkedError`."""
    link = accounts.link_of(account_id)
    if link is None:
        raise NotLinkedError
    return link


def link_state(account_id: str, accounts: Accounts) -> LinkState:
    """Whether the sign-in is linked."""
    link = accounts.link_of(account_id)
    return LinkState(linked=link is not None, address=link.address if link else None)


def link_chat(
    code: str,
    replace: bool,
    account_id: str,
    access_token: str,
    accounts: Accounts,
    sign_in: SignIn,
    exports: Exports,
    queue: Queue,
    now: datetime,
) -> LinkState:
    """Link, and say so in the chat. A chat whose owner can't be told is not linked.

    Raises the errors of `SignIn.masked_address`, `Accounts.redeem`, and what the queue raises.
    """
    address = sign_in.masked_address(access_token)
    before = accounts.link_of(account_id)
    link = accounts.redeem(code, account_id, address, now, replace=replace)
    try:
        # Whoever reached the chat until now keeps nothing of it.
        exports.delete_all(link.chat_id)
        if before and before.chat_id != link.chat_id:
            exports.delete_all(before.chat_id)
            queue.send(_notice(before, texts.UNLINKED, now))
        queue.send(_notice(link, texts.LINKED, now))
    except Exception:
        accounts.unlink(link)
        raise
    return LinkState(linked=True, address=link.address)


def unlink_chat(
    account_id: str, accounts: Accounts, exports: Exports, queue: Queue, now: datetime
) -> LinkState:
    """Undo the link, delete what was exported, and say so in the chat."""
    link = linked(account_id, accounts)
    # First, because afterwards nobody would know whose files they are; again, for an export that
    # was under way.
    exports.delete_all(link.chat_id)
    accounts.unlink(link)
    exports.delete_all(link.chat_id)
    queue.send(_notice(link, texts.UNLINKED, now))
    return LinkState(linked=False, address=None)


def _notice(link: Link, text: str, now: datetime) -> QueuedEvent:
    words = text.format(address=link.address)
    return queued(OwnText(str(uuid.uuid4()), link.chat_id, NOTICE, words, now))
