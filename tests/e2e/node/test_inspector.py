"""The inspector's command line, against the deployed MCP server with a token in the header."""

import json
from typing import Any

from simulator.stack import Stack
from tests.e2e.node.conftest import Program


def inspected(inspector: Program, stack: Stack, token: str, *arguments: str) -> Any:
    ran = inspector(
        f"{stack.description['api_url']}/mcp",
        *("--transport", "http", "--header", f"Authorization: Bearer {token}"),
        *arguments,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_it_lists_and_calls_tools(inspector: Program, stack: Stack, plugin_token: str) -> None:
    listed = inspected(inspector, stack, plugin_token, "--method", "tools/list")
    assert len(listed["tools"]) == 11
    called = inspected(
        inspector, stack, plugin_token, "--method", "tools/call", "--tool-name", "checkConnection"
    )
    assert called["structuredContent"] == {"success": True}
    resources = inspected(inspector, stack, plugin_token, "--method", "resources/list")
    assert [each["uri"] for each in resources["resources"]] == ["ui://kaiwa/messages.html"]


def test_without_a_token_it_gets_no_further(inspector: Program, stack: Stack) -> None:
    url = f"{stack.description['api_url']}/mcp"
    ran = inspector(url, "--transport", "http", "--method", "tools/list")
    assert ran.returncode != 0
    assert "Sign in first." in ran.stderr
