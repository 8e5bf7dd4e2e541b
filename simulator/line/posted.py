"""The webhooks that were posted, and how each went."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

REMEMBERED = 1000


@dataclass
class Posted:
    """One webhook. `status` and what follows are `None` until it is answered, or LINE gives up.

    `signed`: with the channel's secret; else nothing of it came from LINE.
    """

    number: int
    events: Sequence[Any]
    at: float
    signed: bool
    status: int | None = None
    reason: str | None = None
    milliseconds: float | None = None


class PostedWebhooks:
    def __init__(self) -> None:
        self._posted: deque[Posted] = deque(maxlen=REMEMBERED)
        self._last_number = 0

    def add(self, events: Sequence[Any], *, at: float, signed: bool) -> Posted:
        """A webhook goes out."""
        self._last_number += 1
        posted = Posted(self._last_number, events, at, signed)
        self._posted.append(posted)
        return posted

    def all(self) -> list[Posted]:
        """Oldest first."""
        return list(self._posted)

    def clear(self) -> None:
        self._posted.clear()
