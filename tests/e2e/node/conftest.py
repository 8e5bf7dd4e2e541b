"""Clients of MCP written in JavaScript, which nobody here has written, and a door for them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest

from simulator.chatgpt import ChatGpt
from simulator.stack import BUILD, Stack
from tests.e2e.node.door import Door, running_door
from tests.e2e.oauth import PublicClient

HERE = Path(__file__).parent
MODULES = BUILD / "node" / "node_modules"
NODE = MODULES / "node" / "bin" / "node"
REMEDY = "apt-get install npm, and run make e2e"
SECONDS = 100


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Node these tests are left out, but never where CI counts on them."""
    if NODE.exists():
        return
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    if ours and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"There is no Node for {len(ours)} tests: {REMEDY}.")
    for item in ours:
        item.add_marker(pytest.mark.skip(reason=f"no Node: {REMEDY}"))


@dataclass(frozen=True)
class Program:
    """A program of a package: its path below the packages."""

    path: str

    def __call__(self, *arguments: str) -> "CompletedProcess[str]":
        """Run it to its end."""
        command = [str(NODE), str(MODULES / self.path), *arguments]
        return run(command, capture_output=True, text=True, timeout=SECONDS, check=False)


@pytest.fixture(scope="session")
def conformance() -> Program:
    return Program("@modelcontextprotocol/conformance/dist/index.js")


@pytest.fixture(scope="session")
def inspector() -> Program:
    return Program("@modelcontextprotocol/inspector-cli/build/index.js")


@pytest.fixture(scope="session")
def plugin_token(stack: Stack, hanako: ChatGpt) -> str:
    """An access token for the plugin, for clients that cannot sign in."""
    return str(PublicClient(stack, hanako.email).tokens()["access_token"])


@pytest.fixture
def door(stack: Stack, plugin_token: str) -> Iterator[Door]:
    """The MCP server for clients that cannot sign in: it adds the person's token."""
    with running_door(stack.description["api_url"], plugin_token) as door:
        yield door
