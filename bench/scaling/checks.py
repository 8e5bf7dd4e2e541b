"""The simulation compared with what is known without it."""

import math
from dataclasses import dataclass
from random import Random

from bench.scaling import arrivals
from bench.scaling.durations import Durations, mean_turn
from bench.scaling.fifo_queue import Pollers
from bench.scaling.inputs import Inputs
from bench.scaling.simulation import Capacity, Simulation, Turns

SERVERS, SERVICE_SECONDS = 10, 5.0
UTILISATIONS = (0.5, 0.7, 0.9)
MESSAGES = 200_000
SEED = 7


@dataclass(frozen=True)
class Check:
    """Seconds, as the formula and as the simulation have them."""

    name: str
    formula: float
    simulated: float


def checks(inputs: Inputs) -> list[Check]:
    queues = [
        Check(
            f"waiting, {SERVERS} workers in use for {utilisation:.0%}",
            round(erlang_wait(SERVERS, utilisation * SERVERS / SERVICE_SECONDS), 2),
            round(simulated_wait(utilisation), 2),
        )
        for utilisation in UTILISATIONS
    ]
    return [*queues, _unhindered(inputs)]


def erlang_wait(servers: int, rate: float) -> float:
    """Mean seconds of waiting in an M/M/c queue, by Erlang's C formula."""
    load = rate * SERVICE_SECONDS
    busy = load**servers / math.factorial(servers) * servers / (servers - load)
    all_busy = busy / (sum(load**k / math.factorial(k) for k in range(servers)) + busy)
    return all_busy * SERVICE_SECONDS / (servers - load)


def simulated_wait(utilisation: float, messages: int = MESSAGES) -> float:
    """The same by the simulation, with nothing but workers and exponential times in it."""
    served: list[float] = []

    def serve(random: Random) -> float:
        served.append(random.expovariate(1 / SERVICE_SECONDS))
        return served[-1]

    rate = utilisation * SERVERS / SERVICE_SECONDS
    whole = _mean(Durations(0, 0, 0, 0, 0, serve), _unlimited(SERVERS), rate, messages)
    return whole - math.fsum(served) / len(served)


def _unhindered(inputs: Inputs) -> Check:
    """Without a limit, a message takes the sum of its parts."""
    parts = inputs.work["webhook_seconds"] + mean_turn(inputs.work)
    simulated = _mean(Durations.of(inputs.work), _unlimited(10_000), 10, MESSAGES)
    return Check("from event to answer, without a limit", round(parts, 2), round(simulated, 2))


def _mean(durations: Durations, capacity: Capacity, rate: float, messages: int) -> float:
    random = Random(SEED)  # noqa: S311 (no secret)
    seconds = messages / rate
    turns = Turns(durations, 1, 1, 10**9, 10_000, 10**9)
    simulation = Simulation(capacity, turns, random)
    waits = simulation.run(arrivals.steady(rate, seconds, random), seconds, 10_000).waits
    return math.fsum(waits) / len(waits)


def _unlimited(servers: int) -> Capacity:
    much = 10.0**12
    return Capacity(much, much, 10**9, 0, Pollers(much, 0, servers), much, much, 5)
