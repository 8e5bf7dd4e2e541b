"""How much of the conversation one call reads and shows, through the handler."""

import json

import pytest

from tests.builders import at
from tests.unit.chatgpt.conversation.reading import PATH, texts
from tests.unit.chatgpt.harness import World, message, minutes, store


def test_a_call_reads_a_bounded_number_of_rows_and_can_be_continued(linked: World) -> None:
    rows = [message(when, "hay") for when in minutes(310)]
    rows[5].content = "needle"
    store(*rows)
    pages: list[list[str]] = []
    cursor = ""
    while not pages or cursor:
        page = linked.read("GET", PATH, query="needle", cursor=cursor)
        pages.append(texts(page))
        cursor = page["next_cursor"]
    assert pages == [[], ["needle"]]


def characters(body: str) -> int:
    """As JavaScript counts them, an emoji as two."""
    return len(body.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((unit * 4999, 25) for unit in ('"', "\\", "\n", "\x01", "会", "🍣")),
        ('会"\n\\🍣\x7f' * 120, 110),
        ("", 100),
    ],
)
def test_the_longest_response_is_shorter_than_chatgpt_allows(
    linked: World, text: str, number: int
) -> None:
    store(*(message(when, text) for when in minutes(number)))
    read, cursor = 0, ""
    while not read or cursor:
        answer = linked.call("GET", PATH, limit=100, cursor=cursor)
        assert characters(answer["body"]) < 100_000
        page = json.loads(answer["body"])
        assert len(page["messages"]) > 0
        for shown in page["messages"]:
            assert text.startswith(shown["text"])
            assert shown["truncated"] == (shown["text"] != text)
        read += len(page["messages"])
        cursor = page["next_cursor"]
    assert read == number


@pytest.mark.parametrize(
    ("text", "kept"), [("\x01", 3333), ('"', 9999), ("会", 19_998), ("🍣", 9999)]
)
def test_a_text_that_is_too_long_is_cut_and_says_so(linked: World, text: str, kept: int) -> None:
    store(message(at(0), text * 30_000), message(at(1), "short"))
    page = linked.read("GET", PATH)
    assert [shown["truncated"] for shown in page["messages"]] == [False, True]
    assert page["messages"][1]["text"] == text * kept
