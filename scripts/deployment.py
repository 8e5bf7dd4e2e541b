"""What is deployed, as the operator's chores find it: Terraform's outputs and the secrets."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3

from scripts.put_secrets import UNSET

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

ACCESS_TOKEN = "LINE_CHANNEL_ACCESS_TOKEN"
MODEL_KEY = "OPEN_AI_API_KEY"


class UnsetSecretError(Exception):
    """A secret has the value that Terraform created it with. The error's words are its name."""


@dataclass(frozen=True)
class Deployment:
    """Terraform's outputs by name. Those that may be null are left out by Terraform: use `get`."""

    outputs: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        if name not in self.outputs:
            sys.exit(f"The deployment has no output {name}: it is an older one. Run `make apply`.")
        return self.outputs[name]

    def get(self, name: str) -> Any:
        return self.outputs.get(name)

    def secret(self, name: str) -> str:
        """The value, with the operator's credentials. Raises `UnsetSecretError`."""
        ssm: SSMClient = boto3.client("ssm", region_name=self["region"])
        path = self["base_secret_path"] + name
        value = ssm.get_parameter(Name=path, WithDecryption=True)["Parameter"]["Value"]
        if value == UNSET:
            raise UnsetSecretError(name)
        return value
