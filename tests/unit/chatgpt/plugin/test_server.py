"""The protocol, as the three revisions speak it, through the handler."""

import json
from typing import Any

import pytest

from chatgpt.plugin.server import INSTRUCTIONS
from chatgpt.plugin.tools import TOOLS
from kaiwa import __version__
from tests.unit.chatgpt.plugin.client import Client

TODAY = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": TODAY,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "tests", "version": "1"},
}
READING = {
    *("checkConnection", "getLink", "getOverview", "listMessages", "exportConversation"),
    *("getOperation", "search", "fetch"),
}


def modern(client: Client, method: str, **params: Any) -> dict[str, Any]:
    """The whole response to a request of the revision without a handshake."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": META}}
    name = {"mcp_name": params["name"]} if "name" in params else {}
    return client.post(message, mcp_protocol_version=TODAY, mcp_method=method, **name)


@pytest.mark.parametrize("revision", ["2025-06-18", "2025-11-25"])
def test_the_handshake(client: Client, revision: str) -> None:
    result = client.ask(
        "initialize",
        protocolVersion=revision,
        capabilities={},
        clientInfo={"name": "tests", "version": "1"},
    )["result"]
    assert result == {
        "protocolVersion": revision,
        "capabilities": {
            "resources": {"listChanged": False, "subscribe": False},
            "tools": {"listChanged": False},
        },
        "serverInfo": {"name": "kaiwa", "title": "Kaiwa", "version": __version__},
        "instructions": INSTRUCTIONS,
    }


def test_there_is_no_session(client: Client) -> None:
    answer = client.post({"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (answer["statusCode"], answer["body"]) == (202, "")
    assert "mcp-session-id" not in {name.lower() for name in answer["headers"]}
    assert client.ask("tools/list")["result"]["tools"]


def test_the_revision_without_a_handshake(client: Client) -> None:
    discovered = json.loads(modern(client, "server/discover")["body"])["result"]
    assert TODAY in discovered["supportedVersions"]
    assert discovered["instructions"] == INSTRUCTIONS
    assert discovered["capabilities"]["extensions"] == {"io.modelcontextprotocol/ui": {}}
    listed = json.loads(modern(client, "tools/list")["body"])["result"]
    assert (listed["resultType"], listed["ttlMs"], listed["cacheScope"]) == (
        "complete",
        300_000,
        "public",
    )
    called = json.loads(modern(client, "tools/call", name="checkConnection")["body"])["result"]
    assert called["structuredContent"] == {"success": True}


def test_headers_that_say_something_else_are_refused(client: Client) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": META}}
    answer = client.post(message, mcp_protocol_version=TODAY, mcp_method="tools/call")
    assert answer["statusCode"] == 400
    assert json.loads(answer["body"])["error"]["code"] == -32020
    assert client.post(message, mcp_protocol_version="2099-01-01")["statusCode"] == 400


def test_unknown_methods_and_tools(client: Client) -> None:
    assert client.ask("tools/destroy")["error"] == {
        "code": -32601,
        "message": "Method not found",
        "data": "tools/destroy",
    }
    unknown = client.ask("tools/call", name="no-such-tool", arguments={})["error"]
    assert unknown["code"] == -32602
    assert unknown["message"].startswith("Unknown tool. There are checkConnection, getLink")


@pytest.mark.parametrize("arguments", ["text", 5, [1]])
def test_arguments_are_an_object(client: Client, arguments: Any) -> None:
    error = client.ask("tools/call", name="listMessages", arguments=arguments)["error"]
    assert error == {"code": -32602, "message": "Invalid request parameters", "data": ""}


def test_the_wrong_kind_of_body_or_answer_is_refused(client: Client) -> None:
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert client.post(ping, content_type="text/plain")["statusCode"] == 400
    assert client.post(ping, accept="text/html")["statusCode"] == 406
    assert client.post({"jsonrpc": "1.0", "id": 1, "method": "ping"})["statusCode"] == 400
    assert client.post({"id": 1})["statusCode"] == 400


def test_each_tool_says_what_it_is(client: Client) -> None:
    listed = {tool["name"]: tool for tool in client.ask("tools/list")["result"]["tools"]}
    assert [*listed] == [*TOOLS]
    for name, tool in listed.items():
        assert tool["title"], name
        assert tool["description"].startswith("Use this "), name
        assert tool["inputSchema"]["type"] == tool["outputSchema"]["type"] == "object", name
        hints = tool["annotations"]
        assert {*hints} == {
            *("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"),
        }, name
        assert hints["readOnlyHint"] is (name in READING), name
        assert hints["destructiveHint"] is (name in {"linkChat", "unlinkChat"}), name
    for name, scope in (("checkConnection", "openid"), ("sendMessage", "kaiwa/send")):
        assert listed[name]["_meta"] == {
            "securitySchemes": [{"type": "oauth2", "scopes": [scope]}],
        }
    assert listed["listMessages"]["_meta"] == {
        "securitySchemes": [{"type": "oauth2", "scopes": ["kaiwa/read"]}],
        "ui": {"resourceUri": "ui://kaiwa/messages.html"},
    }
    assert listed["search"]["inputSchema"]["required"] == ["query"]
    assert listed["fetch"]["inputSchema"]["required"] == ["id"]


def test_the_instructions_stand_alone_where_they_are_cut() -> None:
    """Some hosts use the first 512 characters only."""
    assert "not_linked" in INSTRUCTIONS[:512]
    assert "data" in INSTRUCTIONS[:512]
