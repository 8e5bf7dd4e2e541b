"""Forms and requests from an OpenAPI document."""

from typing import Any

import pytest

from simulator.web.forms import Field
from simulator.web.openapi import Operation, operations
from tests.unit.simulator.deployed import DOCUMENT


def operation(name: str) -> Operation:
    (found,) = [each for each in operations(DOCUMENT) if each.name == name]
    return found


def test_the_operations_of_the_deployed_document() -> None:
    assert [(each.name, each.method, each.consequential) for each in operations(DOCUMENT)] == [
        ("getLink", "GET", False),
        ("linkChat", "POST", True),
        ("unlinkChat", "DELETE", True),
        ("checkConnection", "POST", False),
        ("exportConversation", "POST", False),
        ("listMessages", "GET", False),
        ("sendMessage", "POST", True),
        ("getOverview", "GET", False),
        ("getOperation", "GET", False),
    ]


def test_fields_come_from_parameters_and_from_the_body() -> None:
    assert [(each.name, each.place, each.kind) for each in operation("listMessages").fields] == [
        ("from", "query", "text"),
        ("to", "query", "text"),
        ("timezone", "query", "text"),
        ("query", "query", "text"),
        ("order", "query", "choice"),
        ("limit", "query", "number"),
        ("cursor", "query", "text"),
    ]
    text, request_id = operation("sendMessage").fields
    assert text == Field("text", "body", "long_text", True, "The exact words.", "")
    assert (request_id.required, request_id.fresh) == (True, True)
    code, replace = operation("linkChat").fields
    assert (code.kind, replace.kind, replace.default) == ("text", "flag", False)


@pytest.mark.parametrize(
    ("name", "given", "request_"),
    [
        ("getLink", {}, ("/link", {}, None)),
        ("linkChat", {"code": "A", "replace": True}, ("/link", {}, {"code": "A", "replace": True})),
        ("linkChat", {"code": "", "replace": False}, ("/link", {}, {"replace": False})),
        (
            "listMessages",
            {"limit": "5", "to": ""},
            ("/conversation/messages", {"limit": "5"}, None),
        ),
        ("getOperation", {"operation_id": "../a b"}, ("/operations/..%2Fa%20b", {}, None)),
    ],
)
def test_requests_have_what_was_filled_in(name: str, given: Any, request_: Any) -> None:
    assert operation(name).request(given) == request_


def test_a_document_may_say_less() -> None:
    schema = {
        "type": "object",
        "properties": {
            "count": {"anyOf": [{"type": "integer"}, {"type": "null"}], "description": "How many."},
            "tags": {"type": "array"},
        },
    }
    body = {"content": {"application/json": {"schema": schema}}}
    (found,) = operations({"paths": {"/things": {"post": {"requestBody": body}}}})
    assert (found.name, found.summary, found.consequential) == ("post /things", "", True)
    assert [(each.kind, each.description) for each in found.fields] == [
        ("number", "How many."),
        ("json", ""),
    ]
    given = {"count": "3", "tags": '["a"]'}
    assert found.request(given) == ("/things", {}, {"count": 3, "tags": ["a"]})
    assert found.request({"count": "three"})[2] == {"count": "three"}
