"""Puts the results into the document's words: template.md."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bench.scaling.costs import POLLS, RETENTION_MONTHS, costs, model
from bench.scaling.durations import mean_turn
from bench.scaling.inputs import Inputs, Run
from bench.scaling.ladder import Rung, ladder
from bench.scaling.results import Results
from bench.scaling.runs import Row

TEMPLATE = Path(__file__).with_name("template.md")
COST_SCALES: Mapping[int, int] = {1: 1, 100: 1, 10_000: 10}
"""Times the town, and among how many channels."""
TABLES = ("town", "work", "limits", "prices")
READ_UNITS_A_GIGABYTE = 131_072
"""Of a scan: half a unit for 4 KB."""


def render(inputs: Inputs, results: Results, memory_gigabytes: float) -> str:
    """The document, in Markdown."""
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    environment.filters |= FORMATS
    bills = {
        scale: costs(inputs, scale, memory_gigabytes, channels)
        for scale, channels in COST_SCALES.items()
    }
    text = environment.from_string(TEMPLATE.read_text()).render(
        inputs=inputs,
        results=results,
        rungs=ladder(inputs),
        find=lambda text: _find(ladder(inputs), text),
        run=lambda *which: _row(results, *which),
        varied=lambda **change: _varied(results, change),
        turn=mean_turn(inputs.work),
        bills=bills,
        channels=COST_SCALES,
        messages={scale: inputs.messages_a_day * 30 * scale for scale in COST_SCALES},
        model_cost=model(inputs),
        polls=POLLS,
        scan=_scan(inputs, max(COST_SCALES)),
        gigabytes=_gigabytes(inputs, max(COST_SCALES)),
        **FORMATS,
        kinds=_kinds(inputs),
        tables=TABLES,
    )
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).rstrip() + "\n"


def times(number: float) -> str:
    """Two figures: 43 times, 8,600 times."""
    return f"{float(f'{number:.2g}'):,.0f}" if number >= 10 else f"{number:.1f}"


def rate(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:g}"


def share(number: float) -> str:
    if number == 0:
        return "–"
    return "< 0.1 %" if number < 0.001 else f"{100 * number:.1f} %"


def money(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:,.2f}"


def seconds(number: float | None, row: Row) -> str:
    """As people say it; more than the longest known wait, if it is not known."""
    if number is None:
        return f"> {seconds(row.longest, row)}"
    if number < 60:
        return f"{number:.1f} s"
    return f"{number / 60:.1f} min" if number < 600 else f"{number / 60:.0f} min"


def hour_of(run: Run) -> str:
    if run.hour == "peak":
        return "busiest"
    return "broadcast" if run.spread == 1 else f"broadcast in {run.spread} parts"


def change_of(run: Run) -> str:
    return ", ".join(f"`{name}` {value}" for name, value in run.change.items())


FORMATS: Mapping[str, Callable[..., str]] = {
    "times": times,
    "rate": rate,
    "share": share,
    "money": money,
    "seconds": seconds,
    "hour": hour_of,
    "change": change_of,
}
"""For the template, as filters and as functions."""


def _kinds(inputs: Inputs) -> Mapping[str, int]:
    sources = [each.source for table in TABLES for each in inputs.sources(table)]
    documented = sum(source.startswith("https:") for source in sources)
    assumed = sum(source.startswith("assumption") for source in sources)
    counted = len(sources) - documented - assumed
    return {"documented": documented, "assumed": assumed, "counted": counted}


def _find(rungs: list[Rung], text: str) -> Rung:
    (rung,) = [rung for rung in rungs if text in rung.limit.name]
    return rung


def _row(results: Results, scale: int, setup: str, hour: str, spread: int = 1) -> Row:
    wanted = (scale, setup, hour, spread)
    (row,) = [
        row
        for row in results.runs
        if (row.run.scale, row.run.setup, row.run.hour, row.run.spread) == wanted
    ]
    return row


def _varied(results: Results, change: Mapping[str, object]) -> Row:
    (row,) = [row for row in results.variations if row.run.change == change]
    return row


def _gigabytes(inputs: Inputs, scale: int) -> float:
    kept = inputs.messages_a_day * scale * RETENTION_MONTHS * 30
    return kept * inputs.work["kilobytes_stored"] / 2 / 1_048_576


def _scan(inputs: Inputs, scale: int) -> float:
    units = _gigabytes(inputs, scale) * READ_UNITS_A_GIGABYTE
    return units / 1_000_000 * inputs.prices["table_million_reads"]
