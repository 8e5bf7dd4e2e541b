"""The use cases about the link with ChatGPT, as the chat's owner sees it: a code, and the end."""

import secrets
from datetime import datetime
from typing import Protocol

from kaiwa.table.accounts import Link

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters that nobody takes for one another."""
CODE_LENGTH = 10
"""50 random bits."""


class Accounts(Protocol):
    """Who may reach which chat. See `kaiwa.table.accounts.Accounts`."""

    def offer(self, code: str, chat_id: str, now: datetime) -> None: ...

    def link_to(self, chat_id: str) -> Link | None: ...

    def unlink(self, link: Link) -> None: ...


class Exports(Protocol):
    """The files that were made of a chat. See `kaiwa.exports.Exports`."""

    def delete_all(self, chat_id: str) -> None: ...


def offer_code(chat_id: str, accounts: Accounts, now: datetime) -> str:
    """A code that links the chat with the sign-in that it is told. Nothing keeps it but a hash."""
    code = new_code()
    accounts.offer(code, chat_id, now)
    return code


def unlink(chat_id: str, accounts: Accounts, exports: Exports) -> Link | None:
    """Undo the chat's link, with the files that were made through it. Returns it, if any.

    Raises what another attempt may mend: `kaiwa.table.accounts.ChangedMeanwhileError`,
    `kaiwa.table.transactions.TableBusyError`, `kaiwa.exports.NotDeletedError`.
    """
    link = accounts.link_to(chat_id)
    if link is not None:
        accounts.unlink(link)
    # Also without a link: an earlier attempt may have undone it and come no further. An export that
    # is under way finds out by itself: it looks for the link once it is written.
    exports.delete_all(chat_id)
    return link


def new_code() -> str:
    """A code that can be read out and typed, in two groups."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[: CODE_LENGTH // 2]}-{letters[CODE_LENGTH // 2 :]}"
