"""One attempt at an event, with the collaborators that the environment names."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from kaiwa.accounts import Accounts
from kaiwa.chat_model import ChatModel
from kaiwa.exports import Exports
from kaiwa.line import Line
from kaiwa.line_events import ReceivedText
from kaiwa.own_texts import OwnText
from kaiwa.secrets import Secrets
from kaiwa.settings import required
from kaiwa.table import MessageTable
from line_reply.commands import command_in, obey
from line_reply.own import deliver_own
from line_reply.settings import Settings
from line_reply.turn import apologise, take_turn


def attempt(event: ReceivedText | OwnText, number: int, line: Line, secrets: Secrets) -> str:
    """Handle the event, for the `number`th time. Returns how it ended; raises to be tried again.

    Whatever goes wrong on the last attempt, a user who asked hears of it rather than of nothing.
    """
    if isinstance(event, OwnText):
        return deliver_own(event, _messages(), _accounts(), line, _now)
    if command := command_in(event):
        return obey(command, event, number, _messages(), _accounts(), _exports(), line, _now)
    is_last = number >= int(required(os.environ, "MAX_RECEIVE_COUNT"))
    try:
        settings = _settings()
        model = ChatModel(secrets.read("OPEN_AI_API_KEY"), settings.model)
        return take_turn(event, is_last, _messages(), line, model, settings.history, _now)
    except Exception:
        if is_last:
            apologise(event, _messages(), line, _now)
        raise


@cache
def _settings() -> Settings:
    return Settings.from_environment(os.environ)


@cache
def _messages() -> MessageTable:
    retention = timedelta(days=int(required(os.environ, "MESSAGE_RETENTION_DAYS")))
    timezone = ZoneInfo(required(os.environ, "TIMEZONE"))
    return MessageTable(required(os.environ, "TABLE_NAME"), retention, timezone)


@cache
def _accounts() -> Accounts:
    return Accounts(required(os.environ, "TABLE_NAME"))


@cache
def _exports() -> Exports:
    return Exports(required(os.environ, "EXPORT_BUCKET"))


def _now() -> datetime:
    return datetime.now(UTC)
