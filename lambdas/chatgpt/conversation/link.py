"""The use cases: link a sign-in with the LINE chat whose code it was given, look, undo it."""

import uuid
from dataclasses import dataclass

from chatgpt.conversation import notices
from chatgpt.conversation.results import LinkState
from kaiwa.exports import Exports
from kaiwa.own_texts import OwnText, queued
from kaiwa.queue import EventQueue
from kaiwa.sign_in import SignIn
from kaiwa.table.accounts import Accounts, Link
from kaiwa.table.items import NOTICE
from kaiwa.times import Clock


class NotLinkedError(Exception):
    """The sign-in reaches no chat."""


def linked(account_id: str, accounts: Accounts) -> Link:
    """The one chat that the sign-in may reach. Raises `NotLinkedError`."""
    link = accounts.link_of(account_id)
    if link is None:
        raise NotLinkedError
    return link


@dataclass(frozen=True)
class Linking:
    """Links a sign-in with a chat and undoes it, with the files that were made through the link."""

    accounts: Accounts
    sign_in: SignIn
    exports: Exports
    queue: EventQueue
    clock: Clock

    def state(self, account_id: str) -> LinkState:
        """Whether the sign-in is linked."""
        link = self.accounts.link_of(account_id)
        return LinkState(linked=link is not None, address=link.address if link else None)

    def link(self, account_id: str, access_token: str, code: str, *, replace: bool) -> LinkState:
        """Link, and say so in the chat. A chat whose owner can't be told is not linked.

        Raises the errors of `SignIn.masked_address`, `Accounts.redeem`, and what the queue raises.
        """
        address = self.sign_in.masked_address(access_token)
        before = self.accounts.link_of(account_id)
        link = self.accounts.redeem(code, account_id, address, self.clock(), replace=replace)
        try:
            if before and before.chat_id != link.chat_id:
                self.exports.delete_all(before.chat_id)
                self._tell(before, notices.UNLINKED)
            self.tell(link)
        except Exception:
            self.accounts.unlink(link)
            raise
        return LinkState(linked=True, address=link.address)

    def tell(self, link: Link) -> None:
        """Say in the chat that it is linked now.

        Nobody reads the chat through the link before. Whoever reached it by another one keeps
        nothing of it.
        """
        self.exports.delete_all(link.chat_id)
        self._tell(link, notices.LINKED, link.notice_id)
        self.accounts.told(link)

    def unlink(self, account_id: str) -> LinkState:
        """Undo the link, delete what was exported, and say so in the chat."""
        link = linked(account_id, self.accounts)
        # First, because afterwards nobody would know whose files they are; again, for an export
        # that was under way.
        self.exports.delete_all(link.chat_id)
        self.accounts.unlink(link)
        self.exports.delete_all(link.chat_id)
        self._tell(link, notices.UNLINKED)
        return LinkState(linked=False, address=None)

    def _tell(self, link: Link, notice: str, notice_id: str | None = None) -> None:
        words = notice.format(address=link.address)
        text = OwnText(notice_id or str(uuid.uuid4()), link.chat_id, NOTICE, words, self.clock())
        self.queue.send(queued(text))
