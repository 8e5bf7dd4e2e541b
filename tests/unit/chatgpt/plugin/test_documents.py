"""Searching and fetching in the shapes that company knowledge and deep research expect."""

import json

import pytest

from kaiwa.table.items import ASSISTANT
from tests.builders import at
from tests.unit.chatgpt.harness import World, message, store
from tests.unit.chatgpt.plugin.client import Client, failed

URL = "https://api.example.com/conversation/days/2026-11-22"
NO_DOCUMENT = failed(
    "no_such_document",
    "There is nothing with this id in the user's conversation. Use an id that search returned, or "
    "a day such as 2026-11-22.",
)


@pytest.fixture
def linked(person: Client, world: World) -> Client:
    world.link(person.account)
    return person


def test_a_search_finds_messages_that_have_every_word(linked: Client) -> None:
    store(
        message(at(1), "When is the DENTIST appointment?"),
        message(at(2), "Your appointment at the ｄｅｎｔｉｓｔ: 5.", ASSISTANT),
        message(at(3), "And the appointment of the cat?"),
    )
    found = linked.call("search", query="dentist appointment")
    assert found["structuredContent"] == {
        "results": [
            {
                "id": "2026-11-22T12:00:02.000000+00:00",
                "title": "2026-11-22 21:00 bot: Your appointment at the ｄｅｎｔｉｓｔ: 5.",
                "url": URL,
            },
            {
                "id": "2026-11-22T12:00:01.000000+00:00",
                "title": "2026-11-22 21:00 user: When is the DENTIST appointment?",
                "url": URL,
            },
        ]
    }
    (content,) = found["content"]
    assert json.loads(content["text"]) == found["structuredContent"]


def test_a_search_may_find_nothing(linked: Client) -> None:
    store(message(at(1), "Hello"))
    assert linked.call("search", query="dentist")["structuredContent"] == {"results": []}


def test_a_search_gives_the_newest_twenty(linked: Client) -> None:
    store(*[message(at(second), f"word {second}") for second in range(1, 26)])
    results = linked.call("search", query="word")["structuredContent"]["results"]
    assert [each["title"].split()[-1] for each in results] == [str(n) for n in range(25, 5, -1)]


def test_a_message_comes_with_those_around_it(linked: Client) -> None:
    store(*[message(at(second), f"m{second}") for second in range(1, 11)])
    found = linked.call("search", query="m5")["structuredContent"]["results"][0]
    fetched = linked.call("fetch", id=found["id"])
    assert fetched["structuredContent"] == {
        **found,
        "text": "\n".join(f"2026-11-22 21:00 user: m{second}" for second in range(2, 9)),
        "metadata": {"role": "user", "timezone": "Asia/Tokyo"},
    }
    assert json.loads(fetched["content"][0]["text"]) == fetched["structuredContent"]


def test_a_day_is_a_document(linked: Client) -> None:
    store(message(at(1), "Hello"), message(at(2), "Hi", ASSISTANT))
    assert linked.call("fetch", id="2026-11-22")["structuredContent"] == {
        "id": "2026-11-22",
        "title": "LINE conversation of 2026-11-22",
        "text": "2026-11-22 21:00 user: Hello\n2026-11-22 21:00 bot: Hi",
        "url": URL,
        "metadata": {"timezone": "Asia/Tokyo"},
    }
    quiet = linked.call("fetch", id="2026-11-20")["structuredContent"]
    assert quiet["text"] == "Nothing was said on this day."


@pytest.mark.parametrize(
    "document_id",
    [
        "2026-11-22T12:00:01.000001+00:00",
        "2026-11-22T12:00:01",
        "2026-13-45",
        "0000-00-00",
        "9999-12-31T23:59:59.999999+00:00",
        "0001-01-01T00:00:00+00:00",
        "2026-11-22T12:00:01+25:00",
        "nonsense",
        "../../etc",
    ],
)
def test_what_is_no_document_of_theirs(linked: Client, document_id: str) -> None:
    store(message(at(1), "Hello"))
    assert linked.call("fetch", id=document_id) == NO_DOCUMENT


def test_what_is_forgotten_is_no_document(linked: Client, world: World) -> None:
    store(message(at(1), "Hello"))
    found = linked.call("search", query="hello")["structuredContent"]["results"][0]["id"]
    world.clock.now = at(5)
    world.forget()
    assert linked.call("search", query="hello")["structuredContent"] == {"results": []}
    assert linked.call("fetch", id=found) == NO_DOCUMENT


def test_a_long_day_is_cut_and_says_so(linked: Client) -> None:
    store(*[message(at(second), "あ" * 4000) for second in range(1, 31)])
    text = linked.call("fetch", id="2026-11-22")["structuredContent"]["text"]
    assert text.endswith("(It goes on: read it with listMessages.)")
    assert len(text) < 61_000
