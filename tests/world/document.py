"""docs/reliability.md: the part of it that is made from what was explored."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.world.choices import Bounds
from tests.world.faults import BOUNDARIES, KINDS
from tests.world.matrix import Cell, Cells
from tests.world.reasons import REASONS

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/reliability.md"
RESULTS = ROOT / "docs/reliability/explored.json"
BEGIN, END = "<!-- explored: made by `make explore` -->", "<!-- /explored -->"
MOST_VALUES = 4
"""How many of the values that were seen a cell names, the most frequent first."""


@dataclass
class Explored:
    """What a walk has seen."""

    schedules: int = 0
    steps: int = 0
    minutes: float = 0
    scenarios: Counter[str] = field(default_factory=Counter)
    whole: list[dict[str, Any]] = field(default_factory=list)
    """The scopes of which every schedule was walked."""
    cells: Cells = field(default_factory=dict)

    def add(self, scenario: str, number: int, steps: int, cells: Cells) -> None:
        self.steps += steps
        self.scenarios[scenario] += number
        for boundary, row in cells.items():
            for kind, cell in row.items():
                self.cells.setdefault(boundary, {}).setdefault(kind, Cell()).add(cell)

    def all_of(self, scenario: str, bounds: Bounds, number: int) -> None:
        self.whole.append({"scenario": scenario, "bounds": vars(bounds), "schedules": number})

    def write(self) -> None:
        found = {
            "schedules": self.schedules,
            "steps": self.steps,
            "minutes": round(self.minutes, 1),
            "scenarios": dict(sorted(self.scenarios.items())),
            "whole": sorted(self.whole, key=lambda each: (each["scenario"], str(each["bounds"]))),
            "cells": {
                boundary: {kind: cell.as_json() for kind, cell in sorted(row.items())}
                for boundary, row in sorted(self.cells.items())
            },
        }
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")

    @classmethod
    def read(cls) -> Self:
        found = json.loads(RESULTS.read_text())
        cells = {
            boundary: {kind: Cell.of_json(cell) for kind, cell in row.items()}
            for boundary, row in found["cells"].items()
        }
        known = {name: found[name] for name in ("schedules", "steps", "minutes", "whole")}
        return cls(**known, scenarios=Counter(found["scenarios"]), cells=cells)

    @property
    def seen(self) -> set[tuple[str, str]]:
        return {(boundary, kind) for boundary, row in self.cells.items() for kind in row}

    def summary(self) -> str:
        """For whoever watched it."""
        lines = [f"{self.schedules} schedules, {self.steps} steps, {self.minutes:.1f} minutes"]
        for boundary in BOUNDARIES:
            row = self.cells.get(boundary, {})
            faults = ", ".join(f"{kind} {cell.schedules}" for kind, cell in sorted(row.items()))
            lines.append(f"  {boundary}: {faults}")
        return "\n".join(lines)


def render(explored: Explored) -> str:
    """The whole document, with its made part anew."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{_part(explored)}\n\n{END}{after}"


def _part(explored: Explored) -> str:
    whole = sum(each["schedules"] for each in explored.whole)
    figures = (
        f"{explored.schedules:,} different schedules with {explored.steps:,} choices were walked in"
        f" {explored.minutes:.1f} minutes on two cores; of these, {whole:,} are all that there are"
        " within the bounds below. In none did an invariant break."
    )
    parts = [figures, _scenarios(explored), "## The matrix", _LEGEND]
    parts += [_boundary(each, explored.cells.get(each, {})) for each in BOUNDARIES]
    return "\n\n".join(parts)


_LEGEND = (
    "Each row is from the schedules in which this was the only fault: what the user whose event it"
    " was sees in the end, how the event ended, who tried again, and which metrics told of it; the"
    f" most frequent first, {MOST_VALUES} at most. *Seen* counts all schedules that had the fault."
)


def _scenarios(explored: Explored) -> str:
    rows = ["| scenario | schedules | all with one … |", "|---|---|---|"]
    for name, number in sorted(explored.scenarios.items()):
        scopes = [
            f"{_named(each['bounds'])} ({each['schedules']:,})"
            for each in explored.whole
            if each["scenario"] == name
        ]
        rows.append(f"| `{name}` | {number:,} | {', '.join(scopes)} |")
    return "\n".join(rows)


def _named(bounds: Mapping[str, int]) -> str:
    names = {"order": "change of turns", "fault": "fault", "crash": "crash"}
    parts = [
        f"{names[name]}{'' if number == 1 else f' × {number}'}"
        for name, number in bounds.items()
        if number
    ]
    return " and ".join(parts)


def _boundary(boundary: str, row: Mapping[str, Cell]) -> str:
    lines = [
        f"### {boundary[0].upper()}{boundary[1:]}",
        "",
        "| fault | seen | the user sees | it ends as | tried again | counted |",
        "|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        cell = row.get(kind)
        if cell is None:
            lines.append(f"| {kind} | – | {REASONS.get((boundary, kind), 'not seen yet')} | | | |")
            continue
        values = [cell.sees, cell.ends, cell.retried, cell.counted]
        shown = " | ".join(map(_most, values))
        lines.append(f"| {kind} | {cell.schedules:,} | {shown} |")
    return "\n".join(lines)


def _most(counter: Counter[str]) -> str:
    ordered = sorted(counter.items(), key=lambda each: (-each[1], each[0]))
    return "; ".join(value for value, _ in ordered[:MOST_VALUES]) or "–"
