"""The stand-in of OpenAI calls a function of the request's, and refuses schemas as OpenAI does."""

import json
from typing import Any

import pytest

from tests.unit.simulator.harness import Json, Stand, ask, said
from tests.unit.simulator.openai_harness import refused

PARAMETERS: Json = {
    "type": "object",
    "properties": {
        "minutes_from_now": {"type": ["number", "null"]},
        "at": {"type": ["string", "null"]},
        "words": {"type": "string"},
    },
    "required": ["minutes_from_now", "at", "words"],
    "additionalProperties": False,
}
TOOL: Json = {"type": "function", "name": "later", "strict": True, "parameters": PARAMETERS}


def called(stand: Stand, words: str, instructions: str = "It is 2026-11-22.") -> Any:
    asked = said(("user", words))
    status, answer = ask(stand, input=asked, tools=[TOOL], instructions=instructions)
    assert status == 200, answer
    (item,) = answer["output"]
    return item["type"] == "function_call" and json.loads(item["arguments"])


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("remind me in 10 seconds to go", [10 / 60, None, "go"]),
        ("10分後に会議と教えて", [10, None, "会議"]),
        ("明日の9時に会議と教えて", [None, "2026-11-23T09:00", "会議"]),
        ("昨日9時に会議と教えて", [None, "2026-11-21T09:00", "会議"]),
        ("remind me tomorrow at 9 to go", [None, "2026-11-23T09:00", "go"]),
    ],
)
def test_calls_it_for_who_wants_to_be_told_later(
    stand: Stand, words: str, arguments: list[Any]
) -> None:
    names = ("minutes_from_now", "at", "words")
    assert called(stand, words) == dict(zip(names, arguments, strict=True))


def test_answers_else_and_where_it_does_not_know_the_date(stand: Stand) -> None:
    assert called(stand, "Hello") is False
    assert called(stand, "remind me tomorrow at 9 to go", "Be kind.") is False


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (
            {"additionalProperties": True},
            "'additionalProperties' is required to be supplied and to be false.",
        ),
        (
            {"required": ["words", "minutes_from_now"]},
            (
                "'required' is required to be supplied and to be an array including every key in"
                " properties. Missing 'at'."
            ),
        ),
    ],
)
def test_a_schema_that_is_not_strict_is_refused(stand: Stand, change: Json, wrong: str) -> None:
    tool = TOOL | {"parameters": PARAMETERS | change}
    answered = ask(stand, input="Hello", tools=[tool])
    message = f"Invalid schema for function 'later': In context=(), {wrong}"
    assert answered == refused(message, "tools[0].parameters", "invalid_function_parameters")


def test_a_function_has_a_name(stand: Stand) -> None:
    status, answer = ask(stand, input="Hello", tools=[TOOL | {"name": "no name"}])
    assert (status, answer["error"]["param"]) == (400, "tools[0].name")
