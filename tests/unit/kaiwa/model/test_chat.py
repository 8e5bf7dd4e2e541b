"""Asking the chat model, against the stand-in of OpenAI."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from kaiwa.model.chat import ChatModel, ModelAnswer
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.model.suggestions import instruction
from tests.unit.kaiwa.model.stand import OpenAIStand
from tests.unit.simulator.harness import KEY

HELLO: list[PromptMessage] = [{"role": "user", "content": "Hello"}]
PICTURE = Attachment("image", "one.png", "image/png", b"pixels")
DOCUMENT = Attachment("document", "report.pdf", "application/pdf", b"%PDF")


@pytest.fixture
def stand(served: httpx.Client) -> OpenAIStand:
    return OpenAIStand(served)


def test_the_answer_and_what_it_cost(stand: OpenAIStand) -> None:
    prompt: list[PromptMessage] = [
        {"role": "user", "content": "I am Hanako."},
        {"role": "assistant", "content": "Hello, Hanako."},
        {"role": "user", "content": "Who am I?"},
    ]
    said = 'You said "Who am I?". Before that you told me: "I am Hanako.".'
    assert ChatModel(KEY, stand.settings).answer(prompt, "a" * 32) == ModelAnswer(
        said, 43, len(said)
    )
    assert stand.requests() == [
        {
            "model": "gpt-6.1-terra",
            "instructions": "Be kind.",
            "input": prompt,
            "max_output_tokens": 100,
            "safety_identifier": "a" * 32,
            "store": False,
        }
    ]


def test_what_a_prompt_has_in_common_with_the_one_before_is_known(stand: OpenAIStand) -> None:
    known, found = f"Be kind.{'x' * 1100}", []
    prompt: list[PromptMessage] = [{"role": "user", "content": known.removeprefix("Be kind.")}]
    for key in ("one chat", "one chat", "another"):
        keyed = replace(stand.settings, cache_key=key)
        found.append(ChatModel(KEY, keyed).answer(prompt, "a"))
        prompt = [*prompt, {"role": "assistant", "content": "Hi"}, HELLO[0]]
    grown = [len(known), len(known + "HiHello"), len(known + "HiHello" * 2)]
    assert [each.input_tokens for each in found] == grown
    assert [each.cached_tokens for each in found] == [0, len(known), 0]
    keys = [request["prompt_cache_key"] for request in stand.requests()]
    assert keys == ["one chat", "one chat", "another"]


def test_choices_are_passed_on_only_if_made(stand: OpenAIStand) -> None:
    chosen = replace(
        stand.settings, temperature=0.5, reasoning_effort="low", tools=[{"type": "web_search"}]
    )
    ChatModel(KEY, chosen).answer(HELLO, "a")
    (request,) = stand.requests()
    added = {name: request[name] for name in ("temperature", "reasoning", "tools")}
    assert added == {
        "temperature": 0.5,
        "reasoning": {"effort": "low"},
        "tools": [{"type": "web_search"}],
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"more_instructions": "Speak like a cat."}, "Be kind.\n\nSpeak like a cat."),
        ({"instructions": "Tell in a line."}, "Tell in a line."),
        ({"instructions": "Tell.", "more_instructions": "Now."}, "Tell.\n\nNow."),
        ({"instructions": "", "more_instructions": "Now."}, "Now."),
    ],
)
def test_instructions_are_added_to_or_replaced(
    stand: OpenAIStand, more: dict[str, Any], expected: str
) -> None:
    ChatModel(KEY, stand.settings).answer(HELLO, "a", **more)
    assert [request["instructions"] for request in stand.requests()] == [expected]


def test_a_question_of_our_own_has_its_limit_and_no_tools(stand: OpenAIStand) -> None:
    searching = replace(stand.settings, tools=[{"type": "web_search"}])
    ChatModel(KEY, searching).answer(HELLO, "a", max_output_tokens=50, tools=False)
    (request,) = stand.requests()
    assert (request["max_output_tokens"], "tools" in request) == (50, False)


def test_the_model_sees_what_is_attached(stand: OpenAIStand) -> None:
    prompt: list[PromptMessage] = [
        {"role": "user", "content": "Compare them", "attachments": [PICTURE, DOCUMENT]},
        {"role": "assistant", "content": "They agree.", "attachments": []},
        {"role": "user", "content": "", "attachments": (PICTURE,)},
    ]
    answer = ChatModel(KEY, stand.settings).answer(prompt, "a")
    assert answer.text == (
        'You said "Compare them". I see 2 images (image/png, 6 bytes; image/png, 6 bytes).'
        " I see 1 document (report.pdf, 4 bytes)."
    )
    image = {
        "type": "input_image",
        "image_url": "data:image/png;base64,cGl4ZWxz",
        "detail": "auto",
    }
    document = {
        "type": "input_file",
        "filename": "report.pdf",
        "file_data": "data:application/pdf;base64,JVBERg==",
    }
    assert [request["input"] for request in stand.requests()] == [
        [
            {
                "role": "user",
                "content": [{"type": "input_text", "text": "Compare them"}, image, document],
            },
            {"role": "assistant", "content": "They agree."},
            {"role": "user", "content": [image]},
        ]
    ]


def test_what_was_looked_up_has_its_sources(stand: OpenAIStand) -> None:
    prompt: list[PromptMessage] = [{"role": "user", "content": "Search for cats"}]
    answer = ChatModel(KEY, replace(stand.settings, tools=[{"type": "web_search"}])).answer(
        prompt, "a"
    )
    assert answer.text == (
        'You said "Search for cats". I looked it up ([example.com](https://example.com/found)).'
        "\n\n- [A guide \\[draft\\]](https://example.org/guide?lang=ja)"
    )


def test_suggestions_come_with_the_answer_where_they_are_asked_for(stand: OpenAIStand) -> None:
    model, asked = ChatModel(KEY, stand.settings), instruction(3)
    answers = [model.answer(HELLO, "a", more) for more in ("", asked)]
    assert [(each.text, each.suggestions) for each in answers] == [
        ('You said "Hello".', ()),
        (
            'You said "Hello".',
            ("Tell me more", "Why is that?", "Could you give me an example of that?"),
        ),
    ]
    assert [each["instructions"] for each in stand.requests()] == [
        "Be kind.",
        f"Be kind.\n\n{asked}",
    ]


def test_an_answer_is_gone_on_with_until_it_is_whole(stand: OpenAIStand) -> None:
    model, prompt = ChatModel(KEY, stand.settings), list(HELLO)
    shown = []
    for _ in range(2):
        stand.fail("cut_off")
        answer = model.answer(prompt, "a")
        assert answer.cut_at is not None
        shown.append(answer.text[: answer.cut_at])
        prompt += [
            {"role": "assistant", "content": shown[-1]},
            {"role": "user", "content": "Go on."},
        ]
    assert [*shown, model.answer(prompt, "a").text] == ["You said", '"He', 'llo".']


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (" \n Hi. \n\n", "Hi."),
        (" \n ", ""),
        ("\u200b\ufeff", ""),
        ("\u2060 \u00ad\n\u3164", ""),
        ("\u200bHi.", "\u200bHi."),
        ("a\ud83d", "a\ufffd"),
    ],
)
def test_the_text_is_stripped_and_well_formed(stand: OpenAIStand, text: str, answer: str) -> None:
    stand.fail("answer", text=text)
    assert ChatModel(KEY, stand.settings).answer(HELLO, "a").text == answer


def test_the_log_has_the_cost_but_nothing_that_was_said(
    stand: OpenAIStand, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    prompt: list[PromptMessage] = [
        {"role": "user", "content": "A private matter", "attachments": [DOCUMENT]}
    ]
    ChatModel(KEY, stand.settings).answer(prompt, "a")
    (entry,) = log_lines()
    assert (entry["message"], entry["model"]) == ("Called the model.", "gpt-6.1-terra")
    assert entry["input_tokens"] == len("Be kind.A private matter")
    assert entry["cached_tokens"] == 0
    assert "A private matter" not in str(entry)
    assert "report" not in str(entry)


def test_an_attachment_does_not_show_its_content() -> None:
    assert "pixels" not in repr(PICTURE)
