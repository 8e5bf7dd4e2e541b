"""The results as tables, for a terminal and for a document."""

from bench.packages import BASELINE, NOW
from bench.results import Results, goals
from scripts.layers import LAYERS

type Table = list[list[str]]
"""Rows of cells, the headings first."""


def starts_table(results: Results) -> Table:
    """Cold starts to the first answer, by part, and what follows."""
    headings = ["cold to the first answer", "import ms", "first event ms", "together ms"]
    headings += ["processor ms", "warm ms", "peak MB", "modules"]
    rows = [
        [
            name,
            *(f"{value:.0f}" for value in (start.imports, start.first, start.total)),
            f"{start.processor:.0f}",
            f"{start.warm:.1f}" if start.first else "",
            f"{start.memory / 1024:.0f}",
            f"{start.modules:.0f}",
        ]
        for name, start in results.starts.items()
    ]
    return [headings, *rows]


def animation_table(results: Results) -> Table:
    """How soon people see that their message has come."""
    rows = [
        [name, f"{start.animation:.0f}", f"{start.imports:.0f}", f"{start.warm_animation:.1f}"]
        for name, start in results.starts.items()
        if start.animation
    ]
    return [["to the loading animation", "cold ms", "of it import ms", "warm ms"], *rows]


def turns_table(results: Results) -> Table:
    """What a turn asks of the table."""
    rows = [
        [
            f"{length:,}",
            str(turn.requests),
            str(turn.rounds),
            f"{turn.capacity:g}",
            f"{turn.own:.0f}",
            f"{turn.expected:.0f}",
        ]
        for length, turn in results.turns.items()
    ]
    headings = ["messages before the turn", "requests", "rounds", "capacity units", "own ms"]
    return [[*headings, "with 5 ms a round"], *rows]


def sizes_table(results: Results) -> Table:
    """The layers."""
    rows = [
        [layer, *(f"{results.sizes[build][layer] / 1e6:.1f}" for build in (NOW, BASELINE))]
        for layer in LAYERS
    ]
    return [["layer for arm64, unzipped", "MB", "baseline MB"], *rows]


def goals_table(results: Results) -> Table:
    """What has a target."""
    rows = [
        [
            goal.name,
            f"{goal.value:.3g} {goal.unit}".strip(),
            f"≤ {goal.most:g}",
            "✓" if goal.met else "missed",
        ]
        for goal in goals(results)
    ]
    return [["target", "measured", "at most", ""], *rows]


def as_text(table: Table) -> str:
    """With columns for a terminal: the first to the left, all others to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            " " * ((width - len(cell)) if column else 0)
            + cell
            + " " * (0 if column else width - len(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )


def as_markdown(table: Table) -> str:
    """For a document."""
    headings, *rows = table
    ruler = ["---", *["--:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, ruler, *rows))
