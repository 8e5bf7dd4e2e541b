"""The use case: what a user tells the bot itself to do, instead of asking the model.

A command is answered with its reply token or not at all. The token works once, so trying again
is safe, and nothing of it, least of all a code, is kept.
"""

import secrets
import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kaiwa.accounts import Link
from kaiwa.line import InvalidReplyTokenError, LineRefusedError
from kaiwa.line_events import OLDEST_EVENT, ReceivedText
from line_reply import deliver, texts

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters that nobody takes for one another."""
CODE_LENGTH = 10
"""50 random bits."""


class Command(StrEnum):
    """What may be told, as it is written."""

    LINK = "/link"
    UNLINK = "/unlink"


class Events(Protocol):
    """Where it is marked which events were taken. See `kaiwa.table.MessageTable`."""

    def take_event(self, event_id: str, now: datetime) -> bool: ...


class Accounts(Protocol):
    """Who may reach which chat. See `kaiwa.accounts.Accounts`."""

    def offer(self, code: str, chat_id: str, now: datetime) -> None: ...

    def link_to(self, chat_id: str) -> Link | None: ...

    def unlink(self, link: Link) -> None: ...


class Exports(Protocol):
    """The files that were made of a chat. See `kaiwa.exports.Exports`."""

    def delete_all(self, chat_id: str) -> None: ...


def command_in(received: ReceivedText) -> Command | None:
    """The command that the message is. In a group it comes after the mention of the bot."""
    words = unicodedata.normalize("NFKC", received.text).lower().split()
    word = words[-1] if words and (len(words) == 1 or not received.one_to_one) else ""
    return Command(word) if word in set(Command) else None


def obey(
    command: Command,
    received: ReceivedText,
    attempt: int,
    events: Events,
    accounts: Accounts,
    exports: Exports,
    chat: deliver.Chat,
    clock: deliver.Clock,
) -> str:
    """Do what the user says and tell them. Returns how it ended, for logs.

    Raises `LineUnavailableError` or `LineUnclearError` when another attempt should be made.
    """
    if clock() - received.sent_at > OLDEST_EVENT:
        return "too old"
    if not events.take_event(received.event_id, clock()) and attempt == 1:
        return "taken before"
    answer = _do(command, received, accounts, exports, clock())
    if received.reply_token is None:
        return "without a token"
    try:
        chat.reply(received.reply_token, [answer])
    except (InvalidReplyTokenError, LineRefusedError):
        return "token used or expired"
    return f"obeyed {command}"


def _do(
    command: Command,
    received: ReceivedText,
    accounts: Accounts,
    exports: Exports,
    now: datetime,
) -> str:
    """The words for the user, after it is done."""
    chat_id = received.conversation_id
    if not received.one_to_one:
        return texts.ONE_TO_ONE_ONLY
    if command is Command.LINK:
        code = new_code()
        accounts.offer(code, chat_id, now)
        return texts.LINK_CODE.format(code=code)
    link = accounts.link_to(chat_id)
    if link is None:
        return texts.NOT_LINKED
    # First, so that another attempt still finds the link; again, for an export under way.
    exports.delete_all(chat_id)
    accounts.unlink(link)
    exports.delete_all(chat_id)
    return texts.UNLINKED.format(address=link.address)


def new_code() -> str:
    """A code that can be read out and typed, in two groups."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[: CODE_LENGTH // 2]}-{letters[CODE_LENGTH // 2 :]}"
