"""Walks through schedules of scenarios: one, all within bounds, or at random; and makes a schedule
that breaks something as small as it can be.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import product

from tests.world.choices import Bounds, Chance, Chooser, Deviations, Replay
from tests.world.installed import installed
from tests.world.invariants import AT_EACH_STEP, broken
from tests.world.scenarios import SCENARIOS, Scenario
from tests.world.stage import Stage
from tests.world.world import World


@dataclass
class Run:
    """One schedule of a scenario, and what came of it."""

    scenario: str
    chooser: Chooser
    stage: Stage
    problems: list[str] = field(default_factory=list)

    @property
    def schedule(self) -> str:
        """As `REPLAY=` takes it: the scenario, and the choices that are not the usual ones."""
        return f"{self.scenario}:" + ",".join(f"{n}={o}" for n, o in self.chooser.taken.items())

    @property
    def key(self) -> int:
        """What tells schedules apart."""
        return int.from_bytes(blake2b(self.schedule.encode(), digest_size=8).digest())


@dataclass
class Explorer:
    """Runs schedules of one scenario. Only within `exploring`."""

    scenario: Scenario
    enter: Callable[[World], None]

    def run(self, chooser: Chooser, *, traced: bool = False) -> Run:
        """One schedule, from its beginning until nothing is left to do."""
        world = World(Replay())
        self.enter(world)
        stage = Stage(world)
        self.scenario.play(stage)
        world.chooser = world.scheduler.chooser = chooser
        world.is_traced = traced
        run = Run(self.scenario.name, chooser, stage)
        seen = 0

        def watch() -> None:
            nonlocal seen
            written = world.table.table.written
            if len(written) == seen:
                return
            if any(each.id.startswith(LINKS) for each in written[seen:]):
                run.problems += broken(stage, AT_EACH_STEP)
            seen = len(written)

        world.watch = watch
        if chooser.choose(EXPIRY):
            world.expires_at_once = True
        world.scheduler.run()
        run.problems = list(dict.fromkeys([*run.problems, *broken(stage)]))
        return run

    def replay(self, deviations: Deviations, *, traced: bool = False) -> Run:
        return self.run(Replay(dict(deviations)), traced=traced)

    def random(self, seed: int) -> Run:
        """The schedule of a seed."""
        return self.run(Chance(seed))

    def exhaustive(self, bounds: Bounds, deviations: Deviations | None = None) -> Iterator[Run]:
        """Every schedule that deviates from the usual one within the bounds, each once."""
        deviations = deviations or {}
        run = self.replay(deviations)
        yield run
        points = run.chooser.points
        left = bounds.left(points[number][option] for number, option in deviations.items())
        for number in range(max(deviations, default=-1) + 1, len(points)):
            for option, cost in enumerate(points[number]):
                if option and left[cost] > 0:
                    yield from self.exhaustive(bounds, {**deviations, number: option})

    def shrunk(self, run: Run) -> Run:
        """A schedule with as few deviations as possible that breaks the same invariant."""
        name = run.problems[0].partition(":")[0]
        best, smaller = run, True
        while smaller:
            smaller = False
            for rest in _smaller(best.chooser.taken):
                tried = self.replay(rest)
                fewer = len(tried.chooser.taken) < len(best.chooser.taken)
                if fewer and any(each.startswith(name) for each in tried.problems):
                    best, smaller = tried, True
                    break
        return best


SHIFTS = (0, -1, 1, -2, 2, -3, 3, -4, 4)
LINKS = ("account#", "conversation#")
"""What items are called that a link is made of."""


def _smaller(deviations: Deviations) -> Iterator[Deviations]:
    """The same without one of them, and with what comes later at another choice: there are more or
    fewer choices then.
    """
    for left_out, shift in product(deviations, SHIFTS):
        yield {
            number + (shift if number > left_out else 0): option
            for number, option in deviations.items()
            if number != left_out
        }


EXPIRY = ("", "fault")
"""What has expired is deleted late, or at once."""


@contextmanager
def exploring(name: str) -> Iterator[Explorer]:
    """The explorer of a scenario, while the world is installed under its settings."""
    with installed(**SCENARIOS[name].settings) as enter:
        yield Explorer(SCENARIOS[name], enter)


def report(explorer: Explorer, run: Run) -> str:
    """What broke, and by which schedule, for a person to read and to replay."""
    small = explorer.shrunk(run)
    again = explorer.replay(small.chooser.taken, traced=True)
    lines = [
        f"{run.scenario}: {again.problems[0]}",
        f"  make explore REPLAY='{again.schedule}'",
        *again.stage.world.trace,
        *(f"  {problem}" for problem in again.problems),
    ]
    return "\n".join(lines)
