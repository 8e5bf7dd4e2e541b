"""Checking what users send, against the stand-in of OpenAI."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import pytest

from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.moderator import Moderator
from kaiwa.model.prompt import Attachment
from tests.unit.kaiwa.model.stand import OpenAIStand, canned
from tests.unit.simulator.harness import KEY

MODEL = "omni-moderation-latest"
FINE = Attachment("image", "fine.png", "image/png", b"pixels")
BAD = Attachment("image", "bad.png", "image/png", b"FLAG-ME")
DOCUMENT = Attachment("document", "report.pdf", "application/pdf", b"FLAG-ME")


@pytest.fixture
def stand(served: httpx.Client) -> OpenAIStand:
    return OpenAIStand(served)


@pytest.mark.parametrize(
    ("text", "attachments", "flagged"),
    [
        ("Hello", (), False),
        ("FLAG-ME, please", (), True),
        ("これは不適切テストです", (), True),
        ("What is it?", (FINE, FINE), False),
        ("What is it?", (FINE, BAD), True),
        ("", (BAD,), True),
        ("", (DOCUMENT,), False),
    ],
)
def test_what_is_flagged(
    stand: OpenAIStand, text: str, attachments: Sequence[Attachment], flagged: bool
) -> None:
    assert Moderator(KEY, stand.url, MODEL, 5).flags(text, attachments) == flagged


def test_each_image_has_a_request_of_its_own(stand: OpenAIStand) -> None:
    Moderator(KEY, stand.url, MODEL, 5).flags("What is it?", [FINE, DOCUMENT, FINE])
    url = "data:image/png;base64,cGl4ZWxz"
    image = {"model": MODEL, "input": [{"type": "image_url", "image_url": {"url": url}}]}
    assert stand.requests() == [{"model": MODEL, "input": "What is it?"}, image, image]


def test_nothing_to_check_is_not_asked_about(stand: OpenAIStand) -> None:
    assert not Moderator(KEY, stand.url, MODEL, 5).flags(" \n", [DOCUMENT])
    assert stand.requests() == []


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ({"kind": "status", "status": 429}, ModelUnavailableError),
        ({"kind": "malformed"}, ModelUnavailableError),
        ({"kind": "status", "status": 400}, ModelRefusedError),
    ],
)
def test_failures_say_whether_trying_again_can_help(
    stand: OpenAIStand, kind: dict[str, Any], error: type[Exception]
) -> None:
    stand.fail(operation="moderations", **kind)
    with pytest.raises(error):
        Moderator(KEY, stand.url, MODEL, 5).flags("Hello")


def test_the_deadline_holds_for_all_requests_together(stand: OpenAIStand) -> None:
    stand.fail("delay", "moderations", seconds=0.3, times=0)
    started = time.monotonic()
    with pytest.raises(ModelTimeoutError):
        Moderator(KEY, stand.url, MODEL, 0.5).flags("What is it?", [FINE] * 5)
    assert time.monotonic() - started < 1.2
    time.sleep(0.4)
    assert len(stand.requests()) == 2  # what nobody waits for is not asked


@pytest.mark.parametrize(
    "body", [{}, [], {"results": None}, {"results": []}, {"results": [{}]}, "text"]
)
def test_an_answer_of_another_shape_is_no_verdict(body: Any) -> None:
    with canned(body) as url, pytest.raises(ModelUnavailableError):
        Moderator(KEY, url, MODEL, 5).flags("Hello")


def test_the_log_has_the_verdict_but_nothing_that_was_said(
    stand: OpenAIStand, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    Moderator(KEY, stand.url, MODEL, 5).flags("A private FLAG-ME")
    (entry,) = log_lines()
    logged = (entry["message"], entry["model"], entry["images"], entry["flagged"])
    assert logged == ("Moderated a message.", MODEL, 0, True)
    assert "private" not in str(entry)
