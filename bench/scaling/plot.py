"""The document's picture, the same to the byte for the same results."""

import io

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.scaling.inputs import Inputs
from bench.scaling.results import Results

REPLY_TOKEN = "a reply token's minute"


def draw(inputs: Inputs, results: Results) -> str:
    """An SVG document."""
    style = matplotlib.rc_context({"svg.hashsalt": "kaiwa", "svg.fonttype": "none", "font.size": 9})
    with style:
        figure = Figure(figsize=(10, 4), layout="constrained")
        left, right = figure.subplots(1, 2)
        _waiting(left, inputs, results)
        _backlog(right, inputs, results)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def _waiting(axes: Axes, inputs: Inputs, results: Results) -> None:
    for name, curve in results.curves.items():
        points = [(row.run.scale, row.p95 or row.longest) for row in curve]
        axes.plot(*zip(*points, strict=True), marker=".", label=inputs.setups[name].title)
    axes.set(xscale="log", yscale="log", ylim=(5, 20000))
    axes.axhline(inputs.limits["reply_token_seconds"], color="grey", linestyle=":")
    axes.text(1, inputs.limits["reply_token_seconds"] * 1.1, REPLY_TOKEN, color="grey")
    axes.set_title("The busiest hour: 95 of 100 answers within")
    axes.set_xlabel("times the small town's messages")
    axes.set_ylabel("seconds")
    axes.legend(loc="upper left", ncols=2)


def _backlog(axes: Axes, inputs: Inputs, results: Results) -> None:
    for row in results.runs:
        if row.run.scale == 100 and row.run.hour == "broadcast":
            minutes = [(number + 1) / 6 for number in range(len(row.curve))]
            axes.plot(minutes, row.curve, label=inputs.setups[row.run.setup].title)
    axes.set_title("100 times the town, after a broadcast")
    axes.set_xlabel("minutes")
    axes.set_ylabel("messages in the queue")
    axes.legend(loc="upper left")
