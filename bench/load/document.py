"""docs/load.md, made of what was measured."""

from pathlib import Path

from bench.load.figures import Run, exact_table, webhook_table, worker_table
from bench.tables import as_markdown

DOCS = Path(__file__).parents[2] / "docs"
RESULTS = DOCS / "load/results.json"
TEMPLATE = Path(__file__).with_name("template.md")


def write(run: Run) -> None:
    (DOCS / "load.md").write_text(text(run))


def text(run: Run) -> str:
    """The document."""
    tables = {"exact": exact_table, "webhook": webhook_table, "worker": worker_table}
    made = TEMPLATE.read_text()
    for name, table in tables.items():
        made = made.replace(f"{{{name}}}", as_markdown(table(run)))
    return made
