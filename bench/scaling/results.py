"""What `make scaling` found, as it is kept in results.json: the document is made from it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.scaling.checks import Check, checks
from bench.scaling.inputs import Inputs
from bench.scaling.runs import Row, simulate
from bench.scaling.sweep import sweep

FILE = Path(__file__).with_name("results.json")


@dataclass(frozen=True)
class Results:
    """`curves` are by setup."""

    runs: list[Row]
    variations: list[Row]
    curves: dict[str, list[Row]]
    checks: list[Check]

    @classmethod
    def simulated(cls, inputs: Inputs) -> "Results":
        return cls(
            [simulate(inputs, run) for run in inputs.runs],
            [simulate(inputs, run) for run in inputs.variations],
            sweep(inputs),
            checks(inputs),
        )

    @classmethod
    def read(cls, path: Path = FILE) -> "Results":
        stored = json.loads(path.read_text())
        return cls(
            [Row.read(row) for row in stored["runs"]],
            [Row.read(row) for row in stored["variations"]],
            {name: [Row.read(row) for row in curve] for name, curve in stored["curves"].items()},
            [Check(**check) for check in stored["checks"]],
        )

    def write(self, path: Path = FILE) -> None:
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")
