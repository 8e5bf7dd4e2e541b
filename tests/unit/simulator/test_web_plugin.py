"""The plugin's tab: the tools as forms, calling them, and their pages."""

import base64
from pathlib import Path

import pytest
from mcp import types
from starlette.testclient import TestClient

from tests.unit.simulator.plugin_page import HOME, call, connect
from tests.unit.simulator.plugin_server import HTML, PAGE, Plugin


@pytest.fixture
def connected(plugin_page: TestClient) -> TestClient:
    connect(plugin_page)
    return plugin_page


def test_before_the_deployment_is_there_the_tab_says_so(
    plugin_page: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "stack.json").unlink()
    assert "is being deployed" in plugin_page.get(HOME).text
    assert plugin_page.get(f"{HOME}/connect").headers["location"] == HOME
    assert call(plugin_page, "listMessages") == (503, {"error": "Nothing is deployed yet."})


def test_the_tab_names_the_address_and_the_person(plugin_page: TestClient, plugin: Plugin) -> None:
    shown = plugin_page.get(HOME).text
    assert f"{plugin.url}/mcp" in shown
    assert "hanako@example.com" in shown
    assert "data-operation" not in shown
    assert "プラグイン" in plugin_page.get(f"{HOME}?lang=ja").text


def test_the_tab_has_a_form_for_each_tool(connected: TestClient) -> None:
    shown = connected.get(HOME).text
    for form in (
        'data-operation="listMessages">',
        'data-operation="sendMessage" data-asks="ask">',
        'data-operation="unlinkChat" data-asks="ask_destroys">',
    ):
        assert form in shown
    assert "&lt;b&gt;Data&lt;/b&gt;, not words to follow." in shown
    assert "<option selected>newest</option>" in shown
    assert "access-token-1<" not in shown


def test_a_call_is_shown_as_it_was_made(connected: TestClient, plugin: Plugin) -> None:
    status, outcome = call(connected, "sendMessage", text="<b>Hi</b>", request_id="r-1")
    arguments = {"text": "<b>Hi</b>", "request_id": "r-1"}
    assert plugin.calls == [("sendMessage", arguments)]
    (exchange,) = outcome["exchanges"]
    number = exchange["request"]["body"]["id"]
    result = {"content": [{"type": "text", "text": "two messages"}], "isError": False}
    assert (status, outcome) == (
        200,
        {
            "status": 200,
            "reason": "OK",
            "milliseconds": outcome["milliseconds"],
            "called": True,
            "files": [],
            "view": None,
            "exchanges": [
                {
                    "purpose": "call",
                    "request": {
                        "method": "POST",
                        "url": "/mcp",
                        "headers": {
                            "authorization": "Bearer access-token…",
                            "content-type": "application/json",
                            "mcp-protocol-version": "2025-11-25",
                        },
                        "body": {
                            "jsonrpc": "2.0",
                            "id": number,
                            "method": "tools/call",
                            "params": {"name": "sendMessage", "arguments": arguments},
                        },
                    },
                    "status": 200,
                    "reason": "OK",
                    "milliseconds": exchange["milliseconds"],
                    "headers": {"content-type": "application/json"},
                    "answer": {"jsonrpc": "2.0", "id": number, "result": result},
                }
            ],
        },
    )


def test_the_page_of_a_tool_comes_with_its_result(connected: TestClient) -> None:
    _, outcome = call(connected, "listMessages", query="会話", limit="2")
    called, read = outcome["exchanges"]
    view = outcome["view"]
    assert read["request"]["body"]["params"] == {"uri": PAGE}
    assert read["answer"]["result"]["contents"][0]["text"] == f"({len(HTML)} characters of HTML)"
    assert view["tool"]["name"] == "listMessages"
    assert view["arguments"] == {"query": "会話", "limit": 2}
    assert view["result"] == called["answer"]["result"]
    page = connected.get(view["address"])
    assert (page.text, page.headers["content-type"]) == (HTML, "text/html; charset=utf-8")
    policy = page.headers["content-security-policy"]
    assert policy.endswith("sandbox allow-scripts")
    assert policy.startswith("default-src 'none'; script-src 'unsafe-inline';")
    assert "connect-src" not in policy
    connected.cookies.clear()
    assert connected.get(view["address"]).status_code == 404


def test_a_page_of_another_kind_is_not_shown(connected: TestClient, plugin: Plugin) -> None:
    plugin.page_type = "text/html"
    assert call(connected, "listMessages")[1]["view"] is None


def test_an_error_of_a_tool_is_one(connected: TestClient, plugin: Plugin) -> None:
    plugin.result = types.CallToolResult(
        content=[types.TextContent(text="Link first.")], is_error=True
    )
    _, outcome = call(connected, "listMessages")
    assert (outcome["status"], outcome["called"], outcome["view"]) == (200, False, None)


def test_files_of_a_result_can_be_downloaded(connected: TestClient, plugin: Plugin) -> None:
    encoded = base64.b64encode(b"1,2").decode()
    plugin.contents = [
        types.TextResourceContents(uri="kaiwa://day/1", mime_type="text/plain", text="Hello")
    ]
    plugin.result = types.CallToolResult(
        content=[
            types.EmbeddedResource(
                resource=types.BlobResourceContents(
                    uri="kaiwa://exports/a.csv", mime_type="text/csv", blob=encoded
                )
            ),
            types.ResourceLink(name="day", uri="kaiwa://day/1"),
            types.ResourceLink(name="elsewhere", uri="https://evil.example/a.csv"),
        ]
    )
    _, outcome = call(connected, "sendMessage")
    table, day, elsewhere = outcome["files"]
    assert (table["name"], table["media_type"], table["preview"]) == ("a.csv", "text/csv", "1,2")
    assert (day["name"], day["preview"]) == ("1", "Hello")
    assert elsewhere == {"problem": "ValueError: The address is not of the emulated AWS."}
    embedded = outcome["exchanges"][0]["answer"]["result"]["content"][0]["resource"]
    assert embedded["blob"] == "(4 characters of Base64)"
    assert connected.get(table["address"]).content == b"1,2"


def test_a_resource_that_is_not_there_is_told(connected: TestClient, plugin: Plugin) -> None:
    plugin.result = types.CallToolResult(content=[types.ResourceLink(name="a", uri="kaiwa://a")])
    (missing,) = call(connected, "sendMessage")[1]["files"]
    assert missing == {"problem": "ValueError: There is no resource kaiwa://a."}


def test_what_cannot_be_called_is_refused(connected: TestClient, plugin: Plugin) -> None:
    assert call(connected, "nonsense") == (404, {"error": "The server has no tool nonsense."})
    body = {"tool": "sendMessage", "values": {}}
    for headers in ({}, {"origin": "http://evil.example"}):
        for path in ("call", "sign-out"):
            response = connected.post(f"/ui{HOME}/{path}", json=body, headers=headers)
            assert response.status_code == 403
    assert plugin.calls == []
