"""The commands of a day, and whether they are fast enough."""

from bench.day import table, too_slow

DEMO, UNIT = "`make demo`, again", "`make unit`"


def test_what_takes_longer_than_it_may_is_named() -> None:
    assert too_slow({DEMO: 76.0, UNIT: 75.0, "`make lint`": 1000.0}) == [DEMO]


def test_what_was_not_there_is_not_too_slow() -> None:
    assert too_slow({DEMO: None}) == []


def test_a_row_has_what_was_before_and_what_is_now() -> None:
    headings, *rows = table({"now": {DEMO: 40.4}, "before": {DEMO: 99.6, UNIT: None}})
    assert headings == ["command", "seconds", "at most", "before"]
    assert [row for row in rows if row[0] in (DEMO, UNIT)] == [
        [DEMO, "40", "75", "100"],
        [UNIT, "", "75", ""],
    ]
