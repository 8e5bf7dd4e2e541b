"""The summaries and the searches of the model stand-in."""

from typing import Any

import pytest
from openai.types.responses import Response

from simulator.openai.answers import Turn
from simulator.openai.summaries import summary
from tests.unit.simulator.harness import Stand, ask, said

WANTED = "Summarise what is said."


def summarised(*turns: tuple[str, str]) -> str:
    return summary([Turn(role, text) for role, text in turns])


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([("user", "Hello")], "Nothing to remember."),
        (
            [("user", "My dog's name is Pochi. How nice!"), ("user", "i am 30 and I live there")],
            "My dog's name is Pochi. i am 30 and I live there.",
        ),
        (
            [("user", "My dog is 3.5 years old, I live in Kyoto!")],
            "My dog is 3.5 years old, I live in Kyoto.",
        ),
        ([("user", "Is my dog where I am?\nDo you know where I live?")], "Nothing to remember."),
        (
            [("user", "私は花子です。犬の名前はポチです！私は誰？私の名前は何ですか。")],
            "私は花子です。 犬の名前はポチです。",
        ),
        (
            [
                ("assistant", "What I remember:\nMy dog is Pochi. I live in Kyoto."),
                ("user", "I live in Kyoto"),
                ("user", "I'm a baker."),
                ("assistant", 'You said "I\'m a baker.". Before that: "my dog is Pochi", "Hi".'),
            ],
            "My dog is Pochi. I live in Kyoto. I'm a baker.",
        ),
        ([("user", f"My dog is {'x' * 79}…")], "Nothing to remember."),
    ],
)
def test_a_summary_has_each_fact_once(turns: list[tuple[str, str]], expected: str) -> None:
    assert summarised(*turns) == expected


def test_a_summary_of_a_summary_says_the_same_within_its_length() -> None:
    facts = [f"My favourite number {index} is {'7' * 50}." for index in range(20)]
    once = summarised(*(("user", fact) for fact in facts))
    assert (once, summarised(("assistant", once))) == (" ".join(facts[:7]), once)
    assert len(once) <= 600


def answer(stand: Stand, **body: Any) -> Any:
    status, given = ask(stand, **body)
    assert status == 200, given
    Response.model_validate(given, strict=True)
    return given["output"]


def test_the_instructions_ask_for_a_summary(stand: Stand) -> None:
    given = said(("user", "My dog is Pochi."), ("user", "Bye"))
    (message,) = answer(stand, input=given, instructions=WANTED)
    assert message["content"][0]["text"] == "My dog is Pochi."


def test_a_question_is_looked_up(stand: Stand) -> None:
    tools = [{"type": "web_search"}]
    search, message = answer(stand, input="Search for cats", tools=tools)
    link = "[example.com](https://example.com/found?utm_source=openai)"
    text = f'You said "Search for cats". I looked it up ({link}).'
    start = text.index(link)
    where = {"type": "url_citation", "start_index": start, "end_index": start + len(link)}
    assert (search["type"], search["action"]["query"]) == ("web_search_call", "Search for cats")
    assert message["content"] == [
        {
            "type": "output_text",
            "text": text,
            "annotations": [
                where
                | {
                    "url": "https://example.com/found?utm_source=openai",
                    "title": "Example Domain",
                },
                where
                | {
                    "url": "https://example.org/guide?lang=ja&utm_source=openai",
                    "title": "A guide [draft]",
                },
            ],
            "logprobs": [],
        }
    ]


@pytest.mark.parametrize(
    ("given", "tools", "items"),
    [
        ("猫を検索して", [{"type": "web_search"}], ["web_search_call", "message"]),
        ("Find cats", [{"type": "web_search"}], ["message"]),
        ("Search for cats", [], ["message"]),
    ],
)
def test_only_a_search_with_the_tool_is_looked_up(
    stand: Stand, given: str, tools: list[dict[str, str]], items: list[str]
) -> None:
    assert [item["type"] for item in answer(stand, input=given, tools=tools)] == items
