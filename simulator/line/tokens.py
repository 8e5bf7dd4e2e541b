"""Tokens that name one message of a chat: quote tokens and read tokens.

Neither expires nor is used up; a quote token works only in the chat of its message.
https://developers.line.biz/en/docs/messaging-api/get-quote-tokens/
https://developers.line.biz/en/docs/messaging-api/mark-as-read/
"""

from typing import Any, NamedTuple

from simulator.bounded import Bounded

REMEMBERED = 10_000


class Place(NamedTuple):
    """Where a message is."""

    chat_id: str
    message_id: str


class MessageTokens:
    def __init__(self) -> None:
        self._places: Bounded[str, Place] = Bounded(REMEMBERED)

    def issue(self, token: str, chat_id: str, message_id: str) -> None:
        """From now on this token stands for this message."""
        self._places[token] = Place(chat_id, message_id)

    def find(self, token: Any) -> Place | None:
        """The message that a token stands for; `None` if LINE never issued it."""
        return self._places.get(token) if isinstance(token, str) else None

    def clear(self) -> None:
        self._places.clear()
