"""One attempt at a turn, with the collaborators that the environment names."""

import os
from datetime import UTC, datetime
from functools import cache

from kaiwa.chat_model import ChatModel
from kaiwa.line import Line
from kaiwa.line_events import ReceivedText
from kaiwa.table import MessageTable
from line_reply.settings import Settings
from line_reply.turn import apologise, take_turn


def attempt(received: ReceivedText, number: int, line: Line, api_key: str) -> str:
    """Take the turn, for the `number`th time. Returns how it ended; raises to be tried again.

    Whatever goes wrong on the last attempt, the user hears of it rather than of nothing.
    """
    settings, messages = _settings(), _messages()
    model = ChatModel(api_key, settings.model)
    is_last = number >= settings.max_receive_count
    try:
        return take_turn(received, is_last, messages, line, model, settings.history, _now)
    except Exception:
        if is_last:
            apologise(received, messages, line, _now)
        raise


@cache
def _settings() -> Settings:
    return Settings.from_environment(os.environ)


@cache
def _messages() -> MessageTable:
    return MessageTable(_settings().table_name, _settings().retention)


def _now() -> datetime:
    return datetime.now(UTC)
