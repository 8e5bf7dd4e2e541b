"""What the stand-ins know and remember while they run."""

import itertools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from simulator.bounded import Bounded
from simulator.calls import Calls
from simulator.chats import Chats
from simulator.faults import Faults
from simulator.line.events import Event, chat_id, message_text
from simulator.line.rules import ReplyTokens, RetryKeys
from simulator.peers import Address

REMEMBERED_NAMES = 1000


def no_server(_: Address) -> None:
    raise RuntimeError("Only the real server can hang up: run python -m simulator.server.")


@dataclass
class Simulator:
    """One channel of LINE and one account of OpenAI.

    `clock` gives seconds since the epoch; tests give one of their own. `hang_up` closes the
    connection of a client without an answer; the server provides it. `http` posts the webhooks;
    it lives as long as the application.
    """

    channel_access_token: str
    channel_secret: str
    openai_api_key: str
    clock: Callable[[], float] = time.time
    webhook_endpoint: str | None = None
    hang_up: Callable[[Address], None] = no_server
    http: httpx.AsyncClient | None = None
    calls: Calls = field(default_factory=Calls)
    faults: Faults = field(default_factory=Faults)
    chats: Chats = field(default_factory=Chats)
    reply_tokens: ReplyTokens = field(default_factory=ReplyTokens)
    retry_keys: RetryKeys = field(default_factory=RetryKeys)
    names: Bounded[str, str] = field(default_factory=lambda: Bounded(REMEMBERED_NAMES))
    """User id → display name, of the users who have been heard of."""
    content: Bounded[str, str] = field(default_factory=lambda: Bounded(REMEMBERED_NAMES))
    """Message id → type of message, `unsent` once the user has taken it back."""

    def __post_init__(self) -> None:
        # From the time, so that a restarted simulator does not repeat the ids of a table it finds.
        self._message_ids = itertools.count(int(self.clock() * 100_000_000))

    def new_message_id(self) -> str:
        """Message ids are numbers in strings, of 18 digits at present."""
        return str(next(self._message_ids))

    def note_name(self, partial: Mapping[str, Any], event: Event) -> None:
        """Keep the short name that a test gave a user, as the display name."""
        name = (partial.get("source") or {}).get("userId")
        user_id = event.get("source", {}).get("userId")
        if isinstance(name, str) and isinstance(user_id, str) and name != user_id:
            self.names[user_id] = name

    def note(self, event: Any) -> None:
        """Know what LINE knows of an event that it sends: who, where, which token and content."""
        if not isinstance(event, dict) or (chat := chat_id(event)) is None:
            return
        user_id = event["source"].get("userId")
        if isinstance(user_id, str) and user_id not in self.names:
            self.names[user_id] = f"User {user_id[1:7]}"
        if isinstance(event.get("replyToken"), str):
            self._note_reply_token(event, chat)
        message, unsend = event.get("message"), event.get("unsend")
        if isinstance(message, dict) and str(message.get("id")) not in self.content:
            self.chats.heard(chat, message_text(message), at=self.clock())
            self.content[str(message.get("id"))] = str(message.get("type"))
        elif isinstance(unsend, dict):
            self.content[str(unsend.get("messageId"))] = "unsent"
        elif event.get("type") == "unfollow":
            self.chats.blocked.add(chat)
        elif event.get("type") == "follow":
            self.chats.blocked.discard(chat)

    def _note_reply_token(self, event: Event, chat: str) -> None:
        now, timestamp, context = self.clock(), event.get("timestamp"), event.get("deliveryContext")
        self.reply_tokens.issue(
            event["replyToken"],
            chat,
            now=now,
            event_at=timestamp / 1000 if isinstance(timestamp, int) else now,
            redelivery=isinstance(context, dict) and context.get("isRedelivery") is True,
        )

    def reset(self) -> None:
        """Forget everything but the credentials and the address of the webhook."""
        for memory in (
            self.calls,
            self.faults,
            self.chats,
            self.reply_tokens,
            self.retry_keys,
            self.names,
            self.content,
        ):
            memory.clear()
