"""What a broken guard is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.world.choices import Bounds
from tests.world.explore import Explorer, Run

type Break = Callable[[pytest.MonkeyPatch], None]

GONE, TWICE = "what_is_taken_back_is_gone", "no_answer_is_shown_twice"
COUNTERS, SHOWN = "counters_equal_what_happened", "what_is_delivered_is_shown"
PICTURES, EXPIRED = "no_picture_outlives_its_question", "what_has_expired_is_gone"
SILENCE, LIMITS = "silence_stays_silence", "limits_hold"
LOST, STAYS = "nothing_ends_without_a_cause", "what_nobody_takes_back_stays"
SEEDS = range(300)
"""Which schedules are walked until it is noticed."""
ONE_TURN = Bounds(order=1)


@dataclass(frozen=True)
class Guard:
    """What is broken, in which scenario that shows, and which invariants notice it. Within `bounds`
    all schedules are walked instead of some by chance.
    """

    name: str
    breaks: Break
    scenario: str
    noticed_by: tuple[str, ...]
    bounds: Bounds | None = None

    @contextmanager
    def broken(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            self.breaks(patch)
            yield

    def walk(self, explorer: Explorer) -> Iterator[Run]:
        """The schedules, until somebody has seen enough."""
        if self.bounds:
            return explorer.exhaustive(self.bounds)
        return map(explorer.random, SEEDS)
