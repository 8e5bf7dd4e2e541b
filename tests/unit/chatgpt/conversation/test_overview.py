"""How much was said, day by day, through the handler."""

from datetime import date
from typing import Any

import pytest

from kaiwa.table.items import Usage, usage_id
from tests.builders import NOON, OTHER_USER_ID, USER_ID
from tests.unit.chatgpt.harness import NOT_LINKED, World, problem, response, wrong_fields

PATH = "/conversation/overview"


def used(day: str, messages: int, tokens: int = 0, chat_id: str = USER_ID) -> None:
    Usage(
        usage_id(chat_id, date.fromisoformat(day)),
        messages=messages,
        input_tokens=10 * tokens,
        output_tokens=tokens,
        expires_at=NOON,
    ).save()


def test_days_with_any_activity_are_listed_and_added_up(linked: World) -> None:
    used("2026-11-22", 2, 7)
    used("2026-10-24", 1)
    used("2026-10-23", 9)
    used("2026-11-20", 5, chat_id=OTHER_USER_ID)
    Usage(usage_id(USER_ID, date(2026, 11, 21)), sends=3, expires_at=NOON).save()
    assert linked.call("GET", PATH) == response(
        200,
        {
            "first_day": "2026-10-24",
            "last_day": "2026-11-22",
            "timezone": "Asia/Tokyo",
            "total": {"messages": 3, "input_tokens": 70, "output_tokens": 7},
            "days": [
                {"messages": 1, "input_tokens": 0, "output_tokens": 0, "day": "2026-10-24"},
                {"messages": 2, "input_tokens": 70, "output_tokens": 7, "day": "2026-11-22"},
            ],
        },
    )


def test_days_before_one_was_forgotten_are_not_listed(linked: World) -> None:
    """Counters know no hours: the day itself is still counted as a whole."""
    for day in ("2026-11-20", "2026-11-22", "2026-11-23", "2026-11-24"):
        used(day, 1)
    linked.clock.pass_(3 * 60 * 60)  # midnight in Tokyo
    linked.forget()
    overview = linked.read("GET", PATH, to="2026-11-24")
    assert [day["day"] for day in overview["days"]] == ["2026-11-23", "2026-11-24"]
    assert overview["total"]["messages"] == 2
    assert linked.read("GET", PATH, to="2026-11-20")["days"] == []


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({"from_": "2026-11-01"}, "2026-11-01", "2026-11-22"),
        ({"to": "2026-03-01"}, "2026-01-31", "2026-03-01"),
        ({"from_": "2026-08-23", "to": "2026-11-22"}, "2026-08-23", "2026-11-22"),
        ({"from_": "2026-11-22"}, "2026-11-22", "2026-11-22"),
        ({"to": "0001-01-02"}, "0001-01-01", "0001-01-02"),
    ],
)
def test_the_days_can_be_chosen(
    linked: World, query: dict[str, str], first: str, last: str
) -> None:
    found = linked.read("GET", PATH, **query)
    assert (found["first_day"], found["last_day"], found["days"]) == (first, last, [])


def test_today_is_the_deployments(linked: World) -> None:
    linked.clock.pass_(4 * 60 * 60)  # 01:00 in Tokyo, still the 22nd in UTC
    assert linked.read("GET", PATH)["last_day"] == "2026-11-23"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"from_": "2026-08-22"}, "from, to: between 1 and 92 days are wanted"),
        ({"from_": "2026-11-23"}, "from, to: between 1 and 92 days are wanted"),
        ({"to": "2026-02-30"}, "to: a date such as 2026-11-22 is wanted"),
    ],
)
def test_days_without_sense_are_refused(linked: World, query: dict[str, Any], wanted: str) -> None:
    assert linked.call("GET", PATH, **query) == wrong_fields(wanted)


def test_without_a_link_there_is_none(world: World) -> None:
    assert world.call("GET", PATH) == problem(409, "not_linked", NOT_LINKED)
