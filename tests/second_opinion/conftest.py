"""moto's server, a second AWS on loopback that nobody of the first one's has written."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config

from simulator.processes import HOST, Server, free_port
from simulator.servers import REGION, inherited

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build/second-opinion"
SECONDS = 240
"""For one command; the longest, `make apply`, takes a third of it."""
SECONDS_TO_STOP = 60


class CommandError(Exception):
    """A command failed. The message is all that it printed."""


class TooLongError(CommandError):
    """A command was stopped because it did not end by itself."""


@dataclass(frozen=True)
class Moto:
    """The server, and how Terraform and make reach it."""

    environment: Mapping[str, str]

    def make(self, *targets: str, **environment: str) -> str:
        """Run make targets as an operator would. Returns what they printed."""
        settings = ["ENVIRONMENT=moto", "PLATFORM=host", "APPROVE=1", f"PYTHON={sys.executable}"]
        settings.append(f"STATE_DIR={FOLDER.relative_to(ROOT)}")
        return run(["make", *targets, *settings], {**self.environment, **environment})

    def reset(self) -> None:
        """Forget all that is there, and what Terraform knows of it."""
        httpx.post(f"{self.environment['AWS_ENDPOINT_URL']}/moto-api/reset").raise_for_status()
        for each in (FOLDER / "initialised", FOLDER / "terraform" / "terraform.tfstate"):
            each.unlink(missing_ok=True)

    def terraform(self, *arguments: str) -> str:
        """Run Terraform itself on what was deployed."""
        script = '. build/terraform.env && exec terraform -chdir=terraform "$@"'
        data = {"TF_DATA_DIR": str(FOLDER / "terraform")}
        return run(["sh", "-c", script, "terraform", *arguments], {**self.environment, **data})

    def resources(self) -> list[str]:
        """The ARNs of what carries the deployment's tags, as far as moto's tagging service goes."""
        pages = (
            self.client("resourcegroupstaggingapi")
            .get_paginator("get_resources")
            .paginate(TagFilters=[{"Key": "Environment", "Values": ["moto"]}])
        )
        return [found["ResourceARN"] for page in pages for found in page["ResourceTagMappingList"]]

    def client(self, service: str) -> Any:
        """boto3's, which tries once."""
        session: Any = boto3.Session("test", "test", region_name=REGION)
        return session.client(
            service,
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            config=Config(retries={"total_max_attempts": 1}),
        )


def run(command: list[str], environment: Mapping[str, str]) -> str:
    """Run it to its end, or for the longest that it may take.

    Raises `CommandError`, or `TooLongError` once all that it started has ended, too.
    """
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        printed, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGTERM)  # also what it started: make, Terraform
        printed, _ = process.communicate(timeout=SECONDS_TO_STOP)
        raise TooLongError(f"Stopped after {SECONDS} s:\n{printed}") from None
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    if process.returncode:
        raise CommandError(printed)
    return printed


@pytest.fixture(scope="session")
def moto() -> Iterator[Moto]:
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    port = free_port()
    server = Server("moto's server", port, FOLDER / "moto.log", "/moto-api/")
    environment = {
        **inherited(),
        "AWS_ENDPOINT_URL": server.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "TF_CLI_ARGS": "-no-color",
    }
    command = [sys.executable, "-m", "moto.server", "--host", HOST, "--port", str(port)]
    try:
        server.start(command, inherited())
        yield Moto(environment)
    finally:
        server.stop()
