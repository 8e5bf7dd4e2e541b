"""The door of `/mcp`, through the handler: methods, web pages, sizes, scopes."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from chatgpt import handler
from chatgpt.plugin import endpoint
from tests.api_gateway import CONTEXT, http_request
from tests.unit.chatgpt.harness import HANAKO
from tests.unit.chatgpt.plugin.client import CHALLENGE, Client, protocol_error
from tests.unit.chatgpt.plugin.pool import Pool

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
PONG = '{"jsonrpc":"2.0","id":1,"result":{}}'
PARSE_ERROR = protocol_error(400, -32700, "Parse error")
NO_MESSAGE = protocol_error(400, -32600, "One JSON-RPC message is wanted.")
TOO_DEEP = protocol_error(400, -32600, "The message is too deep.")


def nested(depth: int) -> dict[str, Any]:
    value: Any = 1
    for _ in range(depth):
        value = {"x": value}
    return {**PING, "params": value}


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS"])
def test_there_is_nothing_but_post(client: Client, method: str) -> None:
    event = http_request(method, "/mcp", account=None)
    event["headers"]["authorization"] = f"Bearer {client.token}"
    expected = protocol_error(405, -32600, "Only POST is allowed.", Allow="POST")
    assert handler.lambda_handler(event, CONTEXT) == expected


def test_no_web_page_may_call(client: Client) -> None:
    expected = protocol_error(403, -32600, "This web page may not call.")
    for origin in ("https://evil.example", "null", "http://api.example.com", "http://localhost"):
        assert client.post(PING, origin=origin) == expected
    assert client.post(PING, origin="https://api.example.com")["body"] == PONG


def test_a_web_page_may_call_if_the_operator_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://pages.example.com https://other.example.com")
    assert client.post(PING, origin="https://pages.example.com")["body"] == PONG
    assert client.post(PING, origin="https://pages.example.com.evil.example")["statusCode"] == 403


@pytest.mark.parametrize("body", ["", "{", "x" * 1000, '{"id": ' + "9" * 5000 + "}", "[" * 100_000])
def test_what_is_no_json_is_a_parse_error(client: Client, body: str) -> None:
    assert client.post(body) == PARSE_ERROR


@pytest.mark.parametrize("body", ["[]", "null", '"text"', "1", json.dumps([PING, PING])])
def test_one_message_a_request(client: Client, body: str) -> None:
    assert client.post(body) == NO_MESSAGE


@pytest.mark.parametrize(
    "changes",
    [
        {"jsonrpc": "1.0"},
        {"jsonrpc": None},
        {"method": None},
        {"method": ["ping"]},
        {"params": [1]},
        {"params": None},
        {"id": None},
        {"id": True},
        {"id": 1.5},
        {"id": ["1"]},
    ],
)
def test_a_message_of_another_shape_shows_nothing_of_the_inside(
    client: Client, changes: dict[str, Any]
) -> None:
    expected = protocol_error(400, -32600, "This is no message of JSON-RPC 2.0.")
    assert client.post({**PING, **changes}) == expected
    assert client.post({"jsonrpc": "2.0", "id": 1, "result": {}}) == expected


def test_what_is_not_about_the_protocol_stays_outside(client: Client) -> None:
    answer = client.post(PING, x_forwarded_port="x, 443", host="a:b:c", cookie="a=b")
    assert answer["body"] == PONG


def test_a_defect_of_the_library_shows_nothing_of_the_inside(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    log_lines: Callable[[], list[dict[str, Any]]],
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(endpoint, "serve", broken)
    assert client.post(PING) == protocol_error(
        500,
        -32603,
        "Something went wrong here. Call again once; if it fails again, tell the user that Kaiwa "
        "does not work at the moment.",
    )
    assert log_lines()[0]["failure"]["error"] == "builtins.RuntimeError"
    assert "a secret" not in str(log_lines())


def test_requests_are_bounded(client: Client) -> None:
    assert client.post(nested(14))["body"] == PONG
    assert client.post(nested(15)) == TOO_DEEP
    assert client.post(nested(900)) == TOO_DEEP
    largest = {**PING, "params": {"x": "x" * (256 * 1024 - 66)}}
    assert len(json.dumps(largest)) == 256 * 1024
    assert client.post(largest)["body"] == PONG
    assert client.post(json.dumps(largest) + " ") == protocol_error(
        413, -32600, "At most 262144 bytes are taken."
    )


def test_a_body_in_base64_is_read(client: Client) -> None:
    encoded = base64.b64encode(json.dumps(PING).encode()).decode()
    event = http_request("POST", "/mcp", encoded, account=None, isBase64Encoded=True)
    event["headers"] |= {
        "authorization": f"Bearer {client.token}",
        "accept": "application/json, text/event-stream",
    }
    assert handler.lambda_handler(event, CONTEXT)["body"] == PONG


@pytest.mark.parametrize(
    ("scopes", "method", "params", "missing"),
    [
        ("openid", "tools/call", {"name": "listMessages"}, "kaiwa/read"),
        ("openid kaiwa/send", "tools/call", {"name": "search"}, "kaiwa/read"),
        ("openid kaiwa/read", "tools/call", {"name": "sendMessage"}, "kaiwa/send"),
        ("openid kaiwa/read", "tools/call", {"name": "getOperation"}, "kaiwa/send"),
        ("kaiwa/read", "tools/call", {"name": "checkConnection"}, "openid"),
        ("other/read", "tools/call", {"name": "getLink"}, "kaiwa/read"),
        ("", "tools/call", {"name": "no-such-tool"}, "openid"),
        ("", "tools/call", {"name": ["listMessages"]}, "openid"),
        ("openid", "resources/read", {"uri": "kaiwa://conversation/2026-11-22"}, "kaiwa/read"),
    ],
)
def test_a_missing_scope_is_asked_for(
    pool: Pool, scopes: str, method: str, params: dict[str, Any], missing: str
) -> None:
    reason = "The sign-in does not allow this."
    told = f'Bearer error="insufficient_scope", error_description="{reason}", '
    challenge = told + CHALLENGE.format(scope=missing)
    client = Client(pool, token=pool.token(HANAKO, scope=scopes))
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    assert client.post(message) == protocol_error(403, -32600, reason, WWW_Authenticate=challenge)


@pytest.mark.parametrize("method", ["ping", "tools/list", "resources/list", "initialize"])
def test_no_scope_is_needed_to_look_around(pool: Pool, method: str) -> None:
    client = Client(pool, token=pool.token(HANAKO, scope=""))
    message = {"jsonrpc": "2.0", "id": 1, "method": method}
    assert client.post(message)["statusCode"] == 200
