"""Simulate, and write docs/scaling.md: `make scaling`. The same inputs give the same bytes."""

import re
from pathlib import Path

from bench.scaling.document import render
from bench.scaling.inputs import Inputs
from bench.scaling.plot import draw
from bench.scaling.results import Results

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/scaling.md"
PICTURE = ROOT / "docs/scaling.svg"
MEMORY = re.compile(r'variable "memory_megabytes" \{.*?default\s*=\s*(\d+)', re.DOTALL)


def main() -> None:
    inputs = Inputs.read()
    print("Simulating: about two minutes …", flush=True)
    results = Results.simulated(inputs)
    results.write()
    DOCUMENT.write_text(render(inputs, results, memory_gigabytes()))
    PICTURE.write_text(draw(inputs, results))
    print(f"Wrote {DOCUMENT.relative_to(ROOT)} and {PICTURE.relative_to(ROOT)}.")


def memory_gigabytes() -> float:
    """What Terraform gives each function."""
    found = MEMORY.search((ROOT / "terraform/variables.operations.tf").read_text())
    if found is None:
        raise LookupError("terraform/variables.operations.tf sets no default of memory_megabytes.")
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
