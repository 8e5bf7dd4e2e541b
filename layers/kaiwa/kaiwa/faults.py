"""Faults of what is outside, counted by what failed and how."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import botocore

from kaiwa.metrics import count

if TYPE_CHECKING:
    from botocore.session import Session

REFUSED = "refused"
"""A key, a token or a right is missing, or there is no such thing. Trying again does not help."""
THROTTLED = "throttled"
UNAVAILABLE = "unavailable"
NO_ANSWER = "no answer"
BUSY = (
    "ConditionalCheckFailedException",
    "TransactionCanceledException",
    "TransactionConflictException",
)
"""What DynamoDB answers where somebody else was first: no fault, but what conditions are for."""
TOO_MANY = ("ProvisionedThroughputExceededException", "RequestLimitExceeded", "SlowDown")


def count_fault(boundary: str, kind: str) -> None:
    """Count that what is behind the boundary failed."""
    count("Faults", boundary=boundary, kind=kind)


@cache
def watch_aws() -> None:
    """Have each call of AWS counted that fails for good, by every client that is made from now on.

    The boundary is the service: `dynamodb`, `sqs`, `ssm`, `s3`.
    """
    botocore.register_initializer(_watch)


def _watch(session: "Session") -> None:
    session.register("after-call", _answered)
    session.register("after-call-error", _unanswered)


def kind_of(status: int, code: str) -> str | None:
    """What kind of fault an answer of AWS's tells of, None if of none."""
    if status < 300 or code in BUSY:
        return None
    if "Throttl" in code or code in TOO_MANY:
        return THROTTLED
    return UNAVAILABLE if status >= 500 else REFUSED


def _answered(**event: Any) -> None:
    code = str(event["parsed"].get("Error", {}).get("Code"))
    if kind := kind_of(event["http_response"].status_code, code):
        count_fault(_service(event), kind)


def _unanswered(**event: Any) -> None:
    count_fault(_service(event), NO_ANSWER)


def _service(event: Mapping[str, Any]) -> str:
    """Of an event that is called `after-call.dynamodb.GetItem`."""
    return str(event["event_name"]).split(".")[1]
