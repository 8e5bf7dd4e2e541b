"""The walk through many schedules: tasks, and processes that walk them until it is enough."""

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from queue import Empty

from tests.world.choices import Bounds
from tests.world.explore import Explorer, Run, exploring, report
from tests.world.matrix import Cells, note
from tests.world.scenarios import SCENARIOS

PROCESSES = 2
CHUNK = 250
"""How many random schedules of a scenario are walked before those of the next."""
PART = 100
"""After how many schedules a process says what it found, and throws their worlds away."""
ALONE = (Bounds(order=1), Bounds(fault=1), Bounds(crash=1))
TOGETHER = Bounds(order=1, crash=1)
TWO_EVENTS = Bounds(fault=1, crash=1)


@dataclass(frozen=True)
class Task:
    """A piece of the walk: all within the bounds, or those of so many seeds."""

    scenario: str
    bounds: Bounds | None = None
    seeds: range = range(0)


@dataclass
class Walked:
    """What a part of a task found. `keys` tell schedules apart."""

    task: Task
    keys: set[int] = field(default_factory=set)
    steps: int = 0
    cells: Cells = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    is_last: bool = False
    is_whole: bool = False
    """Whether the task was walked to its end."""


def tasks() -> Iterator[Task]:
    """All of them: small scopes first. The random ones never end."""
    yield Task("two_texts", TWO_EVENTS)
    for bounds in ALONE:
        yield from (Task(name, bounds) for name in SCENARIOS)
    yield from _seeds(0)
    yield from (Task(name, TOGETHER) for name in SCENARIOS)
    for seed in count(CHUNK, CHUNK):
        yield from _seeds(seed)


def _seeds(first: int) -> Iterator[Task]:
    return (Task(name, seeds=range(first, first + CHUNK)) for name in SCENARIOS)


def walk(task: Task, is_over: Callable[[], bool] = lambda: False) -> Iterator[Walked]:
    """Walk it, a part at a time, until its end, or with the first schedule that breaks something,
    or when it is over.
    """
    gc.disable()
    gc.collect()
    gc.freeze()  # What is there now stays: no collection needs to look at it.
    with exploring(task.scenario) as explorer:
        runs, walked = _runs(explorer, task), Walked(task)
        for number, run in enumerate(runs, start=1):
            walked.keys.add(run.key)
            walked.steps += len(run.chooser.points)
            note(run, walked.cells)
            if run.problems:
                walked.failures.append(report(explorer, run))
            if run.problems or is_over():
                break
            if number % PART == 0:
                yield walked
                walked = Walked(task)
                gc.collect()
        else:
            walked.is_whole = True
        walked.is_last = True
        yield walked


def _runs(explorer: Explorer, task: Task) -> Iterator[Run]:
    if task.bounds is None:
        return (explorer.random(seed) for seed in task.seeds)
    return explorer.exhaustive(task.bounds)


def walk_all(over: Event) -> Iterator[Walked]:
    """What processes find that walk all tasks side by side, until it is over."""
    found: Queue[Walked | None] = multiprocessing.Queue()
    taken = multiprocessing.Value("L", 0)
    processes = [
        multiprocessing.Process(target=_walk_some, args=(taken, over, found), daemon=True)
        for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    left = PROCESSES
    while left:
        try:
            walked = found.get(timeout=1)
        except Empty:
            assert not any(each.exitcode for each in processes), "A process has failed."
            continue
        if walked is None:
            left -= 1
        else:
            yield walked


def _walk_some(taken: "Synchronized[int]", over: Event, found: "Queue[Walked | None]") -> None:
    """Walk each task that no other process has taken."""
    for number, task in enumerate(tasks()):
        with taken.get_lock():
            if number < taken.value:
                continue
            taken.value = number + 1
        for walked in walk(task, over.is_set):
            found.put(walked)
        if over.is_set():
            break
    found.put(None)
