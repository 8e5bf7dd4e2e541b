"""The commands of a developer's day, and how long each may take."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.tables import Table

FILE = Path(__file__).parents[1] / "docs/performance/day.json"

type Times = Mapping[str, float | None]
"""Seconds by command; None for one that was not there."""


@dataclass(frozen=True)
class Command:
    """A make target, and how many seconds it may take. `until` is what it prints when it is ready,
    if it does not end by itself; `afresh`: with nothing kept of an earlier run.
    """

    name: str
    target: str
    most: float | None = None
    until: str | None = None
    afresh: bool = False


UP = "Kaiwa is up"
COMMANDS = (
    Command("`make demo`, the first time", "demo", afresh=True),
    Command("`make demo`, again", "demo", 75),
    Command("`make up`, the first time", "up", until=UP, afresh=True),
    Command("`make up`, nothing changed", "up", 20, until=UP),
    Command("`make lint`", "lint"),
    Command("`make check`, nothing changed", "check", 60),
    Command("`make unit`", "unit", 75),
    Command("`make test`", "test", 480),
)


def read() -> dict[str, Times]:
    """What was measured last: `now`, and `before` work on it began."""
    found: dict[str, Times] = json.loads(FILE.read_text())
    return found


def table(found: Mapping[str, Times]) -> Table:
    """Rows of cells, the headings first."""
    headings = ["command", "seconds", "at most", "before"]
    rows = [
        [
            command.name,
            _cell(found["now"].get(command.name)),
            _cell(command.most),
            _cell(found["before"].get(command.name)),
        ]
        for command in COMMANDS
    ]
    return [headings, *rows]


def too_slow(times: Times) -> list[str]:
    """The commands that took longer than they may."""
    return [each.name for each in COMMANDS if each.most and (times.get(each.name) or 0) > each.most]


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"
