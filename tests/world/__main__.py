"""Explore: `make explore`. All schedules of small scopes first, then random ones of all scenarios,
in two processes, until there are enough. Writes what docs/reliability.md is made of.
"""

import argparse
import gc
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count

from tests.world.choices import Bounds, Deviations
from tests.world.document import DOCUMENT, Explored, render
from tests.world.explore import Explorer, Run, exploring, report
from tests.world.matrix import Cells, note
from tests.world.scenarios import SCENARIOS

WANTED = 100_000
CHUNK = 250
"""How many random schedules a process walks before it says so."""
COLLECTED = 200
"""After how many schedules the worlds of before are thrown away."""
ALONE = (Bounds(order=1), Bounds(fault=1), Bounds(crash=1))
TOGETHER = Bounds(order=1, crash=1)
TWO_EVENTS = Bounds(fault=1, crash=1)


@dataclass(frozen=True)
class Task:
    """A part of the walk: all within the bounds, or those of so many seeds."""

    scenario: str
    bounds: Bounds | None = None
    seeds: range = range(0)
    until: float = float("inf")
    """When to stop, by `time.monotonic`."""


@dataclass
class Walked:
    """What a task found. `keys` tell schedules apart."""

    task: Task
    keys: set[int] = field(default_factory=set)
    steps: int = 0
    cells: Cells = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    is_whole: bool = True


def walk(task: Task) -> Walked:
    """Walk it. Ends with the first schedule that breaks something, or when the time is up."""
    walked = Walked(task)
    gc.disable()
    with exploring(task.scenario) as explorer:
        for number, run in enumerate(_runs(explorer, task)):
            walked.keys.add(run.key)
            walked.steps += len(run.chooser.points)
            note(run, walked.cells)
            if run.problems:
                walked.failures.append(report(explorer, run))
            if run.problems or time.monotonic() > task.until:
                walked.is_whole = False
                break
            if number % COLLECTED == 0:
                gc.collect()
    return walked


def _runs(explorer: Explorer, task: Task) -> Iterator[Run]:
    if task.bounds is None:
        return (explorer.random(seed) for seed in task.seeds)
    return explorer.exhaustive(task.bounds)


def tasks(until: float) -> Iterator[Task]:
    """All of them. The random ones never end."""
    return (replace(each, until=until) for each in _tasks())


def _tasks() -> Iterator[Task]:
    yield Task("two_texts", TWO_EVENTS)
    for bounds in ALONE:
        yield from (Task(name, bounds) for name in SCENARIOS)
    yield from _seeds(0)
    yield from (Task(name, TOGETHER) for name in SCENARIOS)
    for seed in count(CHUNK, CHUNK):
        yield from _seeds(seed)


def _seeds(first: int) -> Iterator[Task]:
    return (Task(name, seeds=range(first, first + CHUNK)) for name in SCENARIOS)


def explore(wanted: int, minutes: float) -> int:
    """Walk that many different schedules, or for so long. Returns how many tasks found something
    broken.
    """
    started, explored, keys, failed = time.perf_counter(), Explored(), set[int](), 0
    until = time.monotonic() + minutes * 60
    waiting = tasks(until)
    with ProcessPoolExecutor(2) as processes:
        running = {processes.submit(walk, next(waiting)) for _ in range(4)}
        while running:
            for future in [each for each in running if each.done()]:
                running.remove(future)
                walked = future.result()
                keys |= walked.keys
                explored.add(walked.task.scenario, len(walked.keys), walked.steps, walked.cells)
                if walked.task.bounds is not None and walked.is_whole:
                    explored.all_of(walked.task.scenario, walked.task.bounds, len(walked.keys))
                for failure in walked.failures:
                    failed += 1
                    print(failure, flush=True)
                if len(keys) < wanted and time.monotonic() < until:
                    running.add(processes.submit(walk, next(waiting)))
                _tell(len(keys), started, walked.task)
            time.sleep(0.05)
    explored.schedules, explored.minutes = len(keys), (time.perf_counter() - started) / 60
    if not failed:
        explored.write()
        DOCUMENT.write_text(render(Explored.read()))
    print(explored.summary())
    return failed


def _tell(number: int, started: float, task: Task) -> None:
    seconds = time.perf_counter() - started
    what = f"all within {task.bounds}" if task.bounds else f"seeds {task.seeds}"
    print(f"{number:7} schedules  {seconds:4.0f} s  {task.scenario}: {what}", flush=True)


def _deviations(text: str) -> Deviations:
    """What is after the colon of a schedule."""
    pairs = (each.split("=") for each in text.split(",") if each)
    return {int(number): int(option) for number, option in pairs}


def replay(schedule: str) -> int:
    """Print what happens in a schedule."""
    name, _, choices = schedule.partition(":")
    with exploring(name) as explorer:
        run = explorer.replay(_deviations(choices), traced=True)
    print("\n".join([*run.stage.world.trace, *run.problems]))
    return len(run.problems)


def random(name: str, seed: int) -> int:
    """Print what happens in the schedule of a seed, and what of it is needed to break something."""
    with exploring(name) as explorer:
        run = explorer.random(seed)
        print(report(explorer, run) if run.problems else f"{run.schedule}: all holds")
    return len(run.problems)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=WANTED)
    parser.add_argument("--minutes", type=float, default=60, help="the longest that it walks")
    parser.add_argument("--replay", default="", help="a schedule, as a failure prints it")
    parser.add_argument("--seed", default="", help="<scenario>:<number>")
    asked = parser.parse_args(arguments)
    if asked.replay:
        return replay(asked.replay)
    if asked.seed:
        name, _, number = asked.seed.partition(":")
        return random(name, int(number))
    return explore(asked.schedules, asked.minutes)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
