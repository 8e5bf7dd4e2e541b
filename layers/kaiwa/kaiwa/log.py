"""Structured logs: one JSON object a line, never with message text or a secret in it."""

import hashlib
import traceback
from functools import cache
from pathlib import PurePath

from aws_lambda_powertools import Logger


@cache
def logger() -> Logger:
    """The function's logger. Made on first use, so that importing a module reads no environment."""
    return Logger(use_rfc3339=True, utc=True)


def hashed(line_id: str) -> str:
    """A stable stand-in of 32 characters for a LINE id, for logs and for OpenAI."""
    return hashlib.sha256(line_id.encode()).hexdigest()[:32]


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
