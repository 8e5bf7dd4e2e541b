"""Structured logs: one JSON object a line, never with message text or a secret in it."""

import hashlib
import re
import traceback
from functools import cache
from pathlib import PurePath

from aws_lambda_powertools import Logger

from kaiwa.metrics import count

TYPE_NAME = re.compile("[A-Za-z.]{1,40}")
"""What types of events are called, LINE's and Kaiwa's own."""


@cache
def logger() -> Logger:
    """The function's logger. Made on first use, so that importing a module reads no environment."""
    return Logger(use_rfc3339=True, utc=True)


def hashed(line_id: str) -> str:
    """A stable stand-in of 32 characters for a LINE id, for logs and for OpenAI."""
    return hashlib.sha256(line_id.encode()).hexdigest()[:32]


def warn_unreadable(event_type: object, path: str) -> None:
    """Log that an event is not of a shape that is known here, and was ended.

    `path` is the field that is missing or wrong, "" if it is the event as a whole. Never its value.
    """
    count("UnreadableEvents")
    logger().warning(
        "An event is unreadable.", event_type=type_name(event_type), field=path or "event"
    )


def type_name(event_type: object) -> str | None:
    """The event's type, if it looks like one: else it is somebody's words."""
    is_name = isinstance(event_type, str) and TYPE_NAME.fullmatch(event_type)
    return str(event_type) if is_name else None


def described(error: BaseException) -> dict[str, object]:
    """What to log of an error: `{"error", "raised_at"}`, `"code"` if AWS gave one, `"cause"` if
    another error led to it, and `"reason"` if it is Kaiwa's own.

    The words of others' errors are left out: they may quote what a user wrote or, as OpenAI's do,
    part of a key.
    """
    kind = type(error)
    frames = traceback.extract_tb(error.__traceback__)
    report: dict[str, object] = {
        "error": f"{kind.__module__}.{kind.__qualname__}",
        "raised_at": [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames],
    }
    if kind.__module__.startswith("kaiwa.") and str(error):
        report["reason"] = str(error)
    if code := _aws_code(error):
        report["code"] = code
    if error.__cause__ is not None:
        report["cause"] = f"{type(error.__cause__).__module__}.{type(error.__cause__).__qualname__}"
    return report


def _aws_code(error: BaseException) -> str | None:
    """AWS's own word for what went wrong: botocore's and PynamoDB's errors have it."""
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return str(response.get("Error", {}).get("Code"))
    return getattr(error, "cause_response_code", None)
