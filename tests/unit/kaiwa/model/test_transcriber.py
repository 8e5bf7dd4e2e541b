"""Writing recordings down, against the stand-in of OpenAI."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.transcriber import Transcriber
from tests.unit.kaiwa.model.stand import OpenAIStand, canned
from tests.unit.simulator.harness import KEY

MODEL = "gpt-transcribe"


@pytest.fixture
def stand(served: httpx.Client) -> OpenAIStand:
    return OpenAIStand(served)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("明日は晴れますか。".encode(), "明日は晴れますか。"),
        (b" Hello.\n", "Hello."),
        (b"\n", ""),
        (b"\0\xff\xfe", "a recording of 3 bytes"),
    ],
)
def test_what_is_said(stand: OpenAIStand, data: bytes, expected: str) -> None:
    transcriber = Transcriber(KEY, stand.url, MODEL, 5)
    assert transcriber.transcribe("recording.m4a", data, "audio/x-m4a") == expected


def test_a_file_that_is_no_recording_is_refused(stand: OpenAIStand) -> None:
    with pytest.raises(ModelRefusedError):
        Transcriber(KEY, stand.url, MODEL, 5).transcribe("song.mid", b"music", "audio/midi")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ({"kind": "status", "status": 503}, ModelUnavailableError),
        ({"kind": "malformed"}, ModelUnavailableError),
        ({"kind": "drop_response"}, ModelUnavailableError),
        ({"kind": "status", "status": 413}, ModelRefusedError),
    ],
)
def test_failures_say_whether_trying_again_can_help(
    stand: OpenAIStand, kind: dict[str, Any], error: type[Exception]
) -> None:
    stand.fail(operation="transcriptions", **kind)
    with pytest.raises(error):
        Transcriber(KEY, stand.url, MODEL, 5).transcribe("a.m4a", b"Hello.", "audio/x-m4a")


def test_the_deadline_holds(stand: OpenAIStand) -> None:
    stand.fail("delay", "transcriptions", seconds=2)
    started = time.monotonic()
    with pytest.raises(ModelTimeoutError):
        Transcriber(KEY, stand.url, MODEL, 0.2).transcribe("a.m4a", b"Hello.", "audio/x-m4a")
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("body", [{}, [], {"text": None}, {"text": 5}, "text"])
def test_an_answer_of_another_shape_is_no_transcript(body: Any) -> None:
    with canned(body) as url, pytest.raises(ModelUnavailableError):
        Transcriber(KEY, url, MODEL, 5).transcribe("a.m4a", b"Hello.", "audio/x-m4a")


def test_half_a_pair_is_nothing_that_could_be_stored() -> None:
    with canned({"text": "A\ud83d \ud83d\ude00"}) as url:
        words = Transcriber(KEY, url, MODEL, 5).transcribe("a.m4a", b"Hello.", "audio/x-m4a")
    assert words == "A\ufffd 😀"


def test_the_log_has_nothing_that_was_said(
    stand: OpenAIStand, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    transcriber = Transcriber(KEY, stand.url, MODEL, 5)
    transcriber.transcribe("a.m4a", b"A private matter", "audio/x-m4a")
    (entry,) = log_lines()
    logged = (entry["message"], entry["model"], entry["bytes"])
    assert logged == ("Transcribed a recording.", MODEL, 16)
    assert "A private matter" not in str(entry)
