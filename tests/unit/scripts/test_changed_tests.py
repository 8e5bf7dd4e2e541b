"""Which tests `make check` runs."""

from pathlib import Path

import pytest

from scripts.changed_tests import ROOT, looking_at

WHOLE = {"test_documents.py"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for test in (
        "test_documents.py",
        "kaiwa/test_log.py",
        "kaiwa/table/test_items.py",
        "line_reply/turns/test_take.py",
        "line_reply/turns/harness.py",
        "line_reply/turns/deeper/test_ask.py",
        "terraform/test_modules.py",
    ):
        path = tmp_path / "tests" / "unit" / test
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("README.md", set()),
        ("layers/kaiwa/kaiwa/log.py", {"kaiwa/test_log.py"}),
        ("layers/kaiwa/kaiwa/table/items.py", {"kaiwa/table/test_items.py"}),
        ("lambdas/line_reply/turns/take.py", {"line_reply/turns/test_take.py"}),
        ("lambdas/line_reply/turns/new/thing.py", {"line_reply/turns/test_take.py"}),
        ("terraform/modules/queue/main.tf", {"terraform/test_modules.py"}),
        ("tests/unit/kaiwa/test_log.py", {"kaiwa/test_log.py"}),
        ("tests/unit/kaiwa/test_gone.py", set()),
        (
            "tests/unit/line_reply/turns/harness.py",
            {"line_reply/turns/test_take.py", "line_reply/turns/deeper/test_ask.py"},
        ),
        ("tests/e2e/test_turns.py", set()),
        ("tests/e2e/people.py", set()),
    ],
)
def test_the_tests_of_a_file(root: Path, path: str, tests: set[str]) -> None:
    found = {str(test.relative_to(root / "tests" / "unit")) for test in looking_at(path, root)}
    assert found == WHOLE | tests


@pytest.mark.parametrize("path", ["tests/builders.py", "tests/fakes/line.py"])
def test_what_all_tests_share_is_looked_at_by_all(root: Path, path: str) -> None:
    assert set(looking_at(path, root)) == set((root / "tests/unit").rglob("test_*.py"))


def test_this_file_is_among_its_own_scripts_tests() -> None:
    assert Path(__file__) in set(looking_at("scripts/changed_tests.py", ROOT))
