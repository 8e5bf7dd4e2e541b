"""A record of every call that the stand-ins received, in memory only and bounded."""

import itertools
import json
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

REMEMBERED_CALLS = 2000


def iso(timestamp: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC with microseconds."""
    return datetime.fromtimestamp(timestamp, UTC).isoformat(timespec="microseconds")


def readable(body: bytes) -> Any:
    """A body as JSON if it is JSON, else as text, `None` if there is none."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")


@dataclass
class Call:
    """One call. `status` and what follows stay `None` while, or if, it is left unanswered."""

    number: int = field(default=0, kw_only=True)
    service: str
    operation: str
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    received_at: str
    fault: str | None
    status: int | None = None
    response_headers: dict[str, str] | None = None
    response: Any = None
    milliseconds: float | None = None


class Calls:
    """Numbers rise for as long as the process lives, also over a reset: a number names one call."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=REMEMBERED_CALLS)
        self._numbers = itertools.count(1)

    def add(self, call: Call) -> None:
        """Record a call as soon as it arrives, so that one that hangs can be seen too."""
        call.number = next(self._numbers)
        self._calls.append(call)

    def list(self, *, service: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """The calls of one service or of all, numbered above `after`, oldest first."""
        return [
            asdict(call)
            for call in self._calls
            if call.number > after and service in (None, call.service)
        ]

    def clear(self) -> None:
        self._calls.clear()
