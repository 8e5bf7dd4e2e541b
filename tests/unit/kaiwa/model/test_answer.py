"""Reading the model's responses, from a server that answers as it is told."""

from dataclasses import replace
from typing import Any

import pytest

from kaiwa.model.chat import ChatModel, ModelAnswer
from kaiwa.model.drawing import Drawn
from kaiwa.model.errors import ModelRefusedError, ModelUnavailableError
from kaiwa.model.suggestions import MARKER, instruction
from tests.unit.kaiwa.model.stand import SETTINGS, canned
from tests.unit.simulator.harness import KEY

Json = dict[str, Any]


def answered(body: Any) -> ModelAnswer:
    """What the model is understood to say by this body."""
    with canned(body) as url:
        model = ChatModel(KEY, replace(SETTINGS, base_url=url))
        return model.answer([{"role": "user", "content": "Hello"}], "a")


def message(*parts: Json, **more: Any) -> Json:
    return {"type": "message", "role": "assistant", "content": [*parts], **more}


def text(said: str, *annotations: Json) -> Json:
    return {"type": "output_text", "text": said, "annotations": [*annotations]}


def citation(url: str, title: str) -> Json:
    return {
        "type": "url_citation",
        "url": url,
        "title": title,
        "start_index": 0,
        "end_index": 1,
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"output": [message(text("Hello, "), text("you."))]}, "Hello, you."),
        ({"output": [message(text("One."), phase="final_answer")]}, "One."),
        (
            {"output": [message(text("Let me see."), phase="commentary"), message(text("Two."))]},
            "Two.",
        ),
        ({"output": [message(text("Let me see."), phase="commentary")]}, "Let me see."),
        (
            {"output": [message({"type": "refusal", "refusal": "I can't help with that."})]},
            "I can't help with that.",
        ),
        ({"output": []}, ""),
        ({"status": "incomplete", "output": [message(text(""))]}, ""),
        (
            {"output": [message(text("Sunny.", citation("https://a.jp/", "A\ud83d")))]},
            "Sunny.\n\n- [A\ufffd](https://a.jp/)",
        ),
        (
            {"output": [message(text("See.", {"type": "file_path", "file_id": "1", "index": 0}))]},
            "See.",
        ),
        ({"output": [message({"type": "output_text", "text": "Bare."})], "usage": {}}, "Bare."),
        ({"output": [message(text("One."), {"type": "output_text", "text": None})]}, "One."),
    ],
)
def test_what_the_model_says(body: Json, expected: str) -> None:
    assert answered({"status": "completed"} | body) == ModelAnswer(expected, 0, 0)


@pytest.mark.parametrize(
    ("details", "cut_at"),
    [
        ({}, 10),
        ({"incomplete_details": None}, 10),
        ({"incomplete_details": {"reason": "max_output_tokens"}}, 10),
        ({"incomplete_details": {"reason": "content_filter"}}, None),
    ],
)
def test_an_answer_that_was_cut_off_can_be_gone_on_with_unless_it_was_filtered(
    details: Json, cut_at: int | None
) -> None:
    cited = message(text(" Half a sen", citation("https://a.jp/", "A")))
    body = {"status": "incomplete", "output": [cited], **details}
    shown = "Half a sen …\n\n- [A](https://a.jp/)"
    assert answered(body) == ModelAnswer(shown, 0, 0, cut_at=cut_at)


def test_half_pairs_are_nowhere_in_an_answer() -> None:
    """Nor is it counted wrong how much the model wrote: two halves are one character."""
    drawn = {"type": "image_generation_call", "id": "1", "status": "completed", "result": "aGk="}
    said = message(text(f"Odd \ud83d\ude00\ud83d.\n{MARKER}\nWhy\udc00?\nHo"))
    output = [{**drawn, "revised_prompt": "A\ud83d cat"}, said]
    with canned({"status": "incomplete", "output": output}) as url:
        settings = replace(SETTINGS, base_url=url, instructions=instruction(3))
        answer = ChatModel(KEY, settings).answer([{"role": "user", "content": "Hello"}], "a")
    assert answer == ModelAnswer(
        "Odd 😀\ufffd.", 0, 0, suggestions=("Why\ufffd?",), drawn=Drawn(b"hi", "A\ufffd cat")
    )


@pytest.mark.parametrize(
    ("details", "cached"),
    [
        ({}, 0),
        ({"input_tokens_details": None}, 0),
        ({"input_tokens_details": {}}, 0),
        ({"input_tokens_details": {"cached_tokens": None}}, 0),
        ({"input_tokens_details": {"cached_tokens": 20}}, 20),
        ({"input_tokens_details": {"cached_tokens": 40}}, 30),
    ],
)
def test_what_was_known_of_the_prompt_is_said_or_left_out(details: Json, cached: int) -> None:
    usage = {"input_tokens": 30, "output_tokens": 5, **details}
    body = {"status": "completed", "output": [message(text("Hi."))], "usage": usage}
    assert answered(body) == ModelAnswer("Hi.", 30, 5, cached)


@pytest.mark.parametrize(
    "body",
    [
        {"status": "failed", "output": []},
        {"output": "none"},
        {"output": [message({"type": "unheard"})]},
        {"output": [{"type": "message"}]},
        {},
        [],
        "text",
        {"error": {"code": "insufficient_quota"}},
    ],
)
def test_a_response_of_another_shape_is_no_answer(body: Any) -> None:
    with pytest.raises(ModelUnavailableError):
        answered(body)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("server_error", ModelUnavailableError),
        ("rate_limit_exceeded", ModelUnavailableError),
        ("invalid_prompt", ModelRefusedError),
    ],
)
def test_a_failed_response_says_whether_trying_again_can_help(
    code: str, error: type[Exception]
) -> None:
    failed = {"status": "failed", "output": [], "error": {"code": code, "message": "No."}}
    with pytest.raises(error):
        answered(failed)
