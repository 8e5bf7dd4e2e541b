"""Explore: `make explore`. All schedules of small scopes first, then random ones of all scenarios,
in two processes, until there are enough. Writes what docs/reliability.md is made of.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.world.choices import Deviations
from tests.world.document import DOCUMENT, Explored, render
from tests.world.explore import exploring, report
from tests.world.walk import Task, walk_all

WANTED = 100_000


def explore(wanted: int, minutes: float) -> int:
    """Walk that many different schedules, or for so long. Returns how many tasks found something
    broken.
    """
    started, explored, keys, failed = time.perf_counter(), Explored(), set[int](), 0
    of_tasks, over = Counter[Task](), multiprocessing.Event()
    for walked in walk_all(over):
        task = walked.task
        keys |= walked.keys
        of_tasks[task] += len(walked.keys)
        explored.add(task.scenario, len(walked.keys), walked.steps, walked.cells)
        for failure in walked.failures:
            failed += 1
            print(failure, flush=True)
        if walked.is_whole and task.bounds is not None:
            explored.all_of(task.scenario, task.bounds, of_tasks[task])
        if walked.is_last:
            _tell(len(keys), started, task)
        if len(keys) >= wanted or time.perf_counter() > started + minutes * 60:
            over.set()
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
