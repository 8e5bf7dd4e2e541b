"""docs/load.md, made of what was measured."""

from pathlib import Path

from bench import document as performance
from bench.load.figures import Run, burst_table, exact_table, webhook_table, worker_table
from bench.packages import NOW
from bench.results import Results
from bench.starts import WEBHOOK
from bench.tables import as_markdown

DOCS = Path(__file__).parents[2] / "docs"
RESULTS = DOCS / "load/results.json"
TEMPLATE = Path(__file__).with_name("template.md")


def write(run: Run) -> None:
    (DOCS / "load.md").write_text(text(run))


def text(run: Run) -> str:
    """The document."""
    tables = {"exact": exact_table, "webhook": webhook_table, "worker": worker_table}
    webhook = Results.read(performance.RESULTS).starts[f"{WEBHOOK}, {NOW}"]
    made = TEMPLATE.read_text().replace("{burst}", as_markdown(burst_table(run, webhook.imports)))
    for name, table in tables.items():
        made = made.replace(f"{{{name}}}", as_markdown(table(run)))
    return made
