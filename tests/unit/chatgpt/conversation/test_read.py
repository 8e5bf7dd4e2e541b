"""Reading and searching the conversation, through the handler."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kaiwa.table.items import ASSISTANT, NOTICE, SENT
from tests.builders import NOON, OTHER_USER_ID, at
from tests.unit.chatgpt.conversation.reading import PATH, texts
from tests.unit.chatgpt.harness import (
    HANAKO,
    NOT_LINKED,
    TARO,
    World,
    message,
    minutes,
    problem,
    response,
    store,
)

MALFORMED_CURSOR = problem(
    400,
    "malformed_cursor",
    "Pass next_cursor of the page before exactly as it was, with the same order, or none.",
)


def test_the_page_is_sent_with_japanese_as_it_is(linked: World) -> None:
    store(
        message(at(0), "こんにちは 🍣"),
        message(at(1), "はい。\n「どうぞ」", ASSISTANT),
        message(at(2.5), "From ChatGPT", SENT),
    )
    answer = linked.call("GET", PATH)
    assert answer == response(
        200,
        {
            "messages": [
                {
                    "at": "2026-11-22T21:00:02+09:00",
                    "role": "sent",
                    "text": "From ChatGPT",
                    "truncated": False,
                },
                {
                    "at": "2026-11-22T21:00:01+09:00",
                    "role": "assistant",
                    "text": "はい。\n「どうぞ」",
                    "truncated": False,
                },
                {
                    "at": "2026-11-22T21:00:00+09:00",
                    "role": "user",
                    "text": "こんにちは 🍣",
                    "truncated": False,
                },
            ],
            "next_cursor": None,
            "timezone": "Asia/Tokyo",
        },
    )
    assert "こんにちは 🍣" in answer["body"]


def test_notices_and_what_has_expired_are_not_shown(linked: World) -> None:
    store(
        message(at(-3), "kept"),
        message(at(-2), "a notice", NOTICE),
        message(at(-1), "expired", life=timedelta(seconds=1)),
    )
    assert texts(linked.read("GET", PATH)) == ["kept"]


def test_without_a_link_the_user_is_to_be_asked_for_one(world: World) -> None:
    store(message(at(0), "private"))
    assert world.call("GET", PATH) == problem(409, "not_linked", NOT_LINKED)


def test_only_the_linked_chat_is_read(linked: World) -> None:
    linked.link(TARO, OTHER_USER_ID)
    store(message(at(0), "Hanako's"), message(at(0), "Taro's", chat_id=OTHER_USER_ID))
    assert texts(linked.read("GET", PATH, account=HANAKO)) == ["Hanako's"]
    assert texts(linked.read("GET", PATH, account=TARO)) == ["Taro's"]


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_lead_through_everything_once(linked: World, order: str) -> None:
    store(*(message(when, str(number)) for number, when in enumerate(minutes(7))))
    pages: list[list[str]] = []
    cursor = ""
    while not pages or cursor:
        page = linked.read("GET", PATH, order=order, limit=3, cursor=cursor)
        pages.append(texts(page))
        cursor = page["next_cursor"]
    numbers = [str(number) for number in range(7)]
    expected = numbers if order == "oldest" else numbers[::-1]
    assert pages == [expected[:3], expected[3:6], expected[6:]]


def test_a_page_that_takes_the_last_message_has_no_cursor(linked: World) -> None:
    store(message(at(0), "one"), message(at(1), "two"))
    page = linked.read("GET", PATH, limit=2)
    assert (texts(page), page["next_cursor"]) == (["two", "one"], None)


def test_a_cursor_holds_a_position_and_nothing_else(linked: World) -> None:
    store(message(at(0.25), "one"), message(at(1), "two"), message(at(2), "three"))
    cursor = linked.read("GET", PATH, limit=2)["next_cursor"]
    assert base64.urlsafe_b64decode(cursor + "==") == b"newest 2026-11-22T12:00:01.000000"


def test_somebody_elses_cursor_leads_through_ones_own_chat(linked: World) -> None:
    linked.link(TARO, OTHER_USER_ID)
    store(*(message(at(second), f"Hanako's {second}") for second in range(3)))
    store(*(message(at(second), f"Taro's {second}", chat_id=OTHER_USER_ID) for second in range(3)))
    cursor = linked.read("GET", PATH, limit=1, account=HANAKO)["next_cursor"]
    assert texts(linked.read("GET", PATH, cursor=cursor, account=TARO)) == ["Taro's 1", "Taro's 0"]


def test_a_malformed_cursor_is_refused(linked: World) -> None:
    for cursor in ("nonsense", "!", json.dumps({"chat": OTHER_USER_ID})):
        assert linked.call("GET", PATH, cursor=cursor) == MALFORMED_CURSOR
    store(message(at(0)), message(at(1)))
    cursor = linked.read("GET", PATH, limit=1)["next_cursor"]
    assert linked.call("GET", PATH, cursor=cursor, order="oldest") == MALFORMED_CURSOR


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_what_is_forgotten_never_appears(linked: World, order: str) -> None:
    """Not even by a cursor from before, and while it is still there to be deleted."""
    store(*(message(at(second), f"said at {second}") for second in (-2, -1, 0, 1, 2)))
    first = linked.read("GET", PATH, order=order, limit=1)["next_cursor"]
    assert len(linked.read("GET", PATH, query="said")["messages"]) == 5
    linked.forget()

    def found(**query: Any) -> list[str]:
        return texts(linked.read("GET", PATH, **query))

    remembered = ["said at 1", "said at 2"] if order == "oldest" else ["said at 2", "said at 1"]
    after = remembered if order == "oldest" else remembered[1:]
    assert found(order=order) == remembered
    assert found(order=order, query="said") == remembered
    assert found(order=order, cursor=first) == after
    assert found(order=order, from_="2026-11-01", to="2026-11-30") == remembered
    assert found(order=order, to="2026-11-22T20:59:59") == []
    assert found(order=order, query="said at 0") == found(order=order, query="said at -1") == []


def test_days_and_times_bound_what_is_read(linked: World) -> None:
    everything = {
        "21st": datetime(2026, 11, 21, 14, 59, 59, 999_999, UTC),
        "22nd": datetime(2026, 11, 21, 15, tzinfo=UTC),
        "late on the 22nd": datetime(2026, 11, 22, 14, 59, 59, 999_999, UTC),
        "23rd": datetime(2026, 11, 23, 5, tzinfo=UTC),
    }
    store(*(message(when, text) for text, when in everything.items()))

    def found(**query: str) -> list[str]:
        return texts(linked.read("GET", PATH, order="oldest", **query))

    assert found(from_="2026-11-22") == ["22nd", "late on the 22nd", "23rd"]
    assert found(to="2026-11-22") == ["21st", "22nd", "late on the 22nd"]
    assert found(to="2026-11-21", timezone="UTC") == ["21st", "22nd"]
    assert found(from_="2026-11-22T23:59:59+09:00") == ["late on the 22nd", "23rd"]
    assert found(to="1999-12-31") == []
    assert found(from_="0001-01-01", to="9999-12-31") == list(everything)
    assert found(from_="", to="", timezone="", query="", cursor="") == list(everything)


def test_times_are_shown_in_the_time_zone_asked_for(linked: World) -> None:
    store(message(at(0)))
    page = linked.read("GET", PATH, timezone="America/New_York")
    assert page["messages"][0]["at"] == "2026-11-22T07:00:00-05:00"
    assert page["timezone"] == "America/New_York"


def test_search_is_for_words_whatever_their_case_or_width(linked: World) -> None:
    said = ["Hello, World", "ﾗｰﾒﾝ食べたい", "Straße", "50% off + more & more"]
    store(*(message(at(second), text) for second, text in enumerate(said)))
    for words, expected in {
        "HELLO": ["Hello, World"],
        "ｈｅｌｌｏ, w": ["Hello, World"],
        "ラーメン": ["ﾗｰﾒﾝ食べたい"],
        "strasse": ["Straße"],
        "50%": ["50% off + more & more"],
        "off + more & more": ["50% off + more & more"],
        "nothing like it": [],
        ".*": [],
    }.items():
        assert texts(linked.read("GET", PATH, query=words)) == expected


def test_nothing_that_was_searched_for_or_found_is_logged(
    linked: World, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    store(message(at(0), "A private matter"))
    linked.read("GET", PATH, query="private")
    linked.call("GET", PATH, query="private", cursor="private")
    (first, second) = log_lines()
    assert (first["route"], first["status"]) == (f"GET {PATH}", 200)
    assert (second["route"], second["status"]) == (f"GET {PATH}", 400)
    assert "private" not in str((first, second))


def test_a_message_from_a_moment_ahead_is_read(linked: World) -> None:
    store(message(NOON + timedelta(seconds=30), "LINE's clock is ahead"))
    assert texts(linked.read("GET", PATH)) == ["LINE's clock is ahead"]
