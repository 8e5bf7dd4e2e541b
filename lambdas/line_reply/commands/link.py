"""/link and /unlink: let a sign-in from ChatGPT reach the chat, and end that."""

import secrets
from dataclasses import dataclass

from kaiwa.exports import Exports
from kaiwa.table.accounts import Accounts
from kaiwa.times import Clock
from line_reply.commands.request import Request, Said

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters that nobody takes for one another."""
CODE_LENGTH = 10
"""50 random bits."""


@dataclass(frozen=True)
class OfferCode:
    """Shows a code that links the chat with the sign-in that it is told. Only a hash is kept."""

    accounts: Accounts
    clock: Clock

    def __call__(self, request: Request) -> Said:
        code = new_code()
        self.accounts.offer(code, request.chat_id, self.clock())
        return Said([request.texts.link_code.format(code=code)])


@dataclass(frozen=True)
class Unlink:
    """Undoes the chat's link, with the files that were made through it.

    Raises what another attempt may mend: `kaiwa.table.accounts.ChangedMeanwhileError`,
    `kaiwa.table.transactions.TableBusyError`, `kaiwa.exports.NotDeletedError`.
    """

    accounts: Accounts
    exports: Exports

    def __call__(self, request: Request) -> Said:
        texts, link = request.texts, self.accounts.link_to(request.chat_id)
        if link is not None:
            self.accounts.unlink(link)
        # Also without a link: an earlier attempt may have undone it and come no further. An export
        # that is under way finds out by itself: it looks for the link once it is written.
        self.exports.delete_all(request.chat_id)
        if link is not None:
            return Said([texts.unlinked.format(address=link.address)])
        return Said([texts.unlinked_already if request.anew else texts.not_linked])


def new_code() -> str:
    """A code that can be read out and typed, in two groups."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[: CODE_LENGTH // 2]}-{letters[CODE_LENGTH // 2 :]}"
