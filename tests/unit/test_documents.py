"""What the documents promise to name, they name."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOGGED = re.compile(r'logger\(\)\s*\.\w+\(\s*"([^"]+)"')


def test_every_line_that_is_logged_is_documented() -> None:
    sources = [*ROOT.glob("lambdas/**/*.py"), *ROOT.glob("layers/kaiwa/kaiwa/**/*.py")]
    logged = {line for source in sources for line in LOGGED.findall(source.read_text())}
    document = (ROOT / "docs/architecture.md").read_text()
    assert len(logged) > 20
    assert {line for line in logged if f"`{line}`" not in document} == set()


def test_every_decision_is_numbered_in_order() -> None:
    names = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
