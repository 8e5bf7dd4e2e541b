"""The grain and the beginning of time, as the table knows it."""

from datetime import UTC, datetime, timedelta

TICK = timedelta(microseconds=1)
"""The least by which two messages of a conversation are apart."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Before anything that can have been said."""
