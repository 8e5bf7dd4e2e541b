"""Puts usage and prices into the document's words: template.md."""

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bench.cost.bill import MODEL, SERVICES, Inputs, Quantities

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs/cost.md"
COLUMNS = 118
AWS = [name for names in SERVICES.values() for name in names]


def render(inputs: Inputs) -> str:
    """The document, in Markdown."""
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    idle, used = inputs.idle(), {name: inputs.of(name) for name in inputs.assumed["mixes"]}
    lived = (idle, used["person"], used["person_plugin"])
    month = {name: sum(each.get(name, 0) for each in lived) for name in AWS}
    text = environment.from_string((HERE / "template.md").read_text()).render(
        assumed=inputs.assumed,
        bill=lambda *columns: _bill(inputs, columns),
        cases=inputs.measured,
        cost=inputs.cost,
        idle=idle,
        metrics=inputs.metrics,
        money=money,
        number=number,
        precise=lambda value: f"{value:.10f}".rstrip("0").rstrip("."),
        month=month,
        prices=inputs.prices,
        seconds=inputs.seconds,
        services=SERVICES,
        used=used,
        new_metrics=_new_metrics(inputs),
        AWS=AWS,
        MODEL=MODEL,
        PICTURES=MODEL[-1:],
        TOKENS=MODEL[:-1],
    )
    return "\n\n".join(_wrapped(part) for part in re.split(r"\n{2,}", text.strip())) + "\n"


def _wrapped(part: str) -> str:
    """Prose in lines of one length, however long its figures are; the rest as it is."""
    if part.startswith(("|", "#")):
        return part
    items = re.split(r"\n(?=- )", part)
    return "\n".join(
        textwrap.fill(
            " ".join(item.split()),
            COLUMNS,
            subsequent_indent="  " if item.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for item in items
    )


def money(dollars: float) -> str:
    """To a tenth of a cent, and a dash for nothing at all."""
    if dollars == 0:
        return "–"
    if dollars < 0.0005:
        return "< 0.001"
    return f"{dollars:,.2f}" if dollars >= 1 else f"{dollars:.3f}"


def number(value: float) -> str:
    """Three figures, and no noughts behind the point."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{float(f'{value:.3g}'):.10f}".rstrip("0").rstrip(".")


def _new_metrics(inputs: Inputs) -> int:
    """How many there are only where what is off by default is used."""
    mixes = inputs.assumed["mixes"]
    cases = [case for mix in mixes.values() if not mix["hours"] for case in mix["cases"]]
    return len(inputs.metrics(cases) - inputs.metrics(mixes["messages"]["cases"]))


def _bill(
    inputs: Inputs, columns: Sequence[tuple[Quantities, bool]]
) -> list[tuple[str, list[str]]]:
    """A row for each service that costs anything in any of the columns.

    A column is what is used, and whether what is free each month is taken off.
    """
    rows = {
        service: [inputs.cost(used, names, allowed=allowed) for used, allowed in columns]
        for service, names in SERVICES.items()
        if any(used.get(name) for used, _ in columns for name in names)
    }
    return [(service, [money(each) for each in costs]) for service, costs in rows.items()]
