"""What a schedule is made of: choices. The first of each choice's options is the usual one."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

USUAL, ORDER, FAULT, CRASH = "", "order", "fault", "crash"
"""What an option costs: nothing; another strand goes on; a fault; a worker."""

type Deviations = Mapping[int, int]
"""Number of the choice → which option, where it is not the usual one. It is the whole schedule."""
type Costs = Sequence[str]
"""What each of a choice's options costs."""


@dataclass(frozen=True)
class Bounds:
    """The most that a schedule deviates from the usual, by cost."""

    order: int = 0
    fault: int = 0
    crash: int = 0

    def left(self, spent: Iterable[str]) -> dict[str, int]:
        """How much may still be spent."""
        left = {ORDER: self.order, FAULT: self.fault, CRASH: self.crash}
        for cost in spent:
            left[cost] -= 1
        return left


class Chooser(Protocol):
    """Makes the choices of one run. `taken` and `points` then say what was and could be chosen."""

    taken: dict[int, int]
    points: list[Costs]

    def choose(self, costs: Costs) -> int:
        """The number of the option to take."""


@dataclass
class Replay:
    """Takes what is given, and else what is usual."""

    deviations: Deviations = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    points: list[Costs] = field(default_factory=list)

    def choose(self, costs: Costs) -> int:
        wanted = self.deviations.get(len(self.points), 0)
        option = wanted if wanted < len(costs) else 0
        if option:
            self.taken[len(self.points)] = option
        self.points.append(costs)
        return option


class Chance:
    """Takes what chance says, always the same for a seed.

    How wild a schedule is differs from seed to seed, so that some have a single fault far from the
    beginning, and others hardly a step without one.
    """

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 (nothing secret)
        pick = self._chance.choice
        self._left = {ORDER: pick((0, 1, 2, 4, 8)), FAULT: pick((0, 1, 1, 2, 4)), CRASH: 0}
        self._left[CRASH] = pick((0, 1, 1, 2) if self._left[FAULT] < 4 else (0, 1))
        self._rates = {ORDER: pick((0.05, 0.2)), FAULT: pick((0.03, 0.1)), CRASH: 0.06}
        self._most = sum(self._rates.values()) + 1e-9
        self.taken: dict[int, int] = {}
        self.points: list[Costs] = []

    def choose(self, costs: Costs) -> int:
        option = self._pick(costs) if len(costs) > 1 else 0
        if option:
            self.taken[len(self.points)] = option
        self.points.append(costs)
        return option

    def _pick(self, costs: Costs) -> int:
        chance = self._chance.random()
        if chance > self._most:
            return 0
        for cost, rate in self._rates.items():
            chance -= rate
            if chance < 0:
                of_cost = [number for number, each in enumerate(costs) if each == cost]
                if not of_cost or not self._left[cost]:
                    return 0
                self._left[cost] -= 1
                return self._chance.choice(of_cost)
        return 0
