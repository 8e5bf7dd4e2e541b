"""How long the parts of a turn take."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

Z95 = 1.6448536269514722
"""So many standard deviations above the mean is the 95th percentile of a normal distribution."""


@dataclass(frozen=True)
class Durations:
    """In seconds. `worker` is a turn beside the model; `model` draws an answer's time."""

    webhook: float
    webhook_cold: float
    worker: float
    worker_cold: float
    refused: float
    model: Callable[[Random], float]

    @classmethod
    def of(cls, work: Mapping[str, float]) -> "Durations":
        """As the table `work` of the inputs has it."""
        mu, sigma = lognormal(work["model_median_seconds"], work["model_p95_seconds"])
        return cls(
            webhook=work["webhook_seconds"],
            webhook_cold=work["webhook_cold_seconds"],
            worker=work["worker_seconds"] + work["line_seconds"],
            worker_cold=work["worker_cold_seconds"],
            refused=work["refused_seconds"],
            model=lambda random: random.lognormvariate(mu, sigma),
        )


def lognormal(median: float, p95: float) -> tuple[float, float]:
    """Mean and deviation of the logarithm."""
    return math.log(median), math.log(p95 / median) / Z95


def mean_turn(work: Mapping[str, float]) -> float:
    """Seconds for which a warm turn takes a worker, on average."""
    mu, sigma = lognormal(work["model_median_seconds"], work["model_p95_seconds"])
    return work["worker_seconds"] + work["line_seconds"] + math.exp(mu + sigma**2 / 2)
