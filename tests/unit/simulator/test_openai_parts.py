"""What the model stand-in makes of images and documents in its input."""

from base64 import b64encode

import httpx
import openai
import pytest

from tests.unit.simulator.harness import MODEL, Json, Stand, ask, said
from tests.unit.simulator.openai_harness import refused, sdk_of

PNG = "data:image/png;base64," + b64encode(b"x" * 70).decode()
PDF = "data:application/pdf;base64," + b64encode(b"%PDF").decode()
TEXT = {"type": "input_text", "text": "What is it?"}
IMAGE = {"type": "input_image", "image_url": PNG, "detail": "auto"}
DOCUMENT = {"type": "input_file", "filename": "report.pdf", "file_data": PDF}


@pytest.fixture
def sdk(served: httpx.Client) -> openai.OpenAI:
    return sdk_of(served)


def message(*parts: Json, role: str = "user") -> list[Json]:
    return [{"role": role, "content": [*parts]}]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (message(TEXT, IMAGE), 'You said "What is it?". I see 1 image (image/png, 70 bytes).'),
        (message(IMAGE), "I see 1 image (image/png, 70 bytes)."),
        (
            message(IMAGE, DOCUMENT, IMAGE),
            (
                "I see 2 images (image/png, 70 bytes; image/png, 70 bytes)."
                " I see 1 document (report.pdf, 4 bytes)."
            ),
        ),
        (
            message({"type": "input_text", "text": "何ですか"}, IMAGE, DOCUMENT),
            (
                "「何ですか」ですね。画像が1枚見えます（image/png、70バイト）。"
                "文書が1件見えます（report.pdf、4バイト）。"
            ),
        ),
        (
            message(IMAGE) + said(("assistant", "A cat."), ("user", "Sure?")),
            'You said "Sure?". I see 1 image (image/png, 70 bytes).',
        ),
        (
            message({"type": "output_text", "text": "A cat."}, role="assistant"),
            "Nobody has said anything yet.",
        ),
    ],
)
def test_the_answer_says_what_it_saw(stand: Stand, given: list[Json], expected: str) -> None:
    status, answer = ask(stand, input=given)
    assert (status, answer["output"][0]["content"][0]["text"]) == (200, expected)


def test_the_sdk_sends_an_image_and_a_document(sdk: openai.OpenAI) -> None:
    response = sdk.responses.create(
        model=MODEL,
        store=False,
        input=[
            {
                "role": "user",
                "content": [
                    {"type": "input_image", "image_url": PNG, "detail": "auto"},
                    {"type": "input_file", "filename": "report.pdf", "file_data": PDF},
                ],
            }
        ],
    )
    seen = "I see 1 image (image/png, 70 bytes). I see 1 document (report.pdf, 4 bytes)."
    assert response.output_text == seen


AT = "input[0].content[0]"
NO_DATA_URL = f"Invalid '{AT}.image_url': expected a base64-encoded data URL."
NO_IMAGE = "Invalid MIME type. Only image types are supported."
EMPTY_IMAGE = (
    "The image data you provided does not represent a valid image. Please check your input and try"
    " again with one of the supported image formats: ['image/jpeg', 'image/png', 'image/gif',"
    " 'image/webp']."
)


@pytest.mark.parametrize(
    ("part", "message_", "param", "code"),
    [
        ({"type": "input_image"}, NO_DATA_URL, ".image_url", "invalid_value"),
        (
            {"type": "input_image", "image_url": "https://example.com/a.png"},
            NO_DATA_URL,
            ".image_url",
            "invalid_value",
        ),
        (
            {"type": "input_image", "image_url": "data:image/png;base64,???"},
            NO_DATA_URL,
            ".image_url",
            "invalid_value",
        ),
        (
            {"type": "input_image", "image_url": "data:image/bmp;base64,eHh4"},
            NO_IMAGE,
            ".image_url",
            "invalid_image_format",
        ),
        (
            {"type": "input_image", "image_url": "data:image/png;base64,"},
            EMPTY_IMAGE,
            ".image_url",
            "invalid_value",
        ),
        (
            {"type": "input_file", "file_data": PDF},
            f"Missing required parameter: '{AT}.filename'.",
            ".filename",
            "missing_required_parameter",
        ),
        (
            {"type": "input_audio"},
            (
                "Invalid value: 'input_audio'. Supported values are: 'input_text', 'input_image',"
                " 'input_file'."
            ),
            "",
            "invalid_value",
        ),
        (
            {"type": "output_text", "text": "a"},
            (
                "Invalid value: 'output_text'. Supported values are: 'input_text', 'input_image',"
                " 'input_file'."
            ),
            "",
            "invalid_value",
        ),
        (
            {"type": "input_text"},
            f"Invalid value for '{AT}': expected text.",
            "",
            "invalid_value",
        ),
    ],
)
def test_parts_that_are_refused(
    stand: Stand, part: Json, message_: str, param: str, code: str
) -> None:
    assert ask(stand, input=message(part)) == refused(message_, AT + param, code)


def test_an_assistant_has_no_input_parts(stand: Stand) -> None:
    sentence = "Invalid value: 'input_image'. Supported values are: 'output_text', 'refusal'."
    given = message(IMAGE, role="assistant")
    assert ask(stand, input=given) == refused(sentence, AT, "invalid_value")
