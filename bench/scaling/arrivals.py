"""When messages come, in seconds from the beginning."""

import heapq
from collections.abc import Iterator
from random import Random


def steady(rate: float, seconds: float, random: Random) -> Iterator[float]:
    """Independent of each other, `rate` a second."""
    now = random.expovariate(rate)
    while now < seconds:
        yield now
        now += random.expovariate(rate)


def reactions(number: int, mean: float, seconds: float, random: Random) -> Iterator[float]:
    """To a broadcast at the beginning, `mean` seconds later on average."""
    times = sorted(random.expovariate(1 / mean) for _ in range(number))
    return (time for time in times if time < seconds)


def both(one: Iterator[float], other: Iterator[float]) -> Iterator[float]:
    return heapq.merge(one, other)
