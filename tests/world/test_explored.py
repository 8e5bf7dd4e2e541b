"""A walk through fixed schedules of every scenario: what must always hold does."""

import gc
from collections.abc import Iterator

import pytest

from tests.world.choices import Bounds
from tests.world.explore import Run, exploring
from tests.world.guards import GUARDS, Guard
from tests.world.scenarios import SCENARIOS

SCHEDULES = 2000
OF_EACH = range(SCHEDULES // len(SCENARIOS) + 1)


@pytest.fixture(autouse=True)
def uncollected() -> Iterator[None]:
    """A world is a thousand objects that refer to each other: they go all at once. What is there
    before stays: no collection needs to look at it.
    """
    gc.disable()
    gc.freeze()
    yield
    gc.enable()
    gc.collect()


@pytest.mark.parametrize("name", SCENARIOS)
def test_all_holds_in_random_schedules(name: str) -> None:
    with exploring(name) as explorer:
        broken = {
            run.schedule: run.problems for run in map(explorer.random, OF_EACH) if run.problems
        }
    assert broken == {}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_broken_guard_is_noticed(guard: Guard) -> None:
    with exploring(guard.scenario) as explorer:
        with guard.broken():
            runs = guard.walk(explorer)
            noticed = next((run for run in runs if _names(run) & {*guard.noticed_by}), None)
        assert noticed is not None
        assert _names(explorer.replay(noticed.chooser.taken)) == set()


def _names(run: Run) -> set[str]:
    """The invariants that do not hold."""
    return {problem.partition(":")[0] for problem in run.problems}


def test_a_schedule_is_the_same_each_time() -> None:
    with exploring("forget_in_group") as explorer:
        first = explorer.random(7)
        again = explorer.replay(first.chooser.taken, traced=True)
        once_more = explorer.replay(first.chooser.taken, traced=True)
    assert again.schedule == first.schedule
    assert again.stage.world.trace == once_more.stage.world.trace


def test_within_bounds_each_schedule_is_walked_once() -> None:
    with exploring("group") as explorer:
        schedules = [run.schedule for run in explorer.exhaustive(Bounds(crash=1))]
    usual, *others = schedules
    assert usual == "group:"
    assert len(set(schedules)) == len(schedules)
    assert all(each.count("=") == 1 for each in others)


def test_what_breaks_is_made_small() -> None:
    (guard,) = [each for each in GUARDS if each.name == "the tombstone"]
    with exploring(guard.scenario) as explorer, guard.broken():
        runs = (explorer.random(seed) for seed in range(100))
        wild = next(run for run in runs if run.problems and len(run.chooser.taken) > 3)
        small = explorer.shrunk(wild)
    assert small.problems[0].partition(":")[0] == wild.problems[0].partition(":")[0]
    assert len(small.chooser.taken) == 1
