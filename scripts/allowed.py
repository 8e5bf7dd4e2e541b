"""Where an environment may be deployed to, as its variable file says, checked before all else.

Terraform's provider keeps to the same, but is asked only when the state has been looked for in an
account and a region where it is not.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.hcl import HclError, read, strings

NOTHING_HAPPENED = "Nothing was read or changed there."


def refuse_foreign_region(variable_file: Path, region: str) -> None:
    """End the process if the file names another region."""
    named = _said(variable_file, "region")
    if named and region not in named:
        sys.exit(
            f"The shell is set for {region}, but {variable_file} says {_either(named)}. "
            f"{NOTHING_HAPPENED} Set AWS_REGION, or correct region there."
        )


def refuse_foreign_account(variable_file: Path, account: str) -> None:
    """End the process if the file allows other accounts only."""
    allowed = _said(variable_file, "allowed_account_ids")
    if allowed and account not in allowed:
        sys.exit(
            f"The credentials are of account {account}, but {variable_file} allows "
            f"{_either(allowed)} only. {NOTHING_HAPPENED} Use other credentials (AWS_PROFILE), or "
            "correct allowed_account_ids."
        )


def advice(variable_file: Path, account: str, region: str) -> str | None:
    """What to enter so that all others are refused; None if that has been done."""
    chosen = {"allowed_account_ids": f'["{account}"]', "region": f'"{region}"'}
    lines = [
        f"  {name} = {value}" for name, value in chosen.items() if not _said(variable_file, name)
    ]
    if not lines:
        return None
    return "\n".join([f"To have every other place refused, enter in {variable_file}:", *lines])


def _said(variable_file: Path, name: str) -> list[str]:
    """As Terraform has it: what the file says goes before the process's environment."""
    try:
        attributes = read(variable_file.read_text()).attributes
    except HclError as error:
        sys.exit(f"{variable_file} cannot be read: {error}")
    return strings(attributes.get(name, os.environ.get(f"TF_VAR_{name}", "")))


def _either(values: Sequence[str]) -> str:
    return " or ".join(values)
