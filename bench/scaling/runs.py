"""From the inputs to a simulation, and from that to a row of the results."""

import math
from dataclasses import asdict, dataclass
from random import Random

from bench.scaling import arrivals
from bench.scaling.durations import Durations, mean_turn
from bench.scaling.fifo_queue import Pollers
from bench.scaling.inputs import Inputs, Run, Setup
from bench.scaling.simulation import Capacity, Outcome, Simulation, Turns

SEED = 20261128
FINISH_SECONDS = 1800
"""So long, after the last message came, what waits has to be answered. Nothing new comes then."""


@dataclass(frozen=True)
class Row:
    """What became of the messages of a run.

    Of percentiles that are None it is known only that they are more than `longest`, the longest
    wait that ended; `backlog`: messages that wait when the last one has come, and after a broadcast
    `curve`, every ten seconds; shares are of all messages.
    """

    run: Run
    messages: int
    rate: float
    p50: float | None
    p95: float | None
    p99: float | None
    longest: float
    late: float
    apologies: float
    refused: float
    backlog: int
    curve: list[int]

    @property
    def holds(self) -> bool:
        """Nearly everybody is answered, and while the reply is free."""
        return self.late < 0.05 and self.apologies + self.refused < 0.001

    def stored(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, stored: dict[str, object]) -> "Row":
        return cls(**{**stored, "run": Run(**stored["run"])})  # type: ignore[arg-type]


def simulate(inputs: Inputs, run: Run) -> Row:
    """Simulates the run as often as it says, each time with other numbers, and sums it up."""
    inputs = inputs.changed(run)
    outcomes = [_simulate_once(inputs, run, SEED + number) for number in range(run.repeats)]
    waits = sorted(wait for outcome in outcomes for wait in outcome.waits)
    sent, parts = sum(outcome.sent for outcome in outcomes), parts_of(run, inputs)
    inside = sent - sum(outcome.refused for outcome in outcomes)
    apologies = sum(outcome.apologies for outcome in outcomes)
    answered_late = sum(wait > inputs.limits["reply_token_seconds"] for wait in waits)
    unanswered = inside - apologies - len(waits)
    return Row(
        run=run,
        messages=sent,
        rate=_rounded(sent * parts / (run.minutes * 60 * run.repeats)),
        p50=percentile(waits, 0.5, inside - apologies),
        p95=percentile(waits, 0.95, inside - apologies),
        p99=percentile(waits, 0.99, inside - apologies),
        longest=_rounded(waits[-1]),
        late=round((answered_late + unanswered) / sent, 4),
        apologies=round(apologies / sent, 4),
        refused=round((sent - inside) / sent, 4),
        backlog=round(max(outcome.backlog[-1] for outcome in outcomes) * parts),
        curve=[
            round(waiting * parts) for waiting in outcomes[0].backlog if run.hour == "broadcast"
        ],
    )


def parts_of(run: Run, inputs: Inputs) -> int:
    """One part in so many of everything is simulated: a channel, or a sample of one."""
    return run.sample * inputs.setups[run.setup].channels


def percentile(waits: list[float], share: float, number: int) -> float | None:
    """Of `number` messages, of which those that are not among the sorted `waits` wait longer."""
    place = math.ceil(share * number) - 1
    return _rounded(waits[place]) if 0 <= place < len(waits) else None


def _simulate_once(inputs: Inputs, run: Run, seed: int) -> Outcome:
    random = Random(seed)  # noqa: S311 (no secret)
    parts, seconds = parts_of(run, inputs), run.minutes * 60
    share = run.scale / parts
    times = arrivals.steady(inputs.peak_rate * share, seconds, random)
    if run.hour == "broadcast":
        reactions = round(inputs.town["friends"] * inputs.town["broadcast_share"] * share)
        mean = inputs.town["broadcast_mean_seconds"] * run.spread
        times = arrivals.both(times, arrivals.reactions(reactions, mean, seconds, random))
    load = inputs.peak_rate * share * mean_turn(inputs.work)
    setup = inputs.setups[run.setup]
    most = max(1, min(setup.maximum_concurrency, inputs.limits["lambda_mapping"]) // run.sample)
    turns = Turns(
        durations=Durations.of(inputs.work),
        requests=inputs.requests,
        tokens=inputs.tokens,
        chats=max(1, round(inputs.town["friends"] * share)),
        warm=min(round(load), int(most)),
        idle_seconds=inputs.work["environment_idle_seconds"],
    )
    capacity = capacity_of(inputs, setup, run.sample, load)
    return Simulation(capacity, turns, random).run(times, seconds, FINISH_SECONDS)


def capacity_of(inputs: Inputs, setup: Setup, sample: int, load: float) -> Capacity:
    """Of one channel's deployment, or of a sample of it that takes `load` workers at first."""
    limits, model = inputs.limits, inputs.model_limits(setup)
    parts = sample * setup.channels
    most = min(setup.maximum_concurrency, limits["lambda_mapping"]) // sample
    return Capacity(
        api_rate=min(setup.throttling_rate_limit, limits["api_rate"]) / sample,
        api_burst=min(setup.throttling_burst_limit, limits["api_burst"]) / sample,
        account_concurrency=setup.account_concurrency // sample,
        summary_slots=round(inputs.work["summary_slots"] / sample),
        pollers=Pollers(
            # The hour before had nearly the same load, so that Lambda polls as often as it needs.
            begin=max(limits["lambda_pollers"] / sample, load * 1.1),
            per_second=limits["lambda_pollers_per_minute"] / 60 / sample,
            most=max(1, int(most)),
        ),
        requests_per_minute=model["requests_per_minute"] / parts,
        tokens_per_minute=model["tokens_per_minute"] / parts,
        max_receive_count=setup.max_receive_count,
    )


def _rounded(number: float) -> float:
    """Three figures: more would say what chance says."""
    return float(f"{number:.3g}")
