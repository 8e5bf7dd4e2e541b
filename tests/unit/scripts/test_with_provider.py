"""A command whose Terraform asks a provider that was started before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.hcl import read, strings

ROOT = Path(__file__).parents[3]
ADDRESS = '{"registry.terraform.io/hashicorp/aws":{"Protocol":"grpc"}}'
STARTS = f"""
cat << 'END'
Initializing Terraform AWS Provider...
	TF_REATTACH_PROVIDERS='{ADDRESS}'
END
echo $$ > "$PIDS"
yes 'It logs more than a pipe holds.' | head -c 200000
exec sleep 30
"""
[LOCK] = read((ROOT / "terraform/.terraform.lock.hcl").read_text()).of_type("provider")
[LOCKED] = strings(LOCK.attributes["version"])
PRINTS = ("sh", "-c", 'printf %s "$TF_REATTACH_PROVIDERS"; exit 3')


def provider(folder: Path, version: str, script: str) -> None:
    """Put a provider where Terraform has it."""
    place = folder / f"providers/registry.terraform.io/hashicorp/aws/{version}/linux_amd64"
    place.mkdir(parents=True)
    program = place / f"terraform-provider-aws_v{version}_x5"
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)


def with_provider(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.with_provider", folder, *command],
        cwd=ROOT,
        env={**os.environ, "PIDS": str(folder / "pid")},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )


def test_the_command_is_told_where_it_is_and_ends_as_it_ends(tmp_path: Path) -> None:
    provider(tmp_path, LOCKED, STARTS)
    ended = with_provider(tmp_path, *PRINTS)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, ADDRESS, "")


def test_it_ends_with_the_command(tmp_path: Path) -> None:
    provider(tmp_path, LOCKED, STARTS)
    with_provider(tmp_path, "true")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_one_that_does_not_start_is_said_with_its_words(tmp_path: Path) -> None:
    provider(tmp_path, LOCKED, "echo 'There is no memory.' >&2; exit 1")
    ended = with_provider(tmp_path, *PRINTS)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "The AWS provider has not started:\nThere is no memory.\n\n"


def test_if_the_locked_one_is_not_there_that_is_said(tmp_path: Path) -> None:
    provider(tmp_path, "1.2.3", STARTS)
    ended = with_provider(tmp_path, *PRINTS)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"The AWS provider {LOCKED} is not in {tmp_path}: run `terraform init` for it.\n"
    )
