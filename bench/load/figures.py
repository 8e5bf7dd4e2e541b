"""The figures of a run: as they are kept, and as tables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.tables import Table

LIMIT_MILLISECONDS = 2000
"""LINE waits no longer. https://developers.line.biz/en/docs/messaging-api/development-guidelines/"""


@dataclass(frozen=True)
class Times:
    """Milliseconds that half, 95 and 99 of 100, and all of them did not exceed."""

    half: float
    most: float
    nearly_all: float
    longest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Times":
        ordered = sorted(values) or [0]  # nothing came of it, which is told elsewhere
        at = [
            ordered[min(len(ordered) - 1, int(len(ordered) * each))] for each in (0.5, 0.95, 0.99)
        ]
        return cls(*(round(each, 1) for each in (*at, ordered[-1])))


@dataclass(frozen=True)
class StepFigures:
    """What was seen of a step. `late`: webhooks that LINE would not have waited for."""

    name: str
    chats: int
    at_once: int
    webhooks: int
    sent: int
    stored: int
    answered: int
    shown: int
    unknown: int
    attempts: int
    late: int
    refused: int
    outside: Times
    own: Times
    worker: Times
    wait: Times
    webhooks_a_second: float
    answers_a_second: float

    @property
    def is_exact(self) -> bool:
        return self.sent == self.stored == self.answered == self.shown


@dataclass(frozen=True)
class Run:
    """A whole run. `burst` came to a stack that had just started, before all else. `unlike` says
    where something was lost or came twice.
    """

    burst: StepFigures
    steps: Sequence[StepFigures]
    unlike: Sequence[str]

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1) + "\n")

    @classmethod
    def read(cls, file: Path) -> "Run":
        found = json.loads(file.read_text())
        return cls(_step(found["burst"]), [_step(each) for each in found["steps"]], found["unlike"])


def _step(found: Mapping[str, Any]) -> StepFigures:
    times = ("outside", "own", "worker", "wait")
    return StepFigures(**{**found, **{name: Times(**found[name]) for name in times}})


def exact_table(run: Run) -> Table:
    """What was sent, and what became of it."""
    headings = ["step", "chats", "at once", "webhooks", "sent", "stored", "answered", "shown"]
    headings += ["end unknown", "attempts"]
    counts = ("chats", "at_once", "webhooks", "sent", "stored", "answered", "shown")
    rows = [
        [each.name, *(str(asdict(each)[name]) for name in (*counts, "unknown", "attempts"))]
        for each in (run.burst, *run.steps)
    ]
    return [headings, *rows]


def webhook_table(run: Run) -> Table:
    """How soon LINE is answered, in all and by the function's own code."""
    headings = ["step", "at once", "a second", "half ms", "95% ms", "99% ms", "longest ms"]
    headings += [f"over {LIMIT_MILLISECONDS:,} ms", "own half ms", "own 95% ms", "own longest ms"]
    rows = [
        [each.name, str(each.at_once), f"{each.webhooks_a_second:.1f}"]
        + [f"{value:,.0f}" for value in asdict(each.outside).values()]
        + [str(each.late)]
        + [f"{value:,.0f}" for value in (each.own.half, each.own.most, each.own.longest)]
        for each in (run.burst, *run.steps)
    ]
    return [headings, *rows]


def worker_table(run: Run) -> Table:
    """How soon people see their answers, and what of it the worker itself takes."""
    headings = ["step", "answers a second", "own half ms", "own 95% ms"]
    headings += ["sent to shown, half s", "95% s"]
    rows = [
        [each.name, f"{each.answers_a_second:.1f}"]
        + [f"{value:,.0f}" for value in (each.worker.half, each.worker.most)]
        + [f"{value / 1000:,.1f}" for value in (each.wait.half, each.wait.most)]
        for each in (run.burst, *run.steps)
    ]
    return [headings, *rows]


def burst_table(run: Run, imports: float) -> Table:
    """What of the cold burst is whose. `imports`: what loading the code takes by itself, in ms."""
    longest, own = run.burst.outside.longest, run.burst.own.longest
    rows = [
        ["LINE waited for the last answer", longest],
        ["of it the webhook's own code, from its first line to its last", own],
        ["of it loading that code, where nothing else runs", imports],
        ["the rest: the emulator unpacks and starts six functions", longest - own - imports],
    ]
    return [["six at once, cold", "ms"], *([str(name), f"{value:,.0f}"] for name, value in rows)]
