"""What is measured of an event: how long it waited, what became of it, how long people waited."""

import time
from collections.abc import Mapping
from typing import Any

from kaiwa.line.messages import ReceivedMessage
from kaiwa.line.taps import TryAgain
from kaiwa.metrics import count, emit
from kaiwa.table.turns import Delivery
from kaiwa.times import now
from line_reply.attempt import Attempt
from line_reply.work import Work

NOT_DELIVERED = ("unknown", "failed")
"""Ends that an operator should hear of: the user may have seen nothing."""


def began(record: Mapping[str, Any], attempt: Attempt) -> None:
    """An SQS record is here. Only the first attempt tells how long it waited for a worker."""
    sent_at = record["attributes"].get("SentTimestamp")
    if attempt.is_first and sent_at:
        emit({"QueueMilliseconds": max(0, time.time() * 1000 - int(sent_at))})


def ended(work: Work, outcome: str) -> None:
    """The event is done, and never comes again.

    The whole turn is as its user felt it: since they sent the message, by LINE's clock.
    """
    count("Attempts", end="done")
    # Of "ignored: <type>", the type could be anything.
    count("Events", work=type(work).__name__, outcome=outcome.partition(":")[0])
    if outcome in NOT_DELIVERED:
        count("Deliveries", kind=outcome)
    if isinstance(work, ReceivedMessage | TryAgain) and outcome == Delivery.DELIVERED:
        waited = (now() - work.sent_at).total_seconds()
        emit({"TurnMilliseconds": waited * 1000})


def failed(attempt: Attempt) -> None:
    """The event comes again, or after the last attempt lies among the dead letters."""
    count("Attempts", end="given up" if attempt.is_last else "again")
