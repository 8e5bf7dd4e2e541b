"""Terraform's state following to a restored table, with a Terraform that keeps it in a file."""

import stat
from pathlib import Path

import pytest

from scripts import adopt_table
from scripts.adopt_table import ADDRESS

FAKE = """#!/bin/sh
echo "$@" >> {folder}/calls
case "$1" in
  console) read line; test "$line" = local.table_name && echo '"{wanted}"' ;;
  state) test -f {folder}/state || exit 1
    if test "$2" = show; then cat {folder}/state; else rm {folder}/state; fi ;;
  import) {import_} ;;
esac
"""
STATE = """# {address}:
resource "aws_dynamodb_table" "this" {{
    id   = "x"
    name = "{name}"
}}
"""


def terraform(folder: Path, wanted: str, import_: str = "echo imported") -> str:
    file = folder / "terraform"
    file.write_text(FAKE.format(folder=folder, wanted=wanted, import_=import_))
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def known(folder: Path, name: str) -> None:
    (folder / "state").write_text(STATE.format(address=ADDRESS, name=name))


def adopt(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr("sys.argv", ["", f"FOO=1 && {command}", "-var-file=a.tfvars"])
    adopt_table.main()


def test_the_old_table_is_let_go_and_the_new_one_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known(tmp_path, "first")
    adopt(monkeypatch, terraform(tmp_path, "second"))
    assert (tmp_path / "calls").read_text().splitlines() == [
        "console -var-file=a.tfvars",
        f"state show -no-color {ADDRESS}",
        f"state rm {ADDRESS}",
        f"import -input=false -var-file=a.tfvars {ADDRESS} second",
    ]
    printed = capsys.readouterr().out
    assert "Terraform's table is second now." in printed
    assert "first is not Terraform's any more" in printed


def test_the_same_table_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known(tmp_path, "first")
    with pytest.raises(SystemExit, match="first is the table already"):
        adopt(monkeypatch, terraform(tmp_path, "first"))
    assert (tmp_path / "state").is_file()


def test_a_run_that_broke_off_is_finished_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known(tmp_path, "first")
    with pytest.raises(SystemExit, match="no such table\n\nsecond could not be taken over"):
        adopt(monkeypatch, terraform(tmp_path, "second", "echo no such table >&2; exit 1"))
    adopt(monkeypatch, terraform(tmp_path, "second"))
    assert "Terraform's table is second now." in capsys.readouterr().out


def test_what_terraform_says_is_shown_if_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="terraform console failed"):
        adopt(monkeypatch, "false")
