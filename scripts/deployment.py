"""What is deployed, as the operator's chores find it: Terraform's outputs and the secrets."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import boto3

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

DEFAULT_CHANNEL = "default"
UNSET = "unset"
"""What Terraform creates a secret with; the functions refuse it."""


class UnsetSecretError(Exception):
    """A secret has the value that Terraform created it with. The error's words are its name."""


@dataclass(frozen=True)
class Deployment:
    """Terraform's outputs by name. Those that may be null are left out by Terraform: use `get`."""

    outputs: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Self:
        """From the text of `terraform output -json`. Ends the process if nothing is deployed."""
        outputs = {name: output["value"] for name, output in json.loads(path.read_text()).items()}
        if not outputs:
            sys.exit("Nothing is deployed in this environment. Run `make apply`.")
        return cls(outputs)

    def __getitem__(self, name: str) -> Any:
        if name not in self.outputs:
            sys.exit(f"The deployment has no output {name}: it is an older one. Run `make apply`.")
        return self.outputs[name]

    def get(self, name: str) -> Any:
        return self.outputs.get(name)

    def functions(self, only: str | None = None) -> list[str]:
        """All of the functions' names, or this one. Ends the process if there is no such one."""
        names = sorted(self["function_arns"])
        if only and only not in names:
            sys.exit(f"There is no function '{only}', only {', '.join(names)}.")
        return [only] if only else names

    def channels(self, only: str | None = None) -> list[str]:
        """The names of all LINE channels, or this one. Ends the process if there is no such one."""
        names = [DEFAULT_CHANNEL, *sorted(self.get("channels") or ())]
        if only and only not in names:
            sys.exit(f"There is no channel '{only}', only {', '.join(names)}.")
        return [only] if only else names

    def of_channel(self, channel: str, name: str) -> Any:
        """The output of this name, as it is for the channel."""
        return self[name] if channel == DEFAULT_CHANNEL else self["channels"][channel][name]

    def secret(self, name: str) -> str:
        """The value, with the operator's credentials. Raises `UnsetSecretError`."""
        value = self.parameter(name)
        if value == UNSET:
            raise UnsetSecretError(name)
        return value

    def parameter_of(self, channel: str, name: str) -> str:
        """The name of a parameter, as the channel has it. The functions have the same rule."""
        return name if channel == DEFAULT_CHANNEL else f"channels/{channel}/{name}"

    def parameter(self, name: str) -> str:
        """A secret's value as it is, or that of a setting that lies beside the secrets."""
        ssm: SSMClient = boto3.client("ssm", region_name=self["region"])
        path = self["base_secret_path"] + name
        return ssm.get_parameter(Name=path, WithDecryption=True)["Parameter"]["Value"]
