"""Finding the browser, and what becomes of the tests that need it if there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.browser import REMEDY, find_browser

ROOT = Path(__file__).parents[3]
MODULE = "tests/e2e/browser/test_waiting.py"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "chromium"
    path.touch(mode=0o755)
    return path


def test_the_browser_is_found_on_the_path(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(program.parent))
    assert find_browser() == str(program)
    faster = program.with_name("chromium-headless-shell")
    faster.touch(mode=0o755)
    assert find_browser() == str(faster)
    faster.unlink()
    program.unlink()
    assert find_browser() is None


def test_a_variable_names_another(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(program))
    assert find_browser() == str(program)
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert find_browser() is None


def browser_tests(**environment: str) -> subprocess.CompletedProcess[str]:
    """The run of a module of tests that need a browser, where there is none.

    Schemathesis is for other end-to-end tests, and loading it takes a second.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:schemathesis", MODULE],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**inherited, "CHROMIUM": "/nowhere/chromium", **environment},
        text=True,
    )


def test_without_a_browser_each_test_left_out_is_named() -> None:
    result = browser_tests()
    skipped = [line for line in result.stdout.splitlines() if line.startswith("SKIPPED tests/")]
    assert skipped
    assert all(line.endswith(f": no browser: {REMEDY}") for line in skipped)
    assert f"{len(skipped)} skipped in" in result.stdout
    assert result.returncode == 0


def test_where_ci_counts_on_them_it_is_an_error() -> None:
    result = browser_tests(CI="true")
    assert "There is no browser for" in result.stderr
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
