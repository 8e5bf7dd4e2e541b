"""The catalogue of metrics, with which Terraform's tests compare dashboard and alarms, is true.

`terraform/modules/dashboard/metrics.json` has the dimensions of each metric by its name. The tests
of metrics name what they have seen, as whole sets: what is in the catalogue is exactly that.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from kaiwa.metrics import _unit

ROOT = Path(__file__).parents[2]
SEEN = re.compile(r'"([A-Z]\w+)\{([^}"]+)\}"')
"""As `str` of `tests.emitted.Emitted` has it."""
ROW = re.compile(r"^\| `([A-Z]\w+)` \| (\w+) \| ([^|]+) \|", re.MULTILINE)
CATALOGUE: dict[str, list[str]] = json.loads(
    (ROOT / "terraform/modules/dashboard/metrics.json").read_text()
)


def seen() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The metrics that tests have seen, with the names of their dimensions."""
    for test in (ROOT / "tests/unit").glob("**/*metrics*.py"):
        for name, dimensions in SEEN.findall(test.read_text()):
            yield name, tuple(each.partition("=")[0] for each in dimensions.split(", "))


def named(source: str) -> Iterator[str]:
    """The metrics that functions put out: what `count` is told, and the keys beside an `emit`."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            nodes = [*ast.walk(function)]
            calls = [node for node in nodes if isinstance(node, ast.Call)]
            told = [call.args[0] for call in calls if ast.unparse(call.func) == "count"]
            if any(ast.unparse(call.func) == "emit" for call in calls):
                told += [key for node in nodes for key in _keys(node)]
            texts = [str(node.value) for node in told if isinstance(node, ast.Constant)]
            yield from (text for text in texts if re.fullmatch("[A-Z][A-Za-z]+", text))


def _keys(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Dict):
        return [key for key in node.keys if key is not None]
    return [node.slice] if isinstance(node, ast.Subscript) else []


def test_the_catalogue_has_what_was_seen_and_nothing_else() -> None:
    assert {(name, tuple(dimensions)) for name, dimensions in CATALOGUE.items()} == set(seen())


def test_whatever_the_code_puts_out_was_seen() -> None:
    sources = [*ROOT.glob("lambdas/**/*.py"), *ROOT.glob("layers/kaiwa/kaiwa/**/*.py")]
    assert {name for source in sources for name in named(source.read_text())} == set(CATALOGUE)


def test_the_document_describes_each_metric_with_its_unit_and_dimensions() -> None:
    document = (ROOT / "docs/architecture.md").read_text()
    described = {
        name: (unit, sorted(each.strip("` ") for each in dimensions.split(",")))
        for name, unit, dimensions in ROW.findall(document)
    }
    assert described == {
        name: (_unit(name), [each for each in dimensions if each != "service"] or ["–"])
        for name, dimensions in CATALOGUE.items()
    }
