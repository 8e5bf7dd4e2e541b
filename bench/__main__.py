"""Measure everything side by side in one run: `make bench`. Ends with 1 if a target is missed.

python -m bench BASELINE    the folder with the baseline's sources, built
"""

import sys
import tempfile
from pathlib import Path

from bench import document, starts, turns
from bench.load import document as load_document
from bench.load.figures import Run
from bench.packages import BASELINE, NOW, Builds, layer_bytes, unpacked
from bench.results import Results, goals
from bench.tables import (
    animation_table,
    as_text,
    goals_table,
    sizes_table,
    starts_table,
    turns_table,
)
from bench.world import running_world
from scripts.sandbox import clean_python


def main() -> None:
    """Print the tables, write the results, and make docs/performance.md of them."""
    results = measured({NOW: Path("build"), BASELINE: Path(sys.argv[1], "build")})
    results.write(document.RESULTS)
    results = Results.read(document.RESULTS)
    document.write(results)
    load_document.write(Run.read(load_document.RESULTS))  # it names the webhook's start
    for table in (starts_table, animation_table, turns_table, sizes_table, goals_table):
        sys.stdout.write(f"{as_text(table(results))}\n\n")
    missed = [goal.name for goal in goals(results) if not goal.met]
    sys.exit(f"Missed: {'; '.join(missed)}." if missed else 0)


def measured(builds: Builds) -> Results:
    """The figures of a run, which takes some minutes."""
    with tempfile.TemporaryDirectory() as temporary, running_world(Path(temporary)) as world:
        folder = Path(temporary)
        packages = unpacked(builds, folder)
        python = clean_python(folder / "venv")
        started = starts.measure(python, starts.cases(packages, world), world)
        return Results(started, turns.measure(world), layer_bytes(builds))


if __name__ == "__main__":
    main()
