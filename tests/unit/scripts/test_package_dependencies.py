"""Which requirements a layer on top of another has, from small locks and from the real ones."""

import re
from pathlib import Path

import pytest

from scripts.package_dependencies import read, remaining

REQUIREMENTS = Path(__file__).parents[3] / "requirements"
LOCK = """\
anyio==4.16.0 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
pywin32==312 ; sys_platform == 'win32' \\
    --hash=sha256:cccc
"""


def locked(tmp_path: Path, text: str) -> dict[str, str]:
    lock = tmp_path / "lock.txt"
    lock.write_text(text)
    return read(lock)


def test_a_lock_is_read_with_its_hashes_and_conditions(tmp_path: Path) -> None:
    requirements = locked(tmp_path, LOCK)
    assert list(requirements) == ["anyio", "pywin32"]
    assert "\n".join(requirements.values()) + "\n" == LOCK


def test_what_the_layer_below_brings_is_left_out(tmp_path: Path) -> None:
    requirements = locked(tmp_path, LOCK)
    assert list(remaining(requirements, {"anyio": requirements["anyio"]})) == ["pywin32"]


def test_layers_that_disagree_are_not_built(tmp_path: Path) -> None:
    below = locked(tmp_path, LOCK.replace("4.16.0", "4.15.0"))
    with pytest.raises(SystemExit, match="The layers disagree on anyio: run `make lock`"):
        remaining(locked(tmp_path, LOCK), below)


def test_the_locks_agree() -> None:
    mcp = read(REQUIREMENTS / "mcp.txt")
    names = set(remaining(mcp, read(REQUIREMENTS / "layer.txt")))
    assert names >= {"cryptography", "mangum", "mcp", "pyjwt", "starlette"}
    assert names & {"anyio", "pydantic", "typing-extensions"} == set()


@pytest.mark.parametrize("lock", sorted(REQUIREMENTS.iterdir()), ids=lambda file: file.name)
def test_no_address_of_an_index_is_in_the_requirements(lock: Path) -> None:
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links|^-f ", lock.read_text()) == []
