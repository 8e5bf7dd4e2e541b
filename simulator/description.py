"""stack.json: what a deployed stack is, for the pages and for other tools to find their way."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.processes import StackError


def describe(
    folder: Path,
    *,
    aws_url: str,
    region: str,
    stand_ins_url: str,
    channel_secret: str,
    person: tuple[str, str] | None,
) -> dict[str, Any]:
    """What stack.json says of a stack whose files are in the folder, once it is deployed."""
    outputs = {
        name: output["value"]
        for name, output in json.loads((folder / "outputs.json").read_text()).items()
    }
    return {
        "webhook_url": outputs["webhook_url"],
        "webhook_headers": {},
        "api_url": outputs["api_url"],
        "channel_secret": channel_secret,
        "simulator_url": stand_ins_url,
        "aws_endpoint_url": aws_url,
        "region": region,
        "state_bucket": state_bucket((folder / "backend.hcl").read_text()),
        "person": dict(zip(("email", "password"), person, strict=True)) if person else None,
        "terraform_outputs": outputs,
    }


def state_bucket(backend: str) -> str:
    """The bucket that `make apply` was told to keep Terraform's state in."""
    found = re.search(r'^bucket *= *"(.+)"$', backend, re.MULTILINE)
    if found is None:
        raise StackError("backend.hcl names no bucket for Terraform's state.")
    return found.group(1)


def write(path: Path, description: Mapping[str, Any]) -> None:
    """Put the whole description in place at once: the pages read it as soon as it is there."""
    new = path.with_suffix(".new")
    new.touch(mode=0o600)  # a secret is among the outputs
    new.write_text(json.dumps(description, indent=2, ensure_ascii=False) + "\n")
    new.replace(path)
