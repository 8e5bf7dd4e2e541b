"""Messages to `/mcp` of a kind that no client sends, from somebody who has signed in."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatgpt import handler
from chatgpt.plugin.tools import TOOLS
from tests.api_gateway import CONTEXT, http_request
from tests.unit.chatgpt.plugin.client import Client, protocol_error
from tests.unit.events.arbitrary import JSON, TEXTS

METHODS = st.one_of(
    st.sampled_from(
        ["initialize", "ping", "tools/list", "tools/call", "resources/read", "resources/list"]
    ),
    TEXTS,
)
NAMES = st.one_of(st.sampled_from([*TOOLS]), TEXTS)
ARGUMENTS = ("code", "query", "cursor", "from", "to", "id", "limit", "text", "request_id", "format")
PARAMS = st.one_of(
    st.dictionaries(TEXTS, JSON, max_size=3),
    st.fixed_dictionaries(
        {"name": NAMES},
        optional={
            "arguments": st.one_of(JSON, st.dictionaries(st.sampled_from(ARGUMENTS), JSON)),
            "uri": st.one_of(TEXTS, JSON),
            "_meta": JSON,
            "protocolVersion": JSON,
        },
    ),
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.one_of(st.integers(), TEXTS, st.just(10**4000)), METHODS, PARAMS, st.booleans())
def test_whatever_is_asked_is_answered(
    person: Client, number: Any, method: str, params: Any, bare: bool
) -> None:
    """Without a link there is nothing to be had, and nothing that fails shows the inside."""
    message = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    if bare:
        del message["id"]
    answer = person.post(message)
    assert answer["statusCode"] in {200, 202, 400, 403, 404}, answer
    answer["body"].encode()
    for inside in ("Traceback", "pydantic", "Error(", "site-packages", ".py"):
        assert inside not in answer["body"], answer


@pytest.mark.parametrize(
    "changes",
    [
        {"headers": None},
        {"headers": {"authorization": "Bearer a, Bearer b"}},
        {"headers": {"authorization": "Bearer " + "a" * 9000}},
        {"headers": {"authorization": "Bearer \ud800.\x00.字"}},
        {"headers": {"authorization": ["Bearer a"], "origin": None}},
        {"isBase64Encoded": True, "body": "x"},
        {"isBase64Encoded": True, "body": None},
        {"body": "\ud800"},
    ],
)
def test_whoever_has_not_signed_in_hears_of_that_alone(
    client: Client, changes: dict[str, Any], log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    event = http_request("POST", "/mcp", "{}", account=None) | changes
    answer = handler.lambda_handler(event, CONTEXT)
    assert (answer["statusCode"], json.loads(answer["body"])["error"]["code"]) in {
        (401, -32600),
        (403, -32600),
        (400, -32700),
    }
    assert [line for line in log_lines() if line["level"] == "ERROR"] == []


ODD_BODIES = [
    '\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"\ud800"}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}',
    '{"jsonrpc":"2.0","id":NaN,"method":"ping"}',
    '{"jsonrpc":"2.0","id":1e999,"method":"ping"}',
    '{"jsonrpc":"2.0","id":"\\ud800","method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"method":"\\ud800"}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"\\ud800":"\\u0000"}}',
    '{"jsonrpc":"2.0","id":' + "9" * 4000 + ',"method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"\\ud800"}}}',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":NaN}}}',
]


@pytest.mark.parametrize("body", ODD_BODIES)
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/json; charset=utf-7"]
)
def test_odd_json_is_answered(
    person: Client,
    body: str,
    content_type: str,
    log_lines: Callable[[], list[dict[str, Any]]],
) -> None:
    answer = person.post(body, content_type=content_type)
    assert answer["statusCode"] in {200, 400, 415}, answer
    answer["body"].encode()
    assert [line for line in log_lines() if line["level"] == "ERROR"] == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_what_is_read_at_the_door_is_what_is_read_behind_it(person: Client, encoding: str) -> None:
    body = base64.b64encode('{"jsonrpc":"2.0","id":1,"method":"ping"}'.encode(encoding)).decode()
    event = http_request("POST", "/mcp", account=None) | {"body": body, "isBase64Encoded": True}
    event["headers"]["authorization"] = f"Bearer {person.token}"
    assert handler.lambda_handler(event, CONTEXT) == protocol_error(400, -32700, "Parse error")


ODD_HEADERS = [
    "",
    "\ud800",
    "\x00",
    "字",
    "a" * 5000,
    "*/*",
    "gzip",
    "1999-01-01",
    "2026-07-28",
    "null",
]


@pytest.mark.parametrize("value", ODD_HEADERS)
@pytest.mark.parametrize(
    "name", ["accept", "content-type", "mcp-protocol-version", "mcp-session-id", "mcp-\ud800"]
)
def test_odd_headers_are_answered(
    person: Client, name: str, value: str, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    answer = person.post('{"jsonrpc":"2.0","id":1,"method":"ping"}', **{name: value})
    assert answer["statusCode"] in {200, 400, 406, 415}, answer
    assert [line for line in log_lines() if line["level"] == "ERROR"] == []
