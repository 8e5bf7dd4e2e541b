"""What a command is told to do, with what, and what the bot answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kaiwa.line.choices import Choice
from line_reply import taking
from line_reply.commands import again as repeating
from line_reply.commands import forget as forgetting
from line_reply.commands import link as linking
from line_reply.memory import history
from line_reply.speech.languages.text import Texts


class Messages(history.Messages, taking.Events, Protocol):
    """The messages, and which events were taken. See `kaiwa.table.messages.MessageTable`."""


class Conversations(repeating.Conversations, Protocol):
    """A chat's settings. See `kaiwa.table.conversations.Conversations`."""

    def set_language(self, chat_id: str, language: str) -> None: ...

    def set_persona(self, chat_id: str, persona: str | None) -> None: ...


class Past(forgetting.Past, Protocol):
    """What was said. See `kaiwa.table.past.Past`."""

    def reset(self, chat_id: str, now: datetime) -> None: ...


class Accounts(forgetting.Accounts, linking.Accounts, Protocol):
    """Who may reach which chat. See `kaiwa.table.accounts.Accounts`."""


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
