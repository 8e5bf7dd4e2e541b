"""The results as pictures. The same figures give the same bytes."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.packages import BASELINE
from bench.results import Results
from bench.starts import NAIVE, SNAPSHOT

NOW_COLORS, BASELINE_COLORS = ("#1f6f8b", "#99c4d3"), ("#8a8a8a", "#cfcfcf")
WIDTH = 9.0


def draw(results: Results, folder: Path) -> None:
    """Put `starts.svg` and `turns.svg` into the folder."""
    with mpl.rc_context({"svg.hashsalt": "kaiwa", "font.size": 9}):
        for name, figure in (("starts", _starts(results)), ("turns", _turns(results))):
            figure.savefig(folder / f"{name}.svg", metadata={"Date": None})


def _starts(results: Results) -> Figure:
    """A bar for each start, of its import and its first event."""
    shown = {name: start for name, start in results.starts.items() if SNAPSHOT not in name}
    figure = Figure(figsize=(WIDTH, 0.32 * len(shown) + 1), layout="constrained")
    axes = figure.subplots()
    for place, (name, start) in enumerate(shown.items()):
        old = BASELINE in name or name == NAIVE
        colors = BASELINE_COLORS if old else NOW_COLORS
        axes.barh(place, start.imports, color=colors[0])
        axes.barh(place, start.first, left=start.imports, color=colors[1])
        axes.text(start.total + 10, place, f"{start.total:.0f}", va="center")
    axes.set_yticks(range(len(shown)), list(shown))
    axes.invert_yaxis()
    axes.set_xlabel("milliseconds to the first answer: import (dark), first event (light)")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _turns(results: Results) -> Figure:
    """What a turn costs and takes by the length of the history."""
    lengths = list(results.turns)
    turns = results.turns.values()
    figure = Figure(figsize=(WIDTH, 3), layout="constrained")
    cost, latency = figure.subplots(1, 2)
    cost.plot(lengths, [turn.capacity for turn in turns], "o-", label="capacity units")
    cost.plot(lengths, [turn.requests for turn in turns], "s-", label="requests")
    cost.plot(lengths, [turn.rounds for turn in turns], "^-", label="rounds")
    latency.plot(lengths, [turn.expected for turn in turns], "o-", label="with 5 ms a round")
    latency.plot(lengths, [turn.own for turn in turns], "s-", label="the function's own")
    latency.set_ylabel("milliseconds beside model and LINE")
    for axes in (cost, latency):
        axes.set_xscale("log")
        axes.set_xlabel("messages before the turn")
        axes.set_ylim(bottom=0)
        axes.legend()
        axes.spines[["top", "right"]].set_visible(False)
    return figure
