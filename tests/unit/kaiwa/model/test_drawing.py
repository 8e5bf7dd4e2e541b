"""Pictures that the model draws: what is asked for, what comes, and what is refused."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.chat import ChatModel
from kaiwa.model.drawing import DRAW, INSTRUCTIONS, DrawingSettings, Draws, Offered
from kaiwa.model.errors import ModelUnavailableError, PictureRefusedError
from kaiwa.model.prompt import Attachment, PromptMessage
from simulator.openai.drawing import DRAWN
from tests.unit.kaiwa.model.stand import SETTINGS, OpenAIStand, canned
from tests.unit.simulator.harness import KEY

TOOL = {
    "type": "image_generation",
    "output_format": "jpeg",
    "output_compression": 80,
    "quality": "low",
    "size": "1024x1024",
}


@pytest.fixture
def stand(served: httpx.Client) -> OpenAIStand:
    return OpenAIStand(served)


def ask(
    stand: OpenAIStand, draws: Draws, words: str, *pictures: Attachment, model: str | None = None
) -> ModelAnswer:
    drawing = DrawingSettings(Offered.COMMAND, "low", model)
    asked: PromptMessage = {"role": "user", "content": words, "attachments": pictures}
    settings = replace(stand.settings, drawing=drawing, draws=draws)
    return ChatModel(KEY, settings).answer([asked], "a")


@pytest.mark.parametrize(
    ("draws", "more", "told"),
    [
        (Draws.MUST, {"tools": [TOOL], "tool_choice": {"type": "image_generation"}}, DRAW),
        (Draws.MAY, {"tools": [TOOL]}, ""),
        (Draws.NO, {}, None),
    ],
)
def test_the_tool_comes_with_what_holds_for_it(
    stand: OpenAIStand, draws: Draws, more: dict[str, Any], told: str | None
) -> None:
    ask(stand, draws, "Hello")
    (request,) = stand.requests()
    assert {name: request[name] for name in request if name.startswith("tool")} == more
    words = ["Be kind.", *([] if told is None else [INSTRUCTIONS, told])]
    assert request["instructions"] == "\n\n".join(filter(None, words))


def test_a_picture_comes_with_the_answer(stand: OpenAIStand) -> None:
    answer = ask(stand, Draws.MAY, "Draw a cat")
    assert answer.drawn is not None
    assert answer.drawn.prompt == "New: Draw a cat"
    assert (answer.drawn.data[:3], answer.drawn.data[-100:]) == (b"\xff\xd8\xff", DRAWN[-100:])
    assert ask(stand, Draws.MAY, "Hello").drawn is None


def test_a_picture_is_changed(stand: OpenAIStand) -> None:
    before = Attachment("image", "image", "image/jpeg", DRAWN)
    changed = ask(stand, Draws.MUST, "brighter", before, model="gpt-image-2").drawn
    assert changed is not None
    assert (changed.prompt, changed.data != DRAWN) == ("Changed: brighter", True)
    assert stand.requests()[-1]["tools"] == [TOOL | {"model": "gpt-image-2"}]


def test_what_the_safety_system_refuses(stand: OpenAIStand) -> None:
    with pytest.raises(PictureRefusedError):
        ask(stand, Draws.MUST, "Something undrawable")


def respond(item: dict[str, Any], **more: Any) -> ModelAnswer:
    body = {"id": "resp_1", "object": "response", "status": "completed", "output": [item], **more}
    with canned(body) as url:
        settings = replace(SETTINGS, base_url=url, draws=Draws.MUST)
        prompt: PromptMessage = {"role": "user", "content": "A cat"}
        return ChatModel(KEY, settings).answer([prompt], "a")


def call(**more: Any) -> dict[str, Any]:
    return {"id": "ig_1", "type": "image_generation_call", "status": "failed", **more}


def test_a_call_may_be_blocked_in_a_response() -> None:
    error = {"code": "moderation_blocked", "message": "No.", "type": "image_generation_user_error"}
    answer = respond(call(error=error))
    assert (answer.is_blocked, answer.drawn, answer.text) == (True, None, "")
    assert respond(call()).is_blocked is False


def test_a_whole_response_may_fail_for_what_was_to_be_drawn() -> None:
    error = {"code": "image_content_policy_violation", "message": "No."}
    with pytest.raises(PictureRefusedError):
        respond(call(), status="failed", error=error)


def test_what_is_no_base64_may_be_better_another_time() -> None:
    with pytest.raises(ModelUnavailableError):
        respond(call(result="!"))


@pytest.mark.parametrize(
    ("environ", "settings"),
    [
        ({}, DrawingSettings()),
        (
            {"DRAWING": "model", "DRAWING_QUALITY": "high", "DRAWING_MODEL": "gpt-image-2"},
            DrawingSettings(Offered.MODEL, "high", "gpt-image-2"),
        ),
    ],
)
def test_the_settings(environ: dict[str, str], settings: DrawingSettings) -> None:
    assert DrawingSettings.from_environment(environ) == settings
