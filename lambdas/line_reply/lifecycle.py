"""The use cases for whatever happens in a chat besides messages: coming, going, taking back."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kaiwa.line_events import OLDEST_EVENT, Event, Received
from kaiwa.line_messages import ReceivedMessage
from kaiwa.models import Conversation
from line_reply import commands, forgetting
from line_reply.chats import Clock, Talk, say


class Past(forgetting.Past, Protocol):
    """What was said. See `kaiwa.past.Past`."""

    def unsend(self, chat_id: str, message_id: str, now: datetime) -> None: ...

    def edit(
        self, chat_id: str, message_id: str, text: str, at: datetime, now: datetime
    ) -> bool: ...


class Conversations(Protocol):
    """Whether the bot is welcome. See `kaiwa.conversations.Conversations`."""

    def get(self, chat_id: str) -> Conversation: ...

    def stop(self, chat_id: str, now: datetime) -> None: ...

    def resume(self, chat_id: str) -> None: ...


def welcome(received: Received, event: Event, conversations: Conversations, talk: Talk) -> str:
    """Greet a user who has added or unblocked the bot, or a group that it has joined.

    Not if they have parted since: what LINE delivers again comes late.
    """
    stopped_at: datetime | None = conversations.get(received.conversation_id).stopped_at
    if stopped_at is not None and stopped_at > received.sent_at:
        return "parted since"
    conversations.resume(received.conversation_id)
    if received.standby:
        return "on standby"
    texts = talk.voice()
    returning = (event.get("follow") or {}).get("isUnblocked") is True
    if event["type"] == "join":
        words = texts.introduction
    else:
        words = texts.welcome_back if returning else texts.greeting
    choices = commands.choices(texts, received.one_to_one)
    return say(received, [words], talk, choices) or "greeted"


def part(
    received: Received,
    conversations: Conversations,
    past: Past,
    accounts: forgetting.Accounts,
    exports: forgetting.Exports,
    delete_data: bool,
    clock: Clock,
) -> str:
    """Send nothing more to a user who has blocked the bot, or a group that it is out of."""
    conversations.stop(received.conversation_id, received.sent_at)
    if not delete_data:
        return "stopped"
    forgetting.forget(received.conversation_id, past, accounts, exports, clock())
    return "stopped and forgot"


def unsend(received: Received, event: Event, past: Past, clock: Clock) -> str:
    """Delete what the user took back, and what was answered to it.

    https://developers.line.biz/en/docs/messaging-api/receiving-messages/#recommended-unsend-processing
    """
    message_id = (event.get("unsend") or {}).get("messageId")
    if not message_id:
        return "unknown message"
    past.unsend(received.conversation_id, message_id, clock())
    return "unsent"


def edit(
    received: ReceivedMessage,
    past: Past,
    clock: Clock,
    flags: Callable[[str], bool] | None = None,
) -> str:
    """Put the new words in place of the old. Without any it is not for the bot any more.

    Words that are not to be passed on to the model, as `flags` says, leave the history too.
    """
    if clock() - received.sent_at > OLDEST_EVENT:
        return "too old"
    if not received.text.strip() or (flags and flags(received.text)):
        past.unsend(received.conversation_id, received.message_id, clock())
        return "unsent"
    known = past.edit(
        received.conversation_id, received.message_id, received.text, received.sent_at, clock()
    )
    return "edited" if known else "unknown message"
