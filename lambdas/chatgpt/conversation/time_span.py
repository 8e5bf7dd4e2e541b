"""The stretch of time that a caller asks for."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from kaiwa.times import BEGINNING, TICK

END = datetime(9999, 12, 31, tzinfo=UTC)


class InvalidFieldError(Exception):
    """A field's value makes no sense. The error's words name the field and what is wanted."""


@dataclass(frozen=True)
class Span:
    """From `after` to `before`, both included and in UTC. It may be empty."""

    after: datetime
    before: datetime

    @property
    def is_empty(self) -> bool:
        return self.after > self.before

    def beyond(self, position: datetime | None, *, newest_first: bool) -> Self:
        """What is left once everything up to a position has been seen."""
        if position is None:
            return self
        if newest_first:
            return replace(self, before=min(self.before, position - TICK))
        return self.since(position)

    def since(self, moment: datetime | None) -> Self:
        """What comes after a moment, which itself is left out."""
        return self if moment is None else replace(self, after=max(self.after, moment + TICK))


def zone(name: str, default: ZoneInfo) -> ZoneInfo:
    """The time zone with an IANA name; the default if it is empty."""
    try:
        return ZoneInfo(name) if name else default
    except (KeyError, ValueError, OSError):
        raise InvalidFieldError("timezone: an IANA name such as Asia/Tokyo is wanted") from None


def span(start: str, end: str, timezone: ZoneInfo) -> Span:
    """From a date or time to another. Empty means without bound; the last day is included."""
    after = _instant("from", start, timezone, timedelta()) if start else BEGINNING
    before = _instant("to", end, timezone, timedelta(days=1)) if end else END
    if start and end and after > before:
        raise InvalidFieldError("from: it must not be later than `to`")
    return Span(max(after, BEGINNING), min(before, END))


def day(field: str, text: str) -> date:
    """The day that an ISO date names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidFieldError(f"{field}: a date such as 2026-11-22 is wanted") from None


def _instant(field: str, text: str, timezone: ZoneInfo, whole_day: timedelta) -> datetime:
    try:
        if "T" not in text:
            following = date.fromisoformat(text) + whole_day
            midnight = datetime.combine(following, time(), timezone).astimezone(UTC)
            return midnight - TICK if whole_day else midnight
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=timezone)).astimezone(UTC)
    except OverflowError:
        return BEGINNING if text < "2000" else END
    except ValueError:
        raise InvalidFieldError(
            f"{field}: a date such as 2026-11-22 or a time such as 2026-11-22T09:00 is wanted"
        ) from None
