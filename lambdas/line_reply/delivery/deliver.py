"""Delivering a stored answer to LINE: at most once, and never lost unnoticed.

Each step is recorded before the call that it is about. So whatever stops the worker, the next
attempt knows whether an earlier call may have reached the user.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from kaiwa.line.choices import Choice
from kaiwa.line.client import BUBBLES_A_CALL
from kaiwa.line.errors import InvalidReplyTokenError, LineRefusedError, LineUnavailableError
from kaiwa.table.items import ASSISTANT, Message
from kaiwa.table.turns import Delivery
from line_reply.delivery.bubbles import split
from line_reply.speech.chat import Chat, Clock

RETRY_KEYS = uuid.UUID("6b1f5dd4-6a0a-4a43-9c4c-0d2d0c9f2f57")
"""Namespace of the retry keys: one for each batch of an answer, the same on every attempt."""

type Record = Callable[[Delivery, int], None]


class Deliveries(Protocol):
    """Where it is recorded how far an answer has got."""

    def advance(
        self, answer: Message, delivery: Delivery, next_bubble: int, now: datetime
    ) -> None: ...


def deliver(
    answer: Message,
    reply_token: str | None,
    deliveries: Deliveries,
    chat: Chat,
    clock: Clock,
    choices: Sequence[Choice] = (),
) -> Delivery:
    """Bring the answer as far as it goes: five bubbles with the free token, the rest by push.

    `choices` are what the user may tap below the last bubble. Returns how it ended. Raises
    `LineUnavailableError` or `LineUnclearError` when another attempt should go on from what is
    recorded.
    """

    def record(delivery: Delivery, next_bubble: int) -> None:
        deliveries.advance(answer, delivery, next_bubble, clock())

    bubbles = bubbles_of(answer)
    if answer.delivery in (Delivery.STORED, Delivery.REPLYING):
        if reply_token is None:
            record(Delivery.PUSHING, 0)
        else:
            first_call = answer.delivery == Delivery.STORED
            _reply(bubbles, reply_token, first_call, chat, record, choices)
    while answer.delivery == Delivery.PUSHING:
        _push(answer, bubbles, chat, record, choices)
    return Delivery(answer.delivery)


def bubbles_of(answer: Message) -> list[str]:
    """What the user is to see of it. Only a model writes Markdown, which LINE does not show."""
    from line_reply.delivery.markdown import plain

    text = plain(answer.content) if answer.role == ASSISTANT else ""
    return split(text) or split(answer.content)


def _reply(
    bubbles: Sequence[str],
    reply_token: str,
    first_call: bool,
    chat: Chat,
    record: Record,
    choices: Sequence[Choice],
) -> None:
    if first_call:
        record(Delivery.REPLYING, 0)
    try:
        last = choices if len(bubbles) <= BUBBLES_A_CALL else ()
        chat.reply(reply_token, bubbles[:BUBBLES_A_CALL], choices=last)
    except InvalidReplyTokenError:
        # Used or expired. If no earlier call can have used it, it expired: pushing is safe.
        record(Delivery.PUSHING if first_call else Delivery.UNKNOWN, 0)
    except LineUnavailableError:
        if first_call:
            record(Delivery.STORED, 0)
        raise
    except LineRefusedError:
        record(Delivery.FAILED, 0)
    else:
        _record_sent(BUBBLES_A_CALL, len(bubbles), record)


def _push(
    answer: Message,
    bubbles: Sequence[str],
    chat: Chat,
    record: Record,
    choices: Sequence[Choice],
) -> None:
    start = int(answer.next_bubble or 0)
    end = start + BUBBLES_A_CALL
    retry_key = uuid.uuid5(RETRY_KEYS, f"{answer.id}#{start}")
    try:
        last = choices if end >= len(bubbles) else ()
        chat.push(answer.line_user_id, bubbles[start:end], str(retry_key), choices=last)
    except LineRefusedError:
        record(Delivery.FAILED, start)
    else:
        _record_sent(end, len(bubbles), record)


def _record_sent(end: int, total: int, record: Record) -> None:
    if end < total:
        record(Delivery.PUSHING, end)
    else:
        record(Delivery.DELIVERED, total)
