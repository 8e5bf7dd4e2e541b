"""Both faces offer the same operations, with the same limits and the same refusals."""

import json
from typing import Any

import pytest

from chatgpt.action.problems import OF_HTTP, STATUSES
from chatgpt.conversation.expected_errors import PROBLEMS
from chatgpt.conversation.problems import INVALID, UNEXPECTED
from chatgpt.plugin.tools import SENDS, TOOLS
from tests.builders import at
from tests.unit.chatgpt.harness import DOCUMENT, World, message, store
from tests.unit.chatgpt.plugin.client import Client
from tests.unit.chatgpt.plugin.conftest import person, pool, running

__all__ = ["person", "pool", "running"]

DOCUMENTS = {"search", "fetch"}
"""For those who look for these two; what they find, listMessages finds too."""
LIMITS = {
    *("minimum", "maximum", "minLength", "maxLength", "pattern", "enum", "default", "type"),
    *("description",),
}
ROUTES = {
    "getLink": ("GET", "/link", {}),
    "linkChat": ("POST", "/link", {"code": "WRONG-CODES"}),
    "unlinkChat": ("DELETE", "/link", {}),
    "getOverview": ("GET", "/conversation/overview", {"from": "2026-11-22", "to": "2026-11-01"}),
    "listMessages": ("GET", "/conversation/messages", {"cursor": "x"}),
    "exportConversation": ("POST", "/conversation/exports", {"format": "csv", "timezone": "X/Y"}),
    "sendMessage": ("POST", "/conversation/messages", {"text": " ", "request_id": "1"}),
    "getOperation": ("GET", "/operations/{operation_id}", {"operation_id": "0" * 36}),
}


def operations() -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation
        for methods in DOCUMENT["paths"].values()
        for operation in methods.values()
    }


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found: dict[str, Any] = DOCUMENT["components"]["schemas"][name]
        return found
    return schema


def fields_of(operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What an operation of the action takes, by name, with its limits."""
    fields = {
        parameter["name"]: {**parameter["schema"], "description": parameter["description"]}
        for parameter in operation.get("parameters", [])
    }
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        fields |= resolved(schema)["properties"]
    return {name: limits_of(field) for name, field in fields.items()}


def limits_of(field: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in field.items() if name in LIMITS}


def test_both_offer_the_same_operations() -> None:
    assert {*operations()} == {*TOOLS} - DOCUMENTS


@pytest.mark.parametrize("name", sorted({*TOOLS} - DOCUMENTS))
def test_an_operation_takes_the_same_with_the_same_limits(name: str) -> None:
    schema = TOOLS[name].takes.model_json_schema()
    tool = {field: limits_of(value) for field, value in schema.get("properties", {}).items()}
    assert tool == fields_of(operations()[name])


@pytest.mark.parametrize("name", sorted({*TOOLS} - DOCUMENTS))
def test_both_ask_the_person_before_the_same_operations(name: str) -> None:
    asks = operations()[name]["x-openai-isConsequential"]
    assert asks is not TOOLS[name].annotations.read_only_hint
    assert TOOLS["sendMessage"].annotations is SENDS


def test_every_problem_has_a_status() -> None:
    told = {problem.code for problem in (*PROBLEMS.values(), *OF_HTTP.values(), UNEXPECTED)}
    assert told | {INVALID.code} == {*STATUSES}


@pytest.mark.parametrize("name", sorted(ROUTES))
@pytest.mark.parametrize("is_linked", [False, True])
def test_both_refuse_the_same_in_the_same_words(
    world: World, person: Client, name: str, is_linked: bool
) -> None:
    if is_linked:
        world.link()
        store(message(at(1)))
    method, path, given = ROUTES[name]
    arguments = dict(given)
    for parameter in [each for each in arguments if f"{{{each}}}" in path]:
        path = path.replace(f"{{{parameter}}}", arguments.pop(parameter))
    body = arguments if method == "POST" else None
    query = {} if body else {f"{key}_": value for key, value in arguments.items()}
    result = person.call(name, **given)
    if is_linked:
        world.link()
    answer = world.call(method, path, body, **query)
    told = json.loads(answer["body"])
    if result["isError"]:
        assert result["content"][0]["text"] == f"{told['error']}: {told['message']}"
    else:
        assert result["structuredContent"] == told
