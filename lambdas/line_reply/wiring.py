"""The collaborators that the environment names, each made when an event first needs it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from kaiwa.exports import Exports
from kaiwa.line.client import Line
from kaiwa.line.events import Received
from kaiwa.parameters import Parameters
from kaiwa.table.accounts import Accounts
from kaiwa.table.conversations import Conversations
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations
from kaiwa.table.past import Past
from kaiwa.table.sent_bubbles import SentBubbles
from line_reply.commands.request import Stores
from line_reply.settings import ModelsSettings, Settings
from line_reply.speech.chat import GroupChat, Talk
from line_reply.speech.language import voice_in
from line_reply.turns.model import Model


@cache
def settings() -> Settings:
    return Settings.from_environment(os.environ)


@cache
def _models() -> ModelsSettings:
    return ModelsSettings.from_environment(os.environ)


@cache
def messages() -> MessageTable:
    return MessageTable(settings().table_name, settings().history.retention, settings().timezone)


@cache
def conversations() -> Conversations:
    return Conversations(settings().table_name)


@cache
def past() -> Past:
    return Past(settings().table_name)


@cache
def accounts() -> Accounts:
    return Accounts(settings().table_name)


@cache
def operations() -> Operations:
    return Operations(settings().table_name)


@cache
def exports() -> Exports:
    return Exports(settings().export_bucket)


@cache
def sent_bubbles() -> SentBubbles:
    return SentBubbles(settings().table_name)


def model(secrets: Parameters) -> Model:
    """The model for one attempt, whose deadline begins now."""
    instructions = secrets.read("OPENAI_INSTRUCTIONS")
    return Model(secrets.read("OPEN_AI_API_KEY"), instructions, _models())


def flags(secrets: Parameters) -> Callable[[str], bool] | None:
    """What judges words before they are passed on, if anything does. The key is read only when it
    is asked.
    """
    if _models().moderation_model is None:
        return None
    return lambda words: model(secrets).flags(words)


def stores(secrets: Parameters) -> Stores:
    """Where everything about a chat is kept."""
    return Stores(messages(), conversations(), past(), accounts(), exports(), flags(secrets))


def talk(received: Received, quote_token: str | None, line: Line) -> Talk:
    """How the bot speaks in the chat that the event is from."""
    chat = (
        line
        if received.one_to_one
        else GroupChat(line, sent_bubbles(), quote_token, now() + settings().history.retention)
    )
    voice = voice_in(received, conversations(), line, settings().default_language, now)
    return Talk(chat, voice, now)


def now() -> datetime:
    return datetime.now(UTC)
