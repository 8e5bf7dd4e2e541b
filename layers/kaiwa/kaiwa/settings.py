"""Reading a function's settings from its environment, which Terraform fills."""

from collections.abc import Mapping


class MissingSettingError(Exception):
    """A setting isn't in the environment: the deployed configuration and the code disagree."""


def required(environ: Mapping[str, str], name: str) -> str:
    """The value of `name`; raises `MissingSettingError` when it is absent or empty."""
    if value := environ.get(name):
        return value
    raise MissingSettingError(f"{name} is not set. Run `make apply`: Terraform sets it.")
