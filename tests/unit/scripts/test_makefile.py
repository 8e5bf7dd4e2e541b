"""What the Makefile says of itself and of a machine that is not ready."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell, not as from the make that runs the tests."""
    outer = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"}
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(
        ["make", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
        text=True,
    )


def test_help_is_the_default_and_lists_every_target() -> None:
    lines = re.findall(r"^\.PHONY: (.*)$", ROOT.joinpath("Makefile").read_text(), re.MULTILINE)
    targets = {target for line in lines for target in line.split()} - {"FORCE"}
    listed = re.findall(r"^  ([a-z][a-z0-9-]*) ", make().stdout, re.MULTILINE)
    assert set(listed) == targets
    assert make("help").stdout == make().stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["package", "PLATFORM=mips"], "it must be arm64, x86_64 or host"),
        (["build/terraform.env", "PYTHON=false"], "Python 3.13 is needed, and 'false' is not it."),
        (
            ["bootstrap", "ENVIRONMENT=none", "--old-file=.venv/installed"],
            "terraform/environments/none.tfvars does not exist.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(arguments: list[str], sentence: str) -> None:
    result = make(*arguments)
    assert result.returncode == 2
    assert sentence in result.stderr


def test_a_reason_reaches_the_chore_as_it_was_typed() -> None:
    reason = """It isn't "ours": $5; `no`"""
    printed = make("--dry-run", "drop", "EVENT=01J", f"REASON={reason}").stdout
    command = printed.splitlines()[-1]
    assert shlex.split(command)[-5:] == ["drop", "--event", "01J", "--reason", reason]


@pytest.mark.parametrize(
    ("target", "given", "sentence"),
    [
        ("export", "PERSON=", "make export PERSON=hanako@example.com"),
        ("forget", "PERSON=", "make forget PERSON=hanako@example.com"),
        ("restore", "POINT=", "make restore POINT=2026-12-03T02:10 or POINT=latest"),
        ("catch-up", "FROM=", "make catch-up FROM=kaiwa-production-messages"),
    ],
)
def test_what_a_chore_needs_is_asked_for(target: str, given: str, sentence: str) -> None:
    commands = make("--dry-run", target, given).stdout.splitlines()
    [asking] = [command for command in commands if command.startswith("test -n")]
    asked = subprocess.run(["sh", "-c", asking], capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert asked.stderr.rstrip().endswith(sentence)
