"""OpenAI's rules for the body of POST /v1/responses, as far as a conversation needs them.

https://platform.openai.com/docs/api-reference/responses/create
"""

from typing import Any

from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming

from simulator.openai.errors import bad

Body = dict[str, Any]

PARAMETERS = ResponseCreateParamsNonStreaming.__annotations__.keys()
"""The names that the official SDK knows: OpenAI refuses any other."""

TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "model": ((str,), "a string"),
    "input": ((str, list), "a string or an array"),
    "instructions": ((str, type(None)), "a string"),
    "max_output_tokens": ((int, type(None)), "an integer"),
    "temperature": ((int, float, type(None)), "a number"),
    "reasoning": ((dict, type(None)), "an object"),
    "tool_choice": ((str, dict, type(None)), "a string or an object"),
    "tools": ((list, type(None)), "an array"),
    "safety_identifier": ((str, type(None)), "a string"),
    "prompt_cache_key": ((str, type(None)), "a string"),
}
RANGES = {"max_output_tokens": (16, 10_000_000), "temperature": (0, 2)}
LONGEST = {"safety_identifier": 64, "prompt_cache_key": 64}


def check_body(body: Body) -> None:
    """Raises OpenAIError as OpenAI answers, with two rules of the stand-in's own.

    `store` must be given, and be false: left out, OpenAI keeps what users wrote for at least 30
    days, and nobody would notice. Streams are not served.
    """
    for name in body:
        if name not in PARAMETERS:
            raise bad(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    for name in ("model", "input"):
        if body.get(name) is None:
            message = f"Missing required parameter: '{name}'."
            raise bad(message, name, "missing_required_parameter")
    for name, (types, expected) in TYPES.items():
        if name in body and (not isinstance(body[name], types) or isinstance(body[name], bool)):
            raise bad(f"Invalid type for '{name}': expected {expected}.", name, "invalid_type")
    _check_limits(body)
    if body.get("store") is not False:
        raise bad(
            "This stand-in wants store=false in every request, or OpenAI keeps what users wrote.",
            "store",
            "invalid_value",
        )
    if body.get("stream"):
        raise bad("This stand-in does not stream.", "stream", "unsupported_value")


def _check_limits(body: Body) -> None:
    for name, (lowest, highest) in RANGES.items():
        value = body.get(name)
        if value is not None and not lowest <= value <= highest:
            kind = "integer" if isinstance(value, int) else "decimal"
            side, sign, limit = ("below min", ">=", lowest)
            if value > highest:
                side, sign, limit = ("above max", "<=", highest)
            raise bad(
                f"Invalid '{name}': {kind} {side}imum value. Expected a value {sign} {limit},"
                f" but got {value} instead.",
                name,
                f"{kind}_{side.replace(' ', '_')}_value",
            )
    for name, longest in LONGEST.items():
        if len(body.get(name) or "") > longest:
            raise bad(
                f"Invalid '{name}': string too long. Expected a string with maximum length"
                f" {longest}, but got a string with length {len(body[name])} instead.",
                name,
                "string_above_max_length",
            )
