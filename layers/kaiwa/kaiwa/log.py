"""Structured logs: one JSON object a line, never with message text or a secret in it.

On Python's own logging, because a library for it takes a cold webhook a tenth longer
(docs/decisions/0025-the-first-event-makes-no-client.md).
"""

import hashlib
import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import PurePath
from typing import Any

from kaiwa.metrics import count, service

TYPE_NAME = re.compile("[A-Za-z.]{1,40}")
"""What types of events are called, LINE's and Kaiwa's own."""
TRACE = re.compile("Root=([^;]+)")


class Log:
    """Writes lines to `handler`, from the level on that the environment names.

    Each line has its own fields and those of the contexts that it is in, in all threads.
    """

    def __init__(self) -> None:
        self._context: dict[str, Any] = {}
        self._logger = logging.getLogger("kaiwa")
        level = os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO").upper()
        self._logger.setLevel(logging.getLevelNamesMapping().get(level, logging.INFO))
        self._logger.propagate = False  # Lambda's own handler would write it again
        self.handler = logging.StreamHandler(sys.stdout)
        self.handler.setFormatter(_Lines())
        self._logger.handlers = [self.handler]

    def info(self, message: str, **fields: Any) -> None:
        self._write(logging.INFO, message, fields)

    def warning(self, message: str, **fields: Any) -> None:
        self._write(logging.WARNING, message, fields)

    def error(self, message: str, **fields: Any) -> None:
        self._write(logging.ERROR, message, fields)

    @contextmanager
    def context(self, **fields: Any) -> Iterator[None]:
        """Add these fields to all lines of the block."""
        before = self._context
        self._context = before | fields
        try:
            yield
        finally:
            self._context = before

    def _write(self, level: int, message: str, fields: dict[str, Any]) -> None:
        extra = {"fields": self._context | fields}
        self._logger.log(level, message, extra=extra, stacklevel=3)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "level": record.levelname,
            "location": f"{record.funcName}:{record.lineno}",
            "message": record.msg,
            "timestamp": at,
            "service": service(),
            **vars(record)["fields"],
        }
        if trace := TRACE.search(os.environ.get("_X_AMZN_TRACE_ID", "")):
            line["xray_trace_id"] = trace[1]
        return json.dumps(line, default=str, ensure_ascii=False, separators=(",", ":"))


@cache
def logger() -> Log:
    """The function's logger. Made on first use, so that importing a module reads no environment."""
    return Log()


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
