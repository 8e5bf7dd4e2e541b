"""Run a command for whose Terraform the AWS provider has been started before, once.

    python -m scripts.with_provider build/check/terraform COMMAND …

The first argument is the data folder that Terraform was initialised in. With a mocked AWS, each
step of each test starts the provider only to ask what a resource may have: that took a third of the
time. The provider's mode for debuggers serves all of them.
https://developer.hashicorp.com/terraform/plugin/debugging
"""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.hcl import read, strings

LOCK = Path(__file__).parents[1] / "terraform/.terraform.lock.hcl"
NAME = "registry.terraform.io/hashicorp/aws"
VARIABLE = "TF_REATTACH_PROVIDERS"
SAID = re.compile(rf"{VARIABLE}='(.*)'")
"""What it prints when it has started."""


def main() -> None:
    """Run the command that the command line names, and end as it ends."""
    data_folder, *command = sys.argv[1:]
    with started(Path(data_folder)) as address:
        status = subprocess.run(command, env={**os.environ, VARIABLE: address}, check=False)
    sys.exit(status.returncode)


@contextmanager
def started(data_folder: Path) -> Iterator[str]:
    """The address of a provider that runs as long as the block.

    Ends the process if it can't start.
    """
    with subprocess.Popen(
        [_program(data_folder), "-debug"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as provider:
        address = _address(provider)
        # Else it would wait for a reader of what it logs.
        threading.Thread(target=provider.communicate, daemon=True).start()
        try:
            yield address
        finally:
            provider.terminate()


def _program(data_folder: Path) -> Path:
    [lock] = read(LOCK.read_text()).of_type("provider")
    [version] = strings(lock.attributes["version"])
    for program in data_folder.glob(f"providers/{NAME}/{version}/*/terraform-provider-aws_*"):
        return program
    sys.exit(f"The AWS provider {version} is not in {data_folder}: run `terraform init` for it.")


def _address(provider: subprocess.Popen[str]) -> str:
    said = []
    for line in provider.stdout or ():
        said.append(line)
        if found := SAID.search(line):
            return found[1]
    provider.wait()
    sys.exit(f"The AWS provider has not started:\n{''.join(said)}")


if __name__ == "__main__":
    main()
