"""The use case: delete what is known of a chat, and of its user's words in groups."""

from datetime import datetime
from typing import Protocol

from kaiwa.table.items import Conversation


class Past(Protocol):
    """What was said. See `kaiwa.table.past.Past`."""

    def hide(self, chat_id: str, now: datetime) -> Conversation: ...

    def delete(self, chat_id: str, conversation: Conversation) -> None: ...


class Accounts(Protocol):
    """Who may reach which chat. See `kaiwa.table.accounts.Accounts`."""

    def forget(self, chat_id: str) -> None: ...


class Exports(Protocol):
    """The files that were made of a chat. See `kaiwa.exports.Exports`."""

    def delete_all(self, chat_id: str) -> None: ...


def forget(chat_id: str, past: Past, accounts: Accounts, exports: Exports, now: datetime) -> None:
    """Hide everything at once, then delete it. Whatever stops it, doing it again finishes it.

    What stays is empty of words: markers that refuse replays, and counters of usage.
    """
    conversation = past.hide(chat_id, now)
    accounts.forget(chat_id)
    # An export that is under way finds out by itself: it looks for the link once it is written.
    exports.delete_all(chat_id)
    past.delete(chat_id, conversation)
