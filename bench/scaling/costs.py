"""What a month costs, in US dollars, at so many times the town."""

from collections.abc import Mapping

from bench.scaling.durations import mean_turn
from bench.scaling.inputs import Inputs

DAYS = 30
POLLS = 2 * 5 * 60 / 20 * 60 * 24 * DAYS / 60
"""Empty ones: two queues, five pollers each, which wait for 20 seconds."""
BROADCASTS = 1
RETENTION_MONTHS = 3
MILLION, KILOBYTES = 1_000_000, 1_048_576


def costs(inputs: Inputs, scale: int, memory_gigabytes: float, channels: int) -> dict[str, float]:
    """By what it is for. Nothing is off for free tiers, discounts and cached tokens."""
    messages = inputs.messages_a_day * DAYS * scale
    friends = inputs.town["friends"] * scale
    return {
        "model's tokens": messages * model(inputs),
        "Lambda": messages * functions(inputs, memory_gigabytes),
        "DynamoDB": messages * table(inputs),
        "CloudWatch Logs": messages
        * inputs.work["kilobytes_logged"]
        / KILOBYTES
        * inputs.prices["log_gigabyte"],
        "SQS": (3 * messages + POLLS * channels)
        / MILLION
        * inputs.prices["queue_million_requests"],
        "HTTP API": messages / MILLION * inputs.prices["api_million_requests"],
        "LINE, for one broadcast": channels
        * plan(inputs.line_plans, BROADCASTS * friends / channels)
        * inputs.prices["yen"],
    }


def model(inputs: Inputs) -> float:
    """Of a turn, its part of a summary included."""
    work, prices = inputs.work, inputs.prices
    asked = work["input_tokens"] + work["summaries"] * work["summary_input_tokens"]
    said = work["output_tokens"] + work["summaries"] * work["summary_output_tokens"]
    spent = asked * prices["model_million_input"] + said * prices["model_million_output"]
    return spent / MILLION


def functions(inputs: Inputs, memory_gigabytes: float) -> float:
    """Of a turn: the webhook, and the worker while it waits for the model."""
    work, prices = inputs.work, inputs.prices
    seconds = work["webhook_seconds"] + mean_turn(work) * inputs.requests
    requests = (1 + inputs.requests) / MILLION * prices["lambda_million_requests"]
    return requests + seconds * memory_gigabytes * prices["lambda_gigabyte_second"]


def table(inputs: Inputs) -> float:
    """Of a turn: what it writes and reads, and to keep it for as long as messages are kept."""
    work, prices = inputs.work, inputs.prices
    units = (
        work["write_units"] * prices["table_million_writes"]
        + work["read_units"] * prices["table_million_reads"]
    )
    kept = work["kilobytes_stored"] / KILOBYTES * prices["table_gigabyte_month"] * RETENTION_MONTHS
    return units / MILLION + kept


def plan(plans: list[Mapping[str, float]], messages: float) -> float:
    """Yen a month of the cheapest plan for so many messages."""
    return min(
        each["month"] + max(0, messages - each["messages"]) * each.get("further", 0)
        for each in plans
        if messages <= each["messages"] or "further" in each
    )
