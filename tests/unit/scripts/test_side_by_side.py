"""Several lanes of make targets at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MAKEFILE = """
waits: ; @while [ ! -e written ]; do sleep 0.01; done; echo It is there
writes: ; @touch written
fails: ; @echo Oh; exit 3
never: ; @touch never
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Makefile").write_text(MAKEFILE)
    return tmp_path


def side_by_side(folder: Path, *lanes: str) -> tuple[int, list[str], str]:
    """How it ended, what it printed, without numbers, and its last words."""
    result = subprocess.run(
        [sys.executable, ROOT / "scripts/side_by_side.py", *lanes],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    lines = [line for line in result.stdout.splitlines() if "make: ***" not in line]
    return result.returncode, lines, result.stderr


def test_lanes_run_at_the_same_time(folder: Path) -> None:
    status, lines, _ = side_by_side(folder, "waits", "writes")
    assert status == 0
    assert sorted(lines) == [
        "waits          It is there",
        "waits          is done after 0 s",
        "writes         is done after 0 s",
    ]


def test_a_target_that_fails_ends_its_lane_and_all_of_it(folder: Path) -> None:
    status, lines, told = side_by_side(folder, "waits", "writes fails never")
    assert status == 1
    assert told == "Failed: fails.\n"
    assert {"fails          Oh", "fails          failed with 2 after 0 s"} <= {*lines}
    assert "waits          It is there" in lines
    assert not (folder / "never").exists()
