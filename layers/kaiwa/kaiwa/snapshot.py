"""What a function loads when its start is a snapshot that Lambda takes (SnapStart)."""

import os
from importlib import import_module

INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE"
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""


def load_for_snapshot(*modules: str) -> None:
    """Import what a handler otherwise imports late, if that costs nobody any time.

    It does not with SnapStart: a version is initialised once, when it is published, and starts from
    the snapshot of that. Modules only: a client or a secret in a snapshot would be shared by all
    starts, for as long as the version lives.
    https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
    """
    if os.environ.get(INITIALIZATION) == "snap-start":
        for name in modules:
            import_module(name)
