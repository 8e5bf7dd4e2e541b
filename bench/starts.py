"""Cold starts to the first answer, and warm answers, from the built zips.

Each run is a new interpreter that sees one function and its layers, as Lambda unzips them, and
nothing else. Runs are interleaved, so that a busy machine slows all of them alike.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from typing import Any

from bench import events
from bench.packages import BASELINE, NOW, Packages
from bench.world import World, empty_tables
from kaiwa.snapshot import INITIALIZATION
from scripts.sandbox import command

BARE = "bare Python"
NAIVE = "naive"
WEBHOOK, QUOTE = "line_webhook", "line_webhook, a quote in a group"
REPLY = "line_reply, a turn"
ACTION, READING = "chatgpt, the action", "chatgpt, the action reads"
PLUGIN = "chatgpt, the plugin"
CHECK = "check_dynamodb"

CHILD = Path(__file__).with_name("child.py").read_text()
HANDLER = "from {}.handler import lambda_handler"
SNAPSHOT = "from a snapshot"
SNAP_START = {INITIALIZATION: "snap-start"}
"""All is loaded at once then, and only the first event is left to wait for."""
ROUNDS = 11
WARM = 4
"""Events after the first."""
OUTSIDE = {"Called LINE.", "Called the model."}
FROM_HERE = "-- warm --"
"""What the log has between the first event and the others."""

type Make = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """What is started, and what its first event is."""

    name: str
    imports: str
    path: Sequence[Path]
    event: Make | None
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """Medians of a case: milliseconds, kilobytes and numbers.

    `total` is the import and the first event. `beside` is what of a warm event is not spent with
    LINE and the model. `animation` is how long after the start LINE was asked to show the loading
    animation, `warm_animation` how long after a warm event came; 0 if it was not.
    """

    imports: float
    first: float
    total: float
    processor: float
    warm: float
    beside: float
    memory: float
    modules: float
    animation: float = 0.0
    warm_animation: float = 0.0


def cases(packages: Mapping[str, Packages], world: World) -> list[Case]:
    """What is compared, each function as it is beside the baseline's."""
    makers: dict[str, tuple[str, Make]] = {
        WEBHOOK: ("line_webhook", events.webhook),
        QUOTE: ("line_webhook", events.quote),
        REPLY: ("line_reply", events.queued),
        ACTION: ("chatgpt", events.check),
        READING: ("chatgpt", events.read),
        PLUGIN: ("chatgpt", lambda: events.plugin(world.pool)),
        CHECK: ("check_dynamodb", dict),
    }
    compared = [
        Case(f"{name}, {build}", HANDLER.format(function), packages[build].path_of(function), make)
        for name, (function, make) in makers.items()
        for build in (NOW, BASELINE)
    ]
    from_snapshots = [
        replace(case, name=f"{case.name[: -len(NOW)]}{SNAPSHOT}", environment=SNAP_START)
        for case in compared
        if case.name.endswith(NOW) and QUOTE not in case.name
    ]
    naive = packages[BASELINE].naive_path
    return [
        Case(BARE, "import ssl, hmac, json", [], None),
        *compared,
        *from_snapshots,
        Case(NAIVE, HANDLER.format("naive"), naive, events.webhook),
    ]


def measure(python: Path, cases: Sequence[Case], world: World) -> dict[str, Start]:
    """Start each case again and again, all in turn. Ends the process if an answer is wrong."""
    runs: dict[str, list[Start]] = defaultdict(list)
    for number in range(ROUNDS + 1):
        empty_tables()
        for case in cases:
            start = _run(python, case, world)
            if number:  # the first round warms the disk's cache
                runs[case.name].append(start)
    return {name: _medians(starts) for name, starts in runs.items()}


def _run(python: Path, case: Case, world: World) -> Start:
    specification = {
        "environment": {**world.environment, **case.environment},
        "imports": case.imports,
        "warm": FROM_HERE,
        "events": [case.event() for _ in range(1 + WARM)] if case.event else [],
    }
    world.outside.animations.clear()
    code = f"SPECIFICATION = {specification!r}\n{CHILD}"
    ran = subprocess.run(
        command(python, code, case.path), capture_output=True, check=False, env={}, text=True
    )
    if ran.returncode:
        sys.exit(f"{case.name} did not start:\n{ran.stderr}")
    *log, last = ran.stdout.splitlines()
    report = json.loads(last)
    if not all(map(_is_good, report["answers"])):
        sys.exit(f"{case.name} answered {report['answers'][0]}:\n{'\n'.join(log[:12])}")
    return _start(report, log, world.outside.animations)


def _is_good(answer: Any) -> bool:
    return (
        answer.get("statusCode") == 200 or answer.get("batchItemFailures") == [] or "ok" in answer
    )


def _start(report: Mapping[str, Any], log: Sequence[str], animations: Sequence[float]) -> Start:
    clocks: list[float] = report["clocks"]
    imports, *rest = (1000 * (end - start) for start, end in pairwise(clocks))
    first, *warm = rest or [0.0, 0.0]
    animation, *warm_animations = until_animations(clocks, animations) or [0.0]
    return Start(
        imports=imports,
        first=first,
        total=imports + first,
        processor=report["processor"] * 1000,
        warm=median(warm),
        beside=fmean(warm) - _outside(log) / WARM,
        memory=report["memory"],
        modules=report["modules"],
        animation=animation,
        warm_animation=median(warm_animations or [0.0]),
    )


def until_animations(clocks: Sequence[float], asked: Sequence[float]) -> list[float]:
    """Milliseconds from each event until LINE was asked to show the animation, where it was.

    `clocks` are the start, the end of the import, and the end of each event. The first event is
    there from the start on: it is what Lambda starts the function for.
    """
    began = [clocks[0], *clocks[2:]]
    spans = zip(began, clocks[2:], strict=False)
    found = (next((at - begin for at in asked if begin <= at < end), None) for begin, end in spans)
    return [1000 * seconds for seconds in found if seconds is not None]


def _outside(log: Sequence[str]) -> float:
    """Milliseconds that warm events waited for LINE and the model."""
    warm = log[log.index(FROM_HERE) :] if FROM_HERE in log else ()
    lines = [json.loads(line) for line in warm if line.startswith("{")]
    return sum(float(line["milliseconds"]) for line in lines if line.get("message") in OUTSIDE)


def _medians(starts: Sequence[Start]) -> Start:
    columns = {name: [asdict(start)[name] for start in starts] for name in asdict(starts[0])}
    return Start(**{name: median(values) for name, values in columns.items()})
