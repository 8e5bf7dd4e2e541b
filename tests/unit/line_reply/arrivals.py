"""What arrives at the worker in tests, as it reads it."""

from dataclasses import replace
from typing import Any

from kaiwa.line.messages import ReceivedMessage
from kaiwa.line.taps import TryAgain
from line_reply.attempt import Attempt
from line_reply.memory.summary_due import SummaryDue
from tests.builders import (
    GROUP_ID,
    Event,
    message_event,
    postback_event,
    work_of,
)

ATTEMPTS = 5


def attempt(*, last: bool = False) -> Attempt:
    """The first of several attempts, or the last."""
    return Attempt(ATTEMPTS if last else 1, ATTEMPTS)


def due_of(event: Any) -> SummaryDue:
    """The request for a summary, as the worker reads it."""
    work = work_of(event)
    assert isinstance(work, SummaryDue)
    return work


def sent(event: Event) -> ReceivedMessage:
    """The event's message, as the worker reads it."""
    work = work_of(event)
    assert isinstance(work, ReceivedMessage)
    return work


def sends(kind: str, number: int, **of_message: Any) -> ReceivedMessage:
    """A message of any kind in a one-to-one chat, sent that many seconds after noon."""
    return sent(message_event(kind, number, **of_message))


def of_set(number: int, index: int, total: int, set_id: str = "set") -> ReceivedMessage:
    """A picture of several that were sent together."""
    return sends("image", number, imageSet={"id": set_id, "index": index, "total": total})


def tapped(data: str, number: int = 1) -> ReceivedMessage | TryAgain:
    """A tap on a button that leads to a turn, as the worker reads it."""
    work = work_of(postback_event(data, number))
    assert isinstance(work, ReceivedMessage | TryAgain)
    return work


def in_the_group(message: ReceivedMessage) -> ReceivedMessage:
    """The same message in a group."""
    return replace(message, conversation_id=GROUP_ID, one_to_one=False)
