"""A long conversation: what it costs, and what is still known."""

from statistics import mean
from typing import Any

import pytest

from tests.e2e.conftest import Line, text

TURNS = 200
A_WEBHOOK = 20


def size(call: dict[str, Any]) -> int:
    """The characters of a prompt."""
    return sum(len(str(message["content"])) for message in call["body"]["input"])


def asks(turn: int, quoted: str) -> dict[str, Any]:
    """The question of a turn. One of five quotes the first answer."""
    event = text(f"Tell me about number {turn}.", "my-user")
    if turn % 5 == 0:
        event["message"]["quotedMessageId"] = quoted
    return event


@pytest.mark.timeout(600)
def test_two_hundred_turns_cost_no_more_each_and_the_first_is_remembered(line: Line) -> None:
    line.say("my-user", "My dog is Pochi.")
    quoted = line.bubbles("my-user")[-1]["id"]
    for first in range(2, TURNS, A_WEBHOOK):
        turns = range(first, min(first + A_WEBHOOK, TURNS))
        line.post(*(asks(turn, quoted) for turn in turns))
        line.settle(120)
    (answer,) = line.say("my-user", "What is the name of my dog?")
    assert "My dog is Pochi" in answer

    asked = [call for call in line.calls("openai") if "summar" not in call["body"]["instructions"]]
    assert len(asked) == TURNS
    sizes = [size(call) for call in asked]
    print(f"Characters of a prompt: turn 20 {sizes[19]}, 100 {sizes[99]}, 200 {sizes[-1]}.")
    # How far a summary lags behind is up to the machine: so on average, with a bound for each.
    assert mean(sizes[100:]) <= 1.1 * mean(sizes[10:100])
    assert max(sizes[100:]) <= 1.5 * max(sizes[10:100])
    quotes = [each for each in asked if "[quoted, said by you]" in str(each["body"]["input"][-1])]
    assert len(quotes) == TURNS // 5 - 1
    # Not word by word: the turn itself is long out of the prompt.
    said = [message["content"] for message in asked[-1]["body"]["input"][1:]]
    assert "My dog is Pochi." not in said
    assert len(line.shown("my-user")) == TURNS
