"""What is protected is not destroyed by halves."""

import json
from pathlib import Path

import pytest

from scripts import protection


def run(file: Path, monkeypatch: pytest.MonkeyPatch, outputs: object) -> None:
    file.write_text(json.dumps(outputs))
    monkeypatch.setattr("sys.argv", ["", str(file), "staging"])
    protection.main()


def test_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match=r"deletion_protection = false in .*/staging\.tfvars"):
        run(tmp_path / "o.json", monkeypatch, {"deletion_protection": {"value": True}})


@pytest.mark.parametrize("outputs", [{}, {"deletion_protection": {"value": False}}])
def test_what_is_not_protected_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outputs: object
) -> None:
    run(tmp_path / "o.json", monkeypatch, outputs)
