"""What goes with a text: choices below it, and what it quotes."""

import time
from typing import Any

import httpx
import pytest

from kaiwa.line.choices import Choice, suggestion
from kaiwa.line.client import Line
from kaiwa.line.errors import LineRefusedError
from simulator.state import Simulator
from tests.builders import GROUP_ID, USER_ID
from tests.unit.kaiwa.line.harness import KEY_1, bubbles, gateway

CHOICES = [
    Choice("Translate", says="Translate it, please."),
    Choice("Help", command="/help"),
    Choice("Map", opens="https://example.com/?a=1#b"),
]
ACTIONS = [
    {"type": "message", "label": "Translate", "text": "Translate it, please."},
    {"type": "postback", "label": "Help", "data": "/help", "displayText": "Help"},
    {"type": "uri", "label": "Map", "uri": "https://example.com/?a=1#b"},
]


@pytest.fixture
def line(served: httpx.Client, simulator: Simulator) -> Line:
    return gateway(served, simulator)


def extras(served: httpx.Client, chat_id: str = USER_ID) -> list[tuple[str, Any, Any]]:
    """Each bubble's text, its choices and what it quotes."""
    return [
        (bubble["text"], bubble["quick_replies"], bubble["quoted_message_id"])
        for bubble in bubbles(served, chat_id)
    ]


def test_choices_are_below_the_last_text(line: Line, served: httpx.Client) -> None:
    line.reply("reply-token", ["one", "two"], choices=CHOICES)
    line.push(USER_ID, ["three"], KEY_1, choices=CHOICES)
    assert extras(served) == [("one", [], None), ("two", ACTIONS, None), ("three", ACTIONS, None)]


def test_the_quote_is_above_the_first_text(
    line: Line, served: httpx.Client, simulator: Simulator
) -> None:
    now = time.time()
    simulator.reply_tokens.issue("in-group", GROUP_ID, now=now, event_at=now, redelivery=False)
    simulator.quote_tokens.issue("quote-token", GROUP_ID, "123")
    line.reply("in-group", ["one", "two"], quote_token="quote-token")
    line.push(GROUP_ID, ["three"], KEY_1, quote_token="quote-token", choices=CHOICES)
    expected = [("one", [], "123"), ("two", [], None), ("three", ACTIONS, "123")]
    assert extras(served, GROUP_ID) == expected


def test_a_quote_of_another_chat_is_refused(line: Line, simulator: Simulator) -> None:
    simulator.quote_tokens.issue("quote-token", GROUP_ID, "123")
    with pytest.raises(LineRefusedError):
        line.reply("reply-token", ["one"], quote_token="quote-token")


def test_without_choices_there_is_no_trace_of_them(line: Line, served: httpx.Client) -> None:
    line.reply("reply-token", ["Hello"])
    (call,) = served.get("/control/calls?service=line").json()["calls"]
    assert call["body"]["messages"] == [{"type": "text", "text": "Hello"}]


def test_long_labels_and_lists_are_cut_to_what_line_takes(line: Line, served: httpx.Client) -> None:
    family = "👨‍👩‍👧‍👦"  # seven code points that are one character for a reader
    labels = ["A label that is too long for LINE", family * 3, *map(str, range(20))]
    line.reply("reply-token", ["Hello"], choices=[Choice(each, command="/x") for each in labels])
    expected = ["A label that is too ", family * 2, *map(str, range(11))]
    assert [action["label"] for action in bubbles(served)[0]["quick_replies"]] == expected


def test_a_suggestion_says_more_than_its_label_has_room_for() -> None:
    words = [
        "Why is that?",
        "Could you give me an example?",
        "例を挙げて説明してもらえますか。お願い",
    ]
    assert [suggestion(each) for each in words] == [
        Choice("Why is that?", says=words[0]),
        Choice("Could you give me a…", says=words[1]),
        Choice(words[2], says=words[2]),
    ]


@pytest.mark.parametrize(
    "does",
    [
        {},
        {"says": "Hello", "command": "/help"},
        {"command": "/help", "opens": "https://example.com"},
        {"says": "Hello", "command": "/help", "opens": "https://example.com"},
    ],
)
def test_a_choice_does_exactly_one_thing(does: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="A choice"):
        Choice("Label", **does)
