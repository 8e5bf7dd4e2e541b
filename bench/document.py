"""docs/performance.md, made of the results: `make performance` makes it anew."""

from pathlib import Path

from bench import day
from bench.memory import MODEL_SECONDS, memory_table
from bench.plots import draw
from bench.results import Results
from bench.tables import (
    animation_table,
    as_markdown,
    goals_table,
    sizes_table,
    starts_table,
    turns_table,
)

FOLDER = Path(__file__).parents[1] / "docs"
RESULTS = FOLDER / "performance/results.json"
TEMPLATE = Path(__file__).with_name("performance.template.md")


def write(results: Results) -> None:
    """Write the document and its pictures."""
    (FOLDER / "performance.md").write_text(text(results))
    draw(results, RESULTS.parent)


def text(results: Results) -> str:
    """The document."""
    tables = {
        "animation": animation_table(results),
        "day": day.table(day.read()),
        "goals": goals_table(results),
        "memory": memory_table(results),
        "sizes": sizes_table(results),
        "starts": starts_table(results),
        "turns": turns_table(results),
    }
    made = TEMPLATE.read_text().replace("{seconds}", f"{MODEL_SECONDS:g}")
    for name, table in tables.items():
        made = made.replace(f"{{{name}}}", as_markdown(table))
    return made


if __name__ == "__main__":
    write(Results.read(RESULTS))
