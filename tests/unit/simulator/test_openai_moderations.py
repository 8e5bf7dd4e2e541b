"""The stand-in of OpenAI's moderations, through the official SDK where that is what decides."""

from base64 import b64encode

import httpx
import openai
import pytest
from openai.types import ModerationCreateResponse, ModerationImageURLInputParam

from tests.unit.simulator.harness import OPENAI, Json, Stand
from tests.unit.simulator.openai_harness import refused, sdk_of

MODEL = "omni-moderation-latest"


@pytest.fixture
def sdk(served: httpx.Client) -> openai.OpenAI:
    return sdk_of(served)


def image(data: bytes) -> Json:
    url = "data:image/png;base64," + b64encode(data).decode()
    return {"type": "image_url", "image_url": {"url": url}}


def moderate(stand: Stand, **body: object) -> tuple[int, Json]:
    response = stand.client.post("/v1/moderations", json=body, headers=OPENAI)
    return response.status_code, response.json()


@pytest.mark.parametrize(
    ("given", "flagged"),
    [
        ("Hello", [False]),
        ("please FLAG-ME", [True]),
        (["Hello", "不適切テスト"], [False, True]),
        ([{"type": "text", "text": "Hello"}, image(b"pixels")], [False]),
        ([{"type": "text", "text": "Hello"}, image(b"\xffFLAG-ME")], [True]),
    ],
)
def test_what_is_flagged(stand: Stand, given: object, flagged: list[bool]) -> None:
    status, answer = moderate(stand, model=MODEL, input=given)
    assert status == 200, answer
    read = ModerationCreateResponse.model_validate(answer, strict=True)
    assert [result.flagged for result in read.results] == flagged
    assert [result.categories.violence for result in read.results] == flagged


def test_the_result_tells_what_was_looked_at(sdk: openai.OpenAI) -> None:
    picture: ModerationImageURLInputParam = {
        "type": "image_url",
        "image_url": {"url": "data:image/png;base64,eHh4"},
    }
    response = sdk.moderations.create(model=MODEL, input=[picture])
    applied = response.results[0].category_applied_input_types
    assert (applied.violence, applied.harassment) == (["text", "image"], ["text"])
    assert response.model == MODEL


@pytest.mark.parametrize(
    ("body", "message", "param", "code"),
    [
        (
            {"input": "a", "store": False},
            "Unknown parameter: 'store'.",
            "store",
            "unknown_parameter",
        ),
        (
            {"model": MODEL},
            "'$.input' is invalid. Please check the API reference.",
            "input",
            "invalid_value",
        ),
        (
            {"input": [image(b"a"), image(b"b")]},
            "Number of images (2) exceeds maximum of 1",
            "input",
            "too_many_images",
        ),
        (
            {"input": [{"type": "image_url", "image_url": {"url": "https://example.com"}}]},
            "Invalid 'input[0].image_url.url': expected a base64-encoded data URL.",
            "input[0].image_url.url",
            "invalid_value",
        ),
        (
            {"input": ["a", {"type": "input_text", "text": "b"}]},
            "Invalid value for 'input[0]': expected a text or an image.",
            "input[0]",
            "invalid_value",
        ),
    ],
)
def test_requests_that_are_refused(
    stand: Stand, body: Json, message: str, param: str, code: str
) -> None:
    assert moderate(stand, **body) == refused(message, param, code)


def test_a_moderation_can_fail(sdk: openai.OpenAI, served: httpx.Client) -> None:
    fault = {"service": "openai", "operation": "moderations", "kind": "status", "status": 500}
    assert served.post("/control/faults", json=fault).status_code == 200
    with pytest.raises(openai.InternalServerError):
        sdk.moderations.create(input="a")
    assert not sdk.moderations.create(input="a").results[0].flagged
