"""The curves of the plot: how long people wait at which multiple of the town."""

import math

from bench.scaling.inputs import Inputs, Run
from bench.scaling.runs import Row, simulate

SAMPLED_FROM = 2000
"""At these scales a tenth of what has room for it is simulated."""


def sweep(inputs: Inputs) -> dict[str, list[Row]]:
    """By setup, up to the first scale at which people give up."""
    return {name: _curve(inputs, name) for name in inputs.whole["sweep"]["setups"]}


def _curve(inputs: Inputs, setup: str) -> list[Row]:
    curve: list[Row] = []
    for scale in inputs.whole["sweep"]["scales"]:
        curve.append(simulate(inputs, _run(inputs, setup, scale)))
        p95 = curve[-1].p95
        if p95 is None or p95 > inputs.whole["sweep"]["given_up_seconds"]:
            break
    return curve


def _run(inputs: Inputs, setup: str, scale: int) -> Run:
    minutes = inputs.whole["sweep"]["minutes"]
    messages = inputs.peak_rate * scale * minutes * 60
    sampled = scale >= SAMPLED_FROM and inputs.setups[setup].maximum_concurrency >= 1000
    repeats = math.ceil(inputs.whole["sweep"]["messages"] / messages)
    return Run(scale, setup, "peak", minutes, repeats, sample=10 if sampled else 1)
