"""The plugin through the official client of MCP: it is told the address, and finds out the rest."""

import json
import uuid
from typing import Any

import pytest
from mcp import types
from mcp.shared.exceptions import MCPError

from simulator.plugin import Plugin, Revision
from simulator.processes import wait_until
from simulator.stack import Stack
from tests.e2e.conftest import Aws, Line
from tests.e2e.people import code_for, newcomer

REVISIONS = pytest.mark.parametrize("revision", ["legacy", "auto"])


def joined(stack: Stack, aws: Aws, name: str, revision: Revision = "auto") -> Plugin:
    """The plugin of somebody who exists from now on, and has not signed in to it yet."""
    newcomer(stack, aws, name)
    return Plugin(stack, name, revision)


def given(result: types.CallToolResult) -> dict[str, Any]:
    """What a tool that succeeded gave, to programs."""
    assert not result.is_error, result
    structured: dict[str, Any] = result.structured_content
    return structured


def words(result: types.CallToolResult) -> str:
    """What the model reads."""
    (text,) = result.content
    assert isinstance(text, types.TextContent)
    return text.text


@REVISIONS
def test_the_client_gets_in_by_itself(
    stack: Stack, aws: Aws, line: Line, revision: Revision
) -> None:
    plugin = joined(stack, aws, f"yuki-{revision}", revision)
    tools = {tool.name: tool for tool in plugin.tools()}
    assert set(tools) == {
        *("checkConnection", "getLink", "linkChat", "unlinkChat", "getOverview", "listMessages"),
        *("exportConversation", "sendMessage", "getOperation", "search", "fetch"),
    }
    assert plugin.memory.client is not None
    assert plugin.memory.client.client_id == aws.outputs["plugin"]["client_id"]
    assert plugin.memory.client.client_secret is None
    assert plugin.memory.tokens is not None
    assert plugin.memory.tokens.refresh_token
    assert given(plugin.call("checkConnection")) == {"success": True}
    refused = plugin.call("getOverview")
    assert (refused.is_error, words(refused).split(":")[0]) == (True, "not_linked")


@REVISIONS
def test_every_tool_is_called(stack: Stack, aws: Aws, line: Line, revision: Revision) -> None:
    plugin = joined(stack, aws, f"ren-{revision}", revision)
    code = code_for(line, plugin.name)
    assert given(plugin.call("linkChat", code=code))["linked"]
    line.settle()
    line.say(plugin.name, "京都の桜を見たい")
    assert given(plugin.call("getLink"))["linked"]
    (day,) = given(plugin.call("getOverview"))["days"]
    listed = given(plugin.call("listMessages", query="桜", order="oldest"))
    assert listed["messages"][0]["text"] == "京都の桜を見たい"

    found = plugin.call("search", query="桜")
    (first, *_) = given(found)["results"]
    assert json.loads(words(found)) == given(found)
    document = plugin.call("fetch", id=first["id"])
    assert json.loads(words(document)) == given(document)
    assert "京都の桜を見たい" in given(document)["text"]
    (read,) = plugin.read(f"kaiwa://conversation/{day['day']}").contents
    assert isinstance(read, types.TextResourceContents)
    assert "京都の桜を見たい" in read.text

    exported = plugin.call("exportConversation", format="csv")
    assert given(exported)["messages"] == 2
    assert [each.type for each in exported.content] == ["text", "resource"]
    sent = given(plugin.call("sendMessage", text="またね。", request_id=str(uuid.uuid4())))
    line.settle()
    assert line.shown(plugin.name)[-1] == ("push", "またね。")
    operation = sent["operation_id"]
    assert wait_until(
        lambda: given(plugin.call("getOperation", operation_id=operation))["status"] == "delivered",
        20,
    )
    assert not given(plugin.call("unlinkChat"))["linked"]
    assert plugin.call("search", query="桜").is_error


def test_what_is_not_there_is_the_protocols_error(stack: Stack, aws: Aws) -> None:
    plugin = joined(stack, aws, "mio")
    for act in (
        lambda: plugin.call("noSuchTool"),
        lambda: plugin.read("kaiwa://no/such/resource"),
    ):
        with pytest.raises(MCPError):
            act()
