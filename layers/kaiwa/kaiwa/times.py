"""The clock, and the steps in which the table orders messages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

type Clock = Callable[[], datetime]
"""Tells the time, in UTC. Tests bring their own."""

TICK = timedelta(microseconds=1)
"""The least by which two messages of a conversation are apart."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Before anything that can have been said."""


def now() -> datetime:
    """The present time, in UTC."""
    return datetime.now(UTC)
