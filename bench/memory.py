"""What Lambda's memory size does to time and price, as AWS documents it."""

from bench.packages import NOW
from bench.results import Results
from bench.starts import ACTION, REPLY, WEBHOOK
from bench.tables import Table

SIZES = (256, 512, 1024, 1769, 3008)
ONE_PROCESSOR = 1769
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
GB_SECOND = 0.0000133334
"""Dollars, on Arm. https://aws.amazon.com/lambda/pricing/"""
MODEL_SECONDS = 3.0
"""What a model is taken to need: the worker is paid for while it waits."""
MILLION = 1_000_000


def memory_table(results: Results) -> Table:
    """By size: the share of a processor, cold starts and a warm turn, and what a million cost."""
    headings = [
        "MB",
        "processor",
        "cold webhook ms",
        "cold action ms",
        "cold turn ms",
        "warm turn ms",
    ]
    headings += ["million warm webhooks $", "million warm turns $"]
    starts = results.starts
    webhook, action, turn = (starts[f"{name}, {NOW}"] for name in (WEBHOOK, ACTION, REPLY))
    rows = []
    for size in SIZES:
        # More than one processor does not help: hardly anything is done side by side.
        share = min(1.0, size / ONE_PROCESSOR)
        cold = [start.processor / share for start in (webhook, action, turn)]
        warm = turn.beside / share
        price = size / 1024 * GB_SECOND * MILLION
        costs = [
            price * webhook.warm / share / 1000,
            price * (warm / 1000 + MODEL_SECONDS),
        ]
        rows.append(
            [
                f"{size:,}",
                f"{share:.2f}",
                *(f"{each:,.0f}" for each in (*cold, warm)),
                *(f"{each:,.2f}" for each in costs),
            ]
        )
    return [headings, *rows]
