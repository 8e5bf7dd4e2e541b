"""What a command is told to do, with what, and what the bot answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kaiwa.line import Choice
from line_reply import forgetting, history, linking, repeating, taking
from line_reply.languages.text import Texts


class Messages(history.Messages, taking.Events, Protocol):
    """The messages, and which events were taken. See `kaiwa.table.MessageTable`."""


class Conversations(repeating.Conversations, Protocol):
    """A chat's settings. See `kaiwa.conversations.Conversations`."""

    def set_language(self, chat_id: str, language: str) -> None: ...

    def set_persona(self, chat_id: str, persona: str | None) -> None: ...


class Past(forgetting.Past, Protocol):
    """What was said. See `kaiwa.past.Past`."""

    def reset(self, chat_id: str, now: datetime) -> None: ...


class Accounts(forgetting.Accounts, linking.Accounts, Protocol):
    """Who may reach which chat. See `kaiwa.accounts.Accounts`."""


@dataclass(frozen=True)
class Stores:
    """Where everything about a chat is kept, and what commands change of it.

    `flags` says whether words are not to be passed on to the model. It raises the errors of
    `kaiwa.model`.
    """

    messages: Messages
    conversations: Conversations
    past: Past
    accounts: Accounts
    exports: forgetting.Exports
    flags: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class Request:
    """Who orders what, when, and in whose words it is answered.

    `anew`: an earlier attempt may have done it, or a part of it.
    """

    chat_id: str
    one_to_one: bool
    argument: str
    texts: Texts
    now: datetime
    anew: bool


@dataclass(frozen=True)
class Said:
    """What the bot answers: bubbles, and buttons below the last."""

    bubbles: Sequence[str]
    choices: Sequence[Choice] = ()
