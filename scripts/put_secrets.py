"""Write the secrets to the SSM Parameter Store, past Terraform.

    python -m scripts.put_secrets build/production/outputs.json --channel shop

Each comes from the environment variable of its name or, on a terminal, from a prompt without echo;
`channels/shop/LINE_CHANNEL_SECRET` is CHANNELS_SHOP_LINE_CHANNEL_SECRET there. No value is printed.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Mapping
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from scripts.aws import errors_as_sentences
from scripts.deployment import UNSET, Deployment

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


OF_CHANNEL = ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET")
"""The secrets of which each channel has its own."""


def main() -> None:
    """Ask for every secret first, so that a mistake leaves all of them as they were."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("--channel", help="of this channel alone")
    arguments = parser.parse_args()
    deployment = Deployment.read(arguments.outputs)
    names = wanted(deployment, arguments.channel)
    ask = getpass if sys.stdin.isatty() else None
    try:
        values = {name: choose(name, os.environ, ask) for name in names}
    except (EOFError, KeyboardInterrupt):
        sys.exit("\nNothing was written.")
    with errors_as_sentences():
        ssm = boto3.client("ssm", region_name=deployment["region"])
        put(ssm, deployment["base_secret_path"], values)


def wanted(deployment: Deployment, channel: str | None) -> list[str]:
    """The names of all secrets, or of those that the channel has of its own."""
    names: list[str] = deployment["secret_names"]
    if channel is None:
        return names
    deployment.channels(channel)
    own = [deployment.parameter_of(channel, name) for name in OF_CHANNEL]
    return [name for name in names if name in own]


def choose(
    name: str, environment: Mapping[str, str], ask: Callable[[str], str] | None
) -> str | None:
    """The secret's new value, or None to keep the present one. Ends the process on a bad value."""
    variable = re.sub("[^A-Z0-9]", "_", name.upper())
    value = environment.get(variable)
    if value is None:
        if not ask:
            sys.exit(f"There is no terminal to ask for {variable} on. Set it in the environment.")
        value = ask(f"{name} (Enter keeps the present value): ")
        if not value:
            return None
    value = value.strip()
    if value in {"", UNSET}:
        sys.exit(f"{name} must not be empty or '{UNSET}'. Nothing was written.")
    return value


def put(ssm: "SSMClient", path: str, values: Mapping[str, str | None]) -> None:
    """Write what is not None. Ends the process if a secret that is kept was never set."""
    for name, value in values.items():
        if value is not None:
            ssm.put_parameter(Name=path + name, Value=value, Type="SecureString", Overwrite=True)
            print(f"Wrote {path}{name}.")
    kept = [name for name, value in values.items() if value is None]
    never_set = [name for name in kept if _present(ssm, path + name) == UNSET]
    for name in kept:
        if name not in never_set:
            print(f"Kept {path}{name}.")
    if never_set:
        sys.exit(f"Never set, so the functions refuse it: {', '.join(never_set)}.")


def _present(ssm: "SSMClient", name: str) -> str:
    return ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]


if __name__ == "__main__":
    main()
