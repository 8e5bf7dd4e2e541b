"""What the model is offered, and what its calls want."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kaiwa.model.functions import FunctionCall
from line_reply.reminders.wanted import Wanted, functions, read_call
from tests.builders import NOON
from tests.unit.line_reply.parts import TOKYO
from tests.unit.line_reply.reminders.calls import call

LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # half an hour
BERLIN = ZoneInfo("Europe/Berlin")


def test_the_model_is_told_the_date_and_the_hour() -> None:
    offered = functions(TOKYO, NOON)
    assert offered.note == "It is Sunday, 2026-11-22, after 21:00, in Asia/Tokyo."
    # Within the hour prompts begin alike, which OpenAI's cache goes by.
    assert functions(TOKYO, NOON.replace(minute=59)) == offered


def test_the_schema_is_strict() -> None:
    (tool,) = functions(TOKYO, NOON).tools
    parameters = tool["parameters"]
    assert (tool["strict"], parameters["additionalProperties"]) == (True, False)
    assert sorted(parameters["required"]) == sorted(parameters["properties"])


@pytest.mark.parametrize(
    ("arguments", "zone", "at"),
    [
        ({}, TOKYO, datetime(2026, 11, 23, 0, 0, tzinfo=UTC)),
        ({"at": "2026-11-23T09:00+00:00"}, TOKYO, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        ({"minutes_from_now": 10}, TOKYO, datetime(2026, 11, 22, 12, 10, tzinfo=UTC)),
        ({"minutes_from_now": 0.5}, TOKYO, datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)),
        # The clocks leave this half past two out, and have that one twice.
        ({"at": "2027-03-28T02:30"}, BERLIN, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ({"at": "2027-10-03T02:15"}, LORD_HOWE, datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
        ({"at": "2027-04-04T01:45"}, LORD_HOWE, datetime(2027, 4, 3, 14, 45, tzinfo=UTC)),
        ({"at": "2026-10-25T02:30"}, BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_of_the_zone(arguments: dict[str, Any], zone: ZoneInfo, at: datetime) -> None:
    assert read_call(call(**arguments), zone, NOON) == Wanted(at, "Meeting")


def test_words_are_on_one_line_and_bounded() -> None:
    wanted = read_call(call(words=" a\n b" + "c" * 300), TOKYO, NOON)
    assert wanted is not None
    assert (wanted.words[:4], len(wanted.words), wanted.words[-1]) == ("a bc", 200, "…")


@pytest.mark.parametrize(
    "wrong",
    [
        call(at=None),
        call(at="tomorrow"),
        call(at="0001-01-01T00:00"),
        call(at="9999-12-31T23:59+00:00"),
        call(minutes_from_now=1e300),
        call(words=" \n"),
        call(words=None),
        FunctionCall("set_reminder", '{"at": "2026-11-2'),
        FunctionCall("set_reminder", "[]"),
        FunctionCall("delete_everything", json.dumps({"at": "2026-11-23T09:00", "words": "x"})),
    ],
)
def test_what_says_no_time_or_nothing_wants_nothing(wrong: FunctionCall) -> None:
    assert read_call(wrong, TOKYO, NOON) is None
