"""Whatever an operator can set or call is in the documents, and nothing that is gone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.terraform_docs import functions, parameters

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
CONFIGURATION = (ROOT / "docs/configuration.md").read_text()
TARGET = re.compile(r"^([a-z][a-z0-9-]*):.* ## ", re.MULTILINE)
CODE = re.compile(r"```(.*?)```|`([^`]+)`", re.DOTALL)
CALL = re.compile(r"(?:^|\n *|&& )make((?: +[a-z][a-z0-9-]*(?=\s|$))+)")
READ = re.compile(r"\$\((?:value )?([A-Z]\w*)\)|\$\(call (?:given|quoted|option,[a-z-]+),(\w+)\)")
SET = re.compile(r"^(?:export )?([A-Z]\w*) *[?:]?=", re.MULTILINE)
DEFAULT = re.compile(r"^([A-Z]\w*) \?=", re.MULTILINE)
OF_MAKE = {"MAKE", "MAKEFILE_LIST"}
NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""Of a variable of the environment, as no other text in the functions is."""


def test_every_target_of_make_is_in_a_guide_and_every_one_in_a_guide_is_there() -> None:
    assert set(called()) == set(TARGET.findall(MAKEFILE))


def called() -> Iterator[str]:
    """The targets in blocks and spans of code; `make setup package PLATFORM=host` has two."""
    guides = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("terraform/**/*.md")]
    for guide in guides:
        if guide.name != "CHANGELOG.md":
            for block, span in CODE.findall(guide.read_text()):
                for words in CALL.findall(block or span.replace("\n", " ")):
                    yield from words.split()


def test_every_variable_of_make_is_documented() -> None:
    read = {name for found in READ.findall(MAKEFILE) for name in found if name}
    given = read - OF_MAKE - set(SET.findall(MAKEFILE)) | set(DEFAULT.findall(MAKEFILE))
    assert set(documented("Variables of make")) == given


def test_every_variable_that_is_read_from_the_environment_is_documented() -> None:
    folders = ("simulator", "scripts", "tests/e2e", "tests/unit/events")
    sources = [file for folder in folders for file in (ROOT / folder).glob("**/*.py")]
    read = {name for source in sources for name in environment(ast.parse(source.read_text()))}
    secrets = {name for name in parameters() if NAME.fullmatch(name) and is_secret(name)}
    assert set(documented("Variables of the environment")) == read | secrets


def test_every_variable_that_a_function_reads_is_documented() -> None:
    sources = [*ROOT.glob("lambdas/**/*.py"), *ROOT.glob("layers/kaiwa/kaiwa/**/*.py")]
    trees = [ast.parse(source.read_text()) for source in sources]
    texts = {str(n.value) for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    named = {text for text in texts if NAME.fullmatch(text)}
    assert len(named) > 40
    assert {name for name in named if f"`{name}`" not in CONFIGURATION} == set()


def test_every_variable_that_terraform_gives_a_function_is_documented() -> None:
    given = {name for environment in functions().values() for name in environment}
    assert set(documented("Environment of the functions")) == given
    module = (ROOT / "terraform/modules/lambda_function/main.tf").read_text()
    everywhere = set(re.findall(r"^ +([A-Z][A-Z_]+) +=", module, re.MULTILINE))
    assert len(everywhere) == 3
    assert {name for name in everywhere if f"`{name}`" not in CONFIGURATION} == set()


def documented(heading: str) -> list[str]:
    """What the rows of the table under the heading begin with."""
    section = CONFIGURATION.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def environment(tree: ast.AST) -> Iterator[str]:
    """The names in `os.environ.get("NAME")`, `os.environ["NAME"]` and `_port("NAME", …)`."""
    for node in ast.walk(tree):
        key: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args:
            if ast.unparse(node.func) in {"os.environ.get", "_port"}:
                key = node.args[0]
        elif (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)
            and ast.unparse(node.value) == "os.environ"
        ):
            key = node.slice
        if isinstance(key, ast.Constant):
            yield str(key.value)


def is_secret(name: str) -> bool:
    """What `make secrets` and the stand-ins take from the environment."""
    return name.endswith(("_KEY", "_SECRET", "_TOKEN"))
