"""What may be asked of the conversation, through the handler."""

from typing import Any

import pytest

from tests.api_gateway import http_request
from tests.unit.chatgpt.conversation.reading import PATH
from tests.unit.chatgpt.harness import World, answer_to, ask, wrong_fields


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"limit": 0}, "limit: Input should be greater than or equal to 1"),
        ({"limit": 101}, "limit: Input should be less than or equal to 100"),
        (
            {"limit": "many"},
            "limit: Input should be a valid integer, unable to parse string as an integer",
        ),
        ({"order": "random"}, "order: Input should be 'newest' or 'oldest'"),
        ({"query": "x" * 201}, "query: String should have at most 200 characters"),
        (
            {"timezone": "../etc/passwd"},
            "timezone: String should match pattern '^[A-Za-z0-9_+/-]*$'",
        ),
    ],
)
def test_a_field_without_sense_is_named_with_what_is_wanted(
    query: dict[str, Any], wanted: str
) -> None:
    assert ask("GET", PATH, **query) == wrong_fields(wanted)


def test_a_parameter_that_comes_twice_is_refused() -> None:
    event = http_request("GET", PATH, raw_query="limit=1&limit=2")
    wanted = "limit: Input should be a valid integer, unable to parse string as an integer"
    assert answer_to(event) == wrong_fields(wanted)


@pytest.mark.parametrize(
    "value", ["yesterday", "2026-11", "20261122", "２０２６-11-22", "2026-11-22 09:00"]
)
def test_only_iso_dates_are_dates_and_no_value_is_repeated(value: str) -> None:
    answer = ask("GET", PATH, from_=value)
    assert answer["statusCode"] == 422
    assert value not in answer["body"]


def test_a_stretch_without_sense_is_refused(linked: World) -> None:
    assert linked.call("GET", PATH, from_="2026-11-23", to="2026-11-22") == wrong_fields(
        "from: it must not be later than `to`"
    )
    assert linked.call("GET", PATH, timezone="Mars/Olympus") == wrong_fields(
        "timezone: an IANA name such as Asia/Tokyo is wanted"
    )
