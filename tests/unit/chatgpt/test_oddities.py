"""Requests of a kind that no client sends: each gets an answer that says what is wanted."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.api_gateway import http_request
from tests.unit.chatgpt.harness import World, answer_to

ROUTES = [
    ("GET", "/my_route"),
    ("GET", "/link"),
    ("POST", "/link"),
    ("DELETE", "/link"),
    ("GET", "/conversation/messages"),
    ("POST", "/conversation/messages"),
    ("GET", "/conversation/overview"),
    ("POST", "/conversation/exports"),
    ("GET", "/operations/0c4be3a5-54a0-4f0e-8a0f-5a3d9a1c7d6e"),
    ("GET", "/oauth2/authorize"),
    ("POST", "/oauth2/register"),
    ("GET", "/connect"),
    ("POST", "/connect"),
    ("GET", "/connect/callback"),
    ("POST", "/connect/confirm"),
    ("GET", "/pictures/a/b/c/d"),
]
ODD: dict[str, dict[str, Any]] = {
    "no headers": {"headers": None},
    "a thousand headers": {"headers": {f"x-{number}": "y" * 100 for number in range(1000)}},
    "headers twice": {
        "headers": {
            "authorization": "Bearer a, Bearer b",
            "content-type": "application/json,text/xml",
            "cookie": "__Host-kaiwa-link=a; __Host-kaiwa-link=b",
            "sec-fetch-site": "same-origin,cross-site",
        }
    },
    "cookies": {"cookies": ["", "=", "__Host-kaiwa-link", "__Host-kaiwa-link=%00", "a=" * 5000]},
    "no base64": {"isBase64Encoded": True, "body": "x"},
    "bytes": {"isBase64Encoded": True, "body": "/v8A2A=="},
    "keys twice": {"body": '{"code": "a", "code": 1, "text": "a", "text": []}'},
    "no numbers": {"body": '{"code": NaN, "text": -Infinity, "replace": 1e999}'},
    "half pairs": {"body": '{"code": "\\ud800", "text": "\\udc00", "request_id": "\\ud800"}'},
    "nulls": {"body": '{"code": "\\u0000", "text": "\\u0000", "request_id": "\\u0000"}'},
    "deep": {"body": '{"code": ' * 50_000},
    "deep and whole": {"body": '{"code": ' * 900 + "1" + "}" * 900},
    "large": {"body": json.dumps({"code": "x" * 1_000_000, "text": "字" * 500_000})},
    "a query twice": {
        "rawQueryString": "state=1&state=2&cursor=a&cursor=b&limit=1&limit=2",
        "queryStringParameters": {"state": "1,2", "cursor": "a,b", "limit": "1,2"},
    },
    "a query of nothing": {"rawQueryString": "", "queryStringParameters": None},
    "an odd query": {
        "rawQueryString": "%00=%ff&%=&&===&cursor=%F0%9F&limit=%EF%BC%91",
        "queryStringParameters": {"\x00": "\ufffd", "": "", "cursor": "\ud800", "limit": "１"},
    },
    "a long query": {
        "rawQueryString": "query=" + "%41" * 8000,
        "queryStringParameters": {"query": "A" * 8000, "from": "9" * 5000, "timezone": "/" * 64},
    },
}


@pytest.mark.parametrize("oddity", ODD)
def test_every_route_answers_and_shows_nothing_of_the_inside(
    world: World, oddity: str, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    world.link()
    for method, path in ROUTES:
        event = http_request(method, path, {}) | ODD[oddity]
        answer = answer_to(event)
        place = f"{oddity}: {method} {path}", answer
        assert 200 <= answer["statusCode"] < 500, place
        answer["body"].encode()
        for inside in ("Traceback", "pydantic", "Error(", "utf-16", "site-packages"):
            assert inside not in answer["body"], place
    assert [line for line in log_lines() if line["level"] == "ERROR"] == []
