"""What the documents promise to name, they name."""

import re
from pathlib import Path

from tests.markdown import headings

ROOT = Path(__file__).parents[2]
LOGGED = re.compile(r'logger\(\)\s*\.\w+\(\s*"([^"]+)"|\blog\("([^"]+)"')
LINK = re.compile(r"\]\(([^)\s:]+)\)")
"""A link to somewhere in the repository: `path`, `path#heading` or `#heading`."""
CONFLICT = re.compile(r"^(<<<<<<< |>>>>>>> )", re.MULTILINE)
LOOKED_FOR = re.compile(r'"([A-Z][^"]+\.)"')


def logged() -> set[str]:
    sources = [*ROOT.glob("lambdas/**/*.py"), *ROOT.glob("layers/kaiwa/kaiwa/**/*.py")]
    found = [line for source in sources for line in LOGGED.findall(source.read_text())]
    return {either or other for either, other in found}


def test_every_line_that_is_logged_is_documented() -> None:
    document = (ROOT / "docs/architecture.md").read_text()
    assert len(logged()) > 20
    assert {line for line in logged() if f"`{line}`" not in document} == set()


def test_every_line_that_a_saved_query_looks_for_is_logged() -> None:
    queries = [*ROOT.glob("terraform/modules/saved_queries/queries/*.txt")]
    looked_for = {line for query in queries for line in LOOKED_FOR.findall(query.read_text())}
    assert len(looked_for) > 5
    assert looked_for - logged() == set()


def test_every_decision_is_numbered_in_order() -> None:
    names = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_whatever_a_document_links_to_is_there() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("terraform/**/*.md")]
    broken = [
        (document.name, link)
        for document in documents
        for link in LINK.findall(_prose(document))
        if not _leads_somewhere(document, link)
    ]
    assert broken == []


def test_nothing_is_left_of_a_merge() -> None:
    folders = [path for path in ROOT.iterdir() if path.name not in ("build", ".git", ".venv")]
    files = [*ROOT.glob("*.md"), *(path for each in folders for path in each.rglob("*.*"))]
    ours = [path for path in files if path.suffix in {".md", ".tf", ".hcl"}]
    assert len(ours) > 100
    assert [path.name for path in ours if CONFLICT.search(path.read_text())] == []


def _leads_somewhere(document: Path, link: str) -> bool:
    path, _, heading = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not heading or heading in headings(target))


def _prose(document: Path) -> str:
    return re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
