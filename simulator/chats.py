"""What users and bot said to each other, chat by chat, as the users would see it."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.bounded import Bounded
from simulator.calls import iso

Way = Literal["webhook", "reply", "push"]

REMEMBERED_CHATS = 1000
REMEMBERED_MESSAGES = 500
UNSENT = "[unsent]"


@dataclass
class ChatMessage:
    """One bubble. `number` counts those of all chats, from 1. `reply_token` is the token that the
    bot spent on it, if it was a reply.

    `quick_replies` are the action objects of the buttons under it, as LINE got them. Of what a user
    sent, `speaker` is the user's id, and `event_id` that of the webhook event. `message` is the
    whole message object.
    """

    id: str
    text: str
    at: float
    by: Way
    kind: str = "text"
    reply_token: str | None = None
    quick_replies: Sequence[Mapping[str, Any]] = ()
    quoted_message_id: str | None = None
    speaker: str | None = None
    event_id: str | None = None
    message: Mapping[str, Any] = field(default_factory=dict)
    read: bool = False
    unsent: bool = False
    number: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "from": "user" if self.by == "webhook" else "bot",
            "kind": self.kind,
            "text": self.text,
            "at": iso(self.at),
            "by": self.by,
            "read": self.read,
            "quick_replies": [dict(action) for action in self.quick_replies],
            "quoted_message_id": self.quoted_message_id,
            "unsent": self.unsent,
        }


class Chats:
    def __init__(self) -> None:
        self._chats: Bounded[str, deque[ChatMessage]] = Bounded(REMEMBERED_CHATS)
        self._loading: Bounded[str, float] = Bounded(REMEMBERED_CHATS)
        self._changed = asyncio.Event()
        self.last_number = 0

    def add(self, chat_id: str, message: ChatMessage) -> None:
        """A new bubble at the end of a chat."""
        self.last_number += 1
        message.number = self.last_number
        if message.by != "webhook":
            self._loading.pop(chat_id, None)
        if chat_id not in self._chats:
            self._chats[chat_id] = deque(maxlen=REMEMBERED_MESSAGES)
        self._chats[chat_id].append(message)
        self._changed.set()
        self._changed = asyncio.Event()

    def messages(self, chat_id: str) -> list[ChatMessage]:
        return list(self._chats.get(chat_id, ()))

    def all(self) -> dict[str, ChatMessage]:
        """The last bubble of each chat, by the chat's id."""
        return {chat_id: messages[-1] for chat_id, messages in self._chats.items()}

    def start_loading(self, chat_id: str, *, until: float) -> None:
        """Show the loading animation until then, at most: the bot's next bubble ends it.

        https://developers.line.biz/en/docs/messaging-api/use-loading-indicator/
        """
        self._loading[chat_id] = until

    def is_loading(self, chat_id: str, *, now: float) -> bool:
        return self._loading.get(chat_id, 0) > now

    def mark_read(self, chat_id: str, message_id: str) -> None:
        """Mark what users sent in this chat as read, up to this message.

        https://developers.line.biz/en/docs/messaging-api/mark-as-read/
        """
        messages = self.messages(chat_id)
        last = next((each.number for each in messages if each.id == message_id), 0)
        for message in messages:
            if message.by == "webhook" and message.number <= last:
                message.read = True

    def unsend(self, chat_id: str, message_id: str) -> None:
        """A user took a message back: its text is gone."""
        for message in self.messages(chat_id):
            if message.id == message_id:
                message.text, message.unsent = UNSENT, True

    def edit(self, chat_id: str, message_id: str, text: str) -> None:
        """A user changed the text of a message."""
        for message in self.messages(chat_id):
            if message.id == message_id and not message.unsent:
                message.text = text

    async def answers(
        self, chat_id: str, *, reply_token: str | None, after: int, seconds: float
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
        self._loading.clear()
