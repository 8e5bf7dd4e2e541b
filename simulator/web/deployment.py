"""The deployment that the pages look into: its stack.json, and clients of the emulated AWS."""

import json
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from simulator.state import Simulator

Description = dict[str, Any]

ANYBODY = ("test", "test")
QUICKLY = Config(connect_timeout=2, read_timeout=10, retries={"max_attempts": 1})


def description(simulator: Simulator) -> Description | None:
    """What stack.json says; `None` if there is no deployment, or none yet."""
    if simulator.stack is None:
        return None
    try:
        found: Description = json.loads(simulator.stack.read_text())
    except (FileNotFoundError, ValueError):  # not yet, or only half of it
        return None
    return found


def client(service: Any, stack: Description) -> Any:
    """A client of a service of the emulator. It blocks: use it in a thread."""
    return _client(service, stack["aws_endpoint_url"], stack["region"])


@cache
def _client(service: Any, url: str, region: str) -> Any:
    """Making one takes longer than using it. Threads may share clients, but not a session."""
    session = boto3.Session(*ANYBODY, region_name=region)
    return session.client(service, endpoint_url=url, config=QUICKLY)
