"""Functions of a request's own: the rules for their schemas, and when the stand-in calls one.

It calls the function that takes words and a time, for a question that asks to be told something
later. As OpenAI's models it knows no clock: the date is what the instructions say.
https://developers.openai.com/api/docs/guides/function-calling
"""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from simulator.openai.answers import Turn, question
from simulator.openai.bodies import Body
from simulator.openai.errors import bad

Item = dict[str, Any]
NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SOON = (
    re.compile(r"(?P<number>\d+)(?P<unit>秒|分|時間)後に(?P<words>.+?)と教えて"),
    re.compile(r"remind me in (?P<number>\d+) (?P<unit>second|minute|hour)s? to (?P<words>.+)"),
)
LATER = (
    re.compile(r"(?P<day>昨日|今日|明日)の?(?P<hour>\d{1,2})時に(?P<words>.+?)と教えて"),
    re.compile(r"remind me (?P<day>today|tomorrow) at (?P<hour>\d{1,2}) to (?P<words>.+)"),
)
MINUTES = {"秒": 1 / 60, "second": 1 / 60, "分": 1, "minute": 1, "時間": 60, "hour": 60}
DAYS = {"昨日": -1, "今日": 0, "today": 0, "明日": 1, "tomorrow": 1}


def check_function(tool: Item, name: str) -> None:
    """Raises OpenAIError as OpenAI answers to a function that is none, or not strict."""
    if not NAME.fullmatch(str(tool.get("name"))):
        message = f"Invalid '{name}.name': string does not match pattern."
        raise bad(message, f"{name}.name", "invalid_value")
    if tool.get("strict"):
        _check_strict(tool["name"], tool.get("parameters") or {}, f"{name}.parameters")


def _check_strict(function: str, schema: Item, name: str) -> None:
    """https://developers.openai.com/api/docs/guides/function-calling#strict-mode"""
    properties = schema.get("properties") or {}
    wrong = ""
    if schema.get("additionalProperties") is not False:
        wrong = "'additionalProperties' is required to be supplied and to be false."
    elif missing := sorted(properties.keys() - set(schema.get("required") or ())):
        wrong = (
            "'required' is required to be supplied and to be an array including every key in"
            f" properties. Missing '{missing[0]}'."
        )
    if wrong:
        message = f"Invalid schema for function '{function}': In context=(), {wrong}"
        raise bad(message, name, "invalid_function_parameters")


def calls(body: Body, turns: Sequence[Turn], digest: str) -> list[Item]:
    """The items of the output that ask for a call; none if no function is for the question."""
    asked = question(turns)
    found = [
        _call(tool["name"], arguments, digest)
        for tool in body.get("tools") or ()
        if tool["type"] == "function" and _takes_words_and_a_time(tool)
        if (arguments := _arguments(asked, body.get("instructions") or ""))
    ]
    return found[:1]


def _takes_words_and_a_time(tool: Item) -> bool:
    properties = tool["parameters"]["properties"].keys()
    return {"words", "at", "minutes_from_now"} == set(properties)


def _arguments(asked: str, instructions: str) -> Item | None:
    for pattern in SOON:
        if found := pattern.search(asked):
            minutes = int(found["number"]) * MINUTES[found["unit"]]
            return {"minutes_from_now": minutes, "at": None, "words": found["words"]}
    today = DATE.search(instructions)
    for pattern in LATER if today else ():
        if today and (found := pattern.search(asked)):
            day = date.fromisoformat(today.group()) + timedelta(days=DAYS[found["day"]])
            at = f"{day.isoformat()}T{int(found['hour']):02}:00"
            return {"minutes_from_now": None, "at": at, "words": found["words"]}
    return None


def _call(name: str, arguments: Item, digest: str) -> Item:
    return {
        "id": f"fc_{digest}",
        "type": "function_call",
        "status": "completed",
        "call_id": f"call_{digest}",
        "name": name,
        "arguments": json.dumps(arguments, ensure_ascii=False),
    }
