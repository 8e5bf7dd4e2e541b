"""Which limit is reached at which multiple of the town: where it breaks first."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.scaling.durations import mean_turn
from bench.scaling.inputs import Inputs


@dataclass(frozen=True)
class Limit:
    """`load` is what one message a second takes of it. `moved_by`: what raises it."""

    name: str
    most: float
    load: float
    moved_by: str
    effect: str


@dataclass(frozen=True)
class Rung:
    """A limit, and at how many times the town it is reached: in the busiest hour, and right after
    a broadcast in it.
    """

    limit: Limit
    peak: float
    broadcast: float


def ladder(inputs: Inputs) -> list[Rung]:
    """All limits, the first one to be reached first."""
    rungs = [
        Rung(
            limit,
            limit.most / limit.load / inputs.peak_rate,
            limit.most / limit.load / inputs.broadcast_rate,
        )
        for part in PARTS
        for limit in part(inputs)
    ]
    return sorted(rungs, key=lambda rung: rung.peak)


def _kaiwa(inputs: Inputs) -> list[Limit]:
    setup, work, turn = inputs.setups["delivered"], inputs.work, mean_turn(inputs.work)
    reads = turn * work["worker_parameters"] / setup.secret_cache_seconds
    slots, account = work["summary_slots"], setup.account_concurrency
    return [
        Limit(
            f"`maximum_concurrency` {setup.maximum_concurrency}",
            setup.maximum_concurrency,
            turn,
            "`maximum_concurrency`",
            "answers wait, and after a minute cost a push",
        ),
        Limit(
            f"Lambda's {account} concurrent executions of a new account",
            account - slots,
            turn,
            "AWS, on request; then `maximum_concurrency`",
            "webhooks are refused, LINE sends them again",
        ),
        Limit(
            f"{slots:.0f} summaries at the same time",
            slots,
            work["summaries"] * turn,
            "`summary_queue` in terraform/main.tf: no variable",
            "summaries come late, prompts have the last turns only",
        ),
        Limit(
            f"`throttling.rate_limit` {setup.throttling_rate_limit}/s",
            setup.throttling_rate_limit,
            1,
            "`throttling`",
            "webhooks are refused, LINE sends them again",
        ),
        Limit(
            f"SSM's {inputs.limits['parameter_reads']:.0f} reads/s",
            inputs.limits["parameter_reads"],
            reads,
            "`secret_cache_seconds`; SSM's higher throughput",
            "cold starts fail and are tried again, warm ones go on with what they have",
        ),
    ]


def _line(inputs: Inputs) -> list[Limit]:
    limits = inputs.limits
    return [
        Limit(
            f"LINE's {limits['line_animations']:.0f} loading animations/s",
            limits["line_animations"],
            1,
            "several channels",
            "some people see no animation",
        ),
        Limit(
            f"LINE's {limits['line_messages']:,.0f} replies/s",
            limits["line_messages"],
            1,
            "several channels",
            "replies are tried again",
        ),
    ]


def _aws(inputs: Inputs) -> list[Limit]:
    limits, work = inputs.limits, inputs.work
    return [
        Limit(
            f"`maximum_concurrency` {limits['lambda_mapping']:,.0f}, Lambda's most",
            limits["lambda_mapping"],
            mean_turn(work),
            "a faster model; several channels",
            "answers wait",
        ),
        Limit(
            f"DynamoDB's {limits['table_new_writes']:,.0f} write units/s of a new table",
            limits["table_new_writes"],
            work["write_units"],
            "it grows by itself, twofold in half an hour",
            "writes are tried again",
        ),
        Limit(
            f"DynamoDB's {limits['table_writes']:,.0f} write units/s of a table",
            limits["table_writes"],
            work["write_units"],
            "AWS, on request",
            "writes are tried again",
        ),
        Limit(
            f"SQS's {limits['queue_calls_plain']:.0f} calls/s without high throughput",
            limits["queue_calls_plain"],
            1,
            "high throughput, which is on",
            "nothing: it is on",
        ),
        Limit(
            f"SQS's {limits['queue_calls']:,.0f} calls/s",
            limits["queue_calls"],
            1,
            "AWS, on request",
            "webhooks are refused, LINE sends them again",
        ),
        Limit(
            f"API Gateway's {limits['api_rate']:,.0f} requests/s",
            limits["api_rate"],
            1,
            "AWS, on request",
            "webhooks are refused, LINE sends them again",
        ),
    ]


def _model(inputs: Inputs) -> list[Limit]:
    tiers = inputs.whole["limits"]["model"]
    rungs = []
    for tier in ("build", "launch", "grow"):
        requests, tokens = (entry["value"] for entry in tiers[tier].values())
        moved_by = "the next tier" if tier != "grow" else "OpenAI, on request"
        effect = "429: tried again for half a minute, then an apology"
        name = f"OpenAI, {tier.capitalize()}:"
        rungs += [
            Limit(f"{name} {requests:,}/min", requests / 60, inputs.requests, moved_by, effect),
            Limit(f"{name} {tokens:,} tokens/min", tokens / 60, inputs.tokens, moved_by, effect),
        ]
    return rungs


PARTS: tuple[Callable[[Inputs], list[Limit]], ...] = (_kaiwa, _line, _aws, _model)
