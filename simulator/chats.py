"""What users and bot said to each other, chat by chat, as the users would see it."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any, Literal

from simulator.bounded import Bounded
from simulator.calls import iso

Way = Literal["webhook", "reply", "push"]

REMEMBERED_CHATS = 1000
REMEMBERED_MESSAGES = 500


@dataclass(frozen=True)
class ChatMessage:
    """One bubble. `reply_token` is the token that the bot spent on it, if it was a reply."""

    number: int
    text: str
    at: float
    by: Way
    reply_token: str | None

    def as_dict(self) -> dict[str, Any]:
        sender = "user" if self.by == "webhook" else "bot"
        return {"from": sender, "text": self.text, "at": iso(self.at), "by": self.by}


class Chats:
    def __init__(self) -> None:
        self._chats: Bounded[str, deque[ChatMessage]] = Bounded(REMEMBERED_CHATS)
        self._changed = asyncio.Event()
        self.last_number = 0
        self.blocked: set[str] = set()

    def heard(self, chat_id: str, text: str, *, at: float) -> None:
        """A user said something."""
        self._add(chat_id, text, at, "webhook")

    def replied(self, chat_id: str, text: str, *, at: float, reply_token: str) -> None:
        """The bot answered on a reply token."""
        self._add(chat_id, text, at, "reply", reply_token)

    def pushed(self, chat_id: str, text: str, *, at: float) -> None:
        """The bot pushed. A user who blocked it sees nothing, and LINE does not tell the bot.

        https://developers.line.biz/en/reference/messaging-api/#send-push-message
        """
        if chat_id not in self.blocked:
            self._add(chat_id, text, at, "push")

    def _add(
        self,
        chat_id: str,
        text: str,
        at: float,
        by: Way,
        reply_token: str | None = None,
    ) -> None:
        self.last_number += 1
        if chat_id not in self._chats:
            self._chats[chat_id] = deque(maxlen=REMEMBERED_MESSAGES)
        message = ChatMessage(self.last_number, text, at, by, reply_token)
        self._chats[chat_id].append(message)
        self._changed.set()
        self._changed = asyncio.Event()

    def messages(self, chat_id: str) -> list[ChatMessage]:
        return list(self._chats.get(chat_id, ()))

    async def answers(
        self, chat_id: str, *, reply_token: str, after: int, seconds: float
    ) -> list[str]:
        """Wait for the bot's answer in this chat and return the texts it brought.

        A reply counts if it spent `reply_token`, so that a late answer to an earlier message is
        not taken for this one; a push counts if its number is above `after`. Raises TimeoutError
        after `seconds`.
        """
        async with asyncio.timeout(seconds):
            while True:
                changed = self._changed
                answers = [
                    message.text
                    for message in self.messages(chat_id)
                    if (message.by == "reply" and message.reply_token == reply_token)
                    or (message.by == "push" and message.number > after)
                ]
                if answers:
                    return answers
                await changed.wait()

    def clear(self) -> None:
        self._chats.clear()
        self.blocked.clear()
