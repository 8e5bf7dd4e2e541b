"""Requests that the model stand-in refuses, as OpenAI would or for the users' sake."""

import pytest

from tests.unit.simulator.harness import MODEL, OPENAI, Json, Stand, ask, said
from tests.unit.simulator.openai_harness import refused

STORE = "This stand-in wants store=false in every request, or OpenAI keeps what users wrote."
REFUSALS: list[tuple[Json, str, str, str]] = [
    ({"store": None}, STORE, "store", "invalid_value"),
    ({"store": True}, STORE, "store", "invalid_value"),
    (
        {"model": None},
        "Missing required parameter: 'model'.",
        "model",
        "missing_required_parameter",
    ),
    (
        {"input": None},
        "Missing required parameter: 'input'.",
        "input",
        "missing_required_parameter",
    ),
    (
        {"max_tokens": 5},
        "Unknown parameter: 'max_tokens'.",
        "max_tokens",
        "unknown_parameter",
    ),
    (
        {"instructions": 5},
        "Invalid type for 'instructions': expected a string.",
        "instructions",
        "invalid_type",
    ),
    (
        {"max_output_tokens": 5},
        (
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16,"
            " but got 5 instead."
        ),
        "max_output_tokens",
        "integer_below_min_value",
    ),
    (
        {"temperature": 2.5},
        (
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2,"
            " but got 2.5 instead."
        ),
        "temperature",
        "decimal_above_max_value",
    ),
    (
        {"safety_identifier": "a" * 65},
        (
            "Invalid 'safety_identifier': string too long. Expected a string with maximum length"
            " 64, but got a string with length 65 instead."
        ),
        "safety_identifier",
        "string_above_max_length",
    ),
    ({"stream": True}, "This stand-in does not stream.", "stream", "unsupported_value"),
    (
        {"input": said(("bot", "hello"))},
        "Invalid value: 'bot'. Supported values are: 'assistant', 'system', 'developer', 'user'.",
        "input[0].role",
        "invalid_value",
    ),
    (
        {"input": [{"type": "function_call"}]},
        "Invalid value for 'input[0]': expected a message.",
        "input[0]",
        "invalid_value",
    ),
    (
        {"input": [{"role": "user"}]},
        "Missing required parameter: 'input[0].content'.",
        "input[0].content",
        "missing_required_parameter",
    ),
    (
        {"tools": {}},
        "Invalid type for 'tools': expected an array.",
        "tools",
        "invalid_type",
    ),
    (
        {"tools": [{"type": "web_search"}, {"type": "shell"}]},
        (
            "Invalid value: 'shell'. Supported values are: 'code_interpreter', 'file_search',"
            " 'image_generation', 'function', 'mcp', 'web_search', 'web_search_2025_08_26'."
        ),
        "tools[1]",
        "invalid_value",
    ),
]


@pytest.mark.parametrize(("body", "message", "param", "code"), REFUSALS)
def test_requests_that_are_refused(
    stand: Stand, body: Json, message: str, param: str, code: str
) -> None:
    assert ask(stand, **body) == refused(message, param, code)


def test_a_request_that_leaves_store_out_is_refused(stand: Stand) -> None:
    body = {"model": MODEL, "input": "hello"}
    response = stand.client.post("/v1/responses", json=body, headers=OPENAI)
    assert (response.status_code, response.json()) == refused(STORE, "store", "invalid_value")


def test_keys_json_and_paths(stand: Stand) -> None:
    def code(**more: object) -> tuple[int, str | None]:
        path = str(more.pop("path", "/v1/responses"))
        response = stand.client.post(path, **more)  # type: ignore[arg-type]
        return response.status_code, response.json()["error"]["code"]

    assert code() == (401, "invalid_api_key")
    assert code(headers={"authorization": "Bearer wrong"}) == (401, "invalid_api_key")
    assert code(headers=OPENAI, content=b"{") == (400, None)
    assert code(headers=OPENAI, content=b"[]") == (400, None)
    assert code(headers=OPENAI, path="/v1/chat/completions") == (404, "unknown_url")
