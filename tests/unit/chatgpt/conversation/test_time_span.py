"""Stretches of time, from what a caller may write."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from chatgpt.conversation.time_span import END, InvalidFieldError, Span, day, span, zone
from kaiwa.times import BEGINNING, TICK

TOKYO = ZoneInfo("Asia/Tokyo")
NEW_YORK = ZoneInfo("America/New_York")
MIDNIGHT = datetime(2026, 11, 21, 15, tzinfo=UTC)
"""When the 22nd of November begins in Tokyo."""


@pytest.mark.parametrize(
    ("start", "end", "timezone", "expected"),
    [
        ("", "", TOKYO, Span(BEGINNING, END)),
        ("2026-11-22", "", TOKYO, Span(MIDNIGHT, END)),
        ("", "2026-11-21", TOKYO, Span(BEGINNING, MIDNIGHT - TICK)),
        ("2026-11-22T00:00", "2026-11-22T00:00:00", TOKYO, Span(MIDNIGHT, MIDNIGHT)),
        ("2026-11-21T15:00:00Z", "2026-11-21T10:00-05:00", TOKYO, Span(MIDNIGHT, MIDNIGHT)),
        ("2026-11-22T00:00:00.000001", "", TOKYO, Span(MIDNIGHT + TICK, END)),
        # A day of 25 hours: the clocks go back.
        (
            "2026-11-01",
            "2026-11-01",
            NEW_YORK,
            Span(datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 11, 2, 5, tzinfo=UTC) - TICK),
        ),
        ("0001-01-01", "9999-12-31", TOKYO, Span(BEGINNING, END)),
        ("0001-01-01T00:00", "9999-12-31T23:59", NEW_YORK, Span(BEGINNING, END)),
    ],
)
def test_dates_and_times(start: str, end: str, timezone: ZoneInfo, expected: Span) -> None:
    assert span(start, end, timezone) == expected


def test_what_is_before_all_messages_is_empty() -> None:
    assert span("", "1999-12-31", TOKYO).is_empty


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2026-02-30", "", "from"),
        ("", "2026-11-22T25:00", "to"),
        ("0000-01-01", "", "from"),
        ("2026-11-23", "2026-11-22", "from"),
    ],
)
def test_what_makes_no_sense_names_the_field(start: str, end: str, field: str) -> None:
    with pytest.raises(InvalidFieldError, match=f"^{field}: "):
        span(start, end, TOKYO)


def test_a_position_cuts_off_what_was_seen() -> None:
    whole = Span(MIDNIGHT, MIDNIGHT + 5 * TICK)
    seen = MIDNIGHT + 2 * TICK
    assert whole.beyond(None, newest_first=True) == whole
    assert whole.beyond(seen, newest_first=True) == Span(MIDNIGHT, seen - TICK)
    assert whole.beyond(seen, newest_first=False) == Span(seen + TICK, whole.before)
    assert whole.beyond(MIDNIGHT, newest_first=True).is_empty


@pytest.mark.parametrize("name", ["Mars/Olympus", "America", "/etc/passwd", "x" * 64, "zone.tab"])
def test_only_time_zones_are_time_zones(name: str) -> None:
    with pytest.raises(InvalidFieldError, match=r"^timezone: "):
        zone(name, TOKYO)


def test_the_default_time_zone() -> None:
    assert (zone("", TOKYO), zone("America/New_York", TOKYO)) == (TOKYO, NEW_YORK)


def test_days() -> None:
    assert day("from", "2026-11-22") == date(2026, 11, 22)
    with pytest.raises(InvalidFieldError, match=r"^from: "):
        day("from", "2026-11-31")
