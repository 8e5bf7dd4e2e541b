"""The use cases for whatever happens in a chat besides messages: coming, going, taking back."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kaiwa.line.events import Event, Received, is_too_old
from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from line_reply.commands import forget as forgetting
from line_reply.commands import orders as commands
from line_reply.speech.chat import Clock, Talk, say


class Past(forgetting.Past, Protocol):
    """What was said. See `kaiwa.table.past.Past`."""

    def unsend(self, chat_id: str, message_id: str, now: datetime) -> None: ...

    def edit(
        self, chat_id: str, message_id: str, text: str | None, at: datetime, now: datetime
    ) -> bool: ...


class Conversations(Protocol):
    """Whether the bot is welcome. See `kaiwa.table.conversations.Conversations`."""

    def stop(self, chat_id: str, at: datetime) -> bool: ...

    def resume(self, chat_id: str, at: datetime) -> bool: ...


def welcome(received: Received, event: Event, conversations: Conversations, talk: Talk) -> str:
    """Greet a user who has added or unblocked the bot, or a group that it has joined.

    Not if they have parted since: what LINE delivers again comes late.
    """
    if not conversations.resume(received.conversation_id, received.sent_at):
        return "parted since"
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
    """Send nothing more to a user who has blocked the bot, or a group that it is out of.

    Not if they have come back since.
    """
    if not conversations.stop(received.conversation_id, received.sent_at):
        return "welcome since"
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
    *,
    last_attempt: bool = False,
) -> str:
    """Put the new words in place of the old. Without any it is not for the bot any more.

    Words that are not to be passed on to the model, as `flags` says, leave the history too, and
    so do words that cannot be judged. Raises `ModelUnavailableError` before the last attempt.
    """
    if is_too_old(received.sent_at, clock()):
        return "too old"
    is_kept = received.text.strip() and not (flags and _flagged(received, flags, last_attempt))
    text = received.text if is_kept else None
    known = past.edit(
        received.conversation_id, received.message_id, text, received.sent_at, clock()
    )
    if not known:
        return "unknown message"
    return "unsent" if text is None else "edited"


def _flagged(received: ReceivedMessage, flags: Callable[[str], bool], last_attempt: bool) -> bool:
    try:
        return flags(received.text)
    except (ModelRefusedError, ModelTimeoutError, ModelUnavailableError) as error:
        if isinstance(error, ModelUnavailableError) and not last_attempt:
            raise
        logger().error("Nobody will judge the new words.", failure=described(error))
        return True
