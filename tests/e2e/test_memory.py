"""A long conversation: what it costs, and what is still known."""

from collections.abc import Iterator
from statistics import mean
from typing import Any

import pytest

from simulator.line.identities import line_id
from simulator.talk import text_message
from tests.e2e.conftest import Line

TURNS = 200
A_WEBHOOK = 20
GROUP = "long-group"


def said(words: str, user: str = "my-user", **more: Any) -> dict[str, Any]:
    """A message in the group, which listens in, so that it can have a digest."""
    source = {"groupId": GROUP, "userId": user}
    return {"type": "message", "source": source, "message": text_message(words, **more)}


def a_webhook(turns: range, quoted: str) -> Iterator[dict[str, Any]]:
    """Questions with all that makes prompts longer: of ten, two quote the first answer, and one
    wants a tool. Each webhook has something overheard in it, and asks for a digest.
    """
    yield said(f"Between us: {turns.start}.", "somebody-else")
    for turn in turns:
        words = f"Use the tool for number {turn}." if turn % 10 == 7 else f"What is {turn}?"
        words = "sum up" if turn == turns[-1] else words
        yield said(words, mention=True, quote=quoted if turn % 5 == 0 else None)


def size(call: dict[str, Any]) -> int:
    """The characters of a prompt."""
    return sum(len(str(message["content"])) for message in call["body"]["input"])


@pytest.mark.timeout(600)
def test_two_hundred_turns_cost_no_more_each_and_the_first_is_remembered(line: Line) -> None:
    in_group: dict[str, Any] = {"group": GROUP, "mention": True}
    line.say("my-user", "/listen on", **in_group)
    line.say("my-user", "My dog is Pochi.", **in_group)
    quoted = line.bubbles(line_id(GROUP, "group"))[-1]["id"]
    for first in range(2, TURNS, A_WEBHOOK):
        line.post(*a_webhook(range(first, min(first + A_WEBHOOK, TURNS)), quoted))
        line.settle(120)
    (answer,) = line.say("my-user", "What is the name of my dog?", **in_group)
    line.say("my-user", "/listen off", **in_group)
    assert "My dog is Pochi" in answer

    asked = [call for call in line.calls("openai") if "summar" not in call["body"]["instructions"]]
    assert len(asked) == TURNS
    digests = [call for call in asked if "[overheard" in str(call["body"]["input"][-1])]
    assert len(digests) == TURNS // A_WEBHOOK
    others = [str(call["body"]["input"]) for call in asked if call not in digests]
    assert [each for each in others if "Between us" in each] == []
    sizes = [size(call) for call in asked]
    print(f"Characters of a prompt: turn 20 {sizes[19]}, 100 {sizes[99]}, 200 {sizes[-1]}.")
    # How far a summary lags behind is up to the machine: so on average, with a bound for each.
    assert mean(sizes[100:]) <= 1.1 * mean(sizes[10:100])
    assert max(sizes[100:]) <= 1.5 * max(sizes[10:100])
    quotes = [each for each in asked if "[quoted, said by you]" in str(each["body"]["input"][-1])]
    assert len(quotes) == TURNS // 5 - 1
    answers = [each["text"] for each in line.bubbles(line_id(GROUP, "group"))]
    assert len([each for each in answers if "The tool says: It works." in each]) >= TURNS // 10 - 2
    # Not word by word: the turn itself is long out of the prompt.
    assert "My dog is Pochi." not in [
        message["content"] for message in asked[-1]["body"]["input"][1:]
    ]
