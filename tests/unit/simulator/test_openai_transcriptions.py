"""The stand-in of OpenAI's transcriptions, through the official SDK."""

import httpx
import openai
import pytest
from openai.types.audio.transcription import Transcription, UsageTokens

from tests.unit.simulator.harness import OPENAI, Stand
from tests.unit.simulator.openai_harness import refused, sdk_of

MODEL = "gpt-transcribe"


@pytest.fixture
def sdk(served: httpx.Client) -> openai.OpenAI:
    return sdk_of(served)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("こんにちは\n".encode(), "こんにちは\n"),
        (b"\xff\xf3", "a recording of 2 bytes"),
        (b"RIFF\0\0", "a recording of 6 bytes"),
    ],
)
def test_the_transcript_is_the_bytes(sdk: openai.OpenAI, data: bytes, expected: str) -> None:
    transcription = sdk.audio.transcriptions.create(
        file=("a.M4A", data, "audio/x-m4a"), model=MODEL, language="ja", keywords=["Kaiwa"]
    )
    assert transcription == Transcription(
        text=expected,
        usage=UsageTokens.model_validate(
            {
                "type": "tokens",
                "input_tokens": len(data),
                "input_token_details": {"text_tokens": 0, "audio_tokens": len(data)},
                "output_tokens": len(expected),
                "total_tokens": len(data) + len(expected),
            }
        ),
    )


FORMATS = "['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm']"


@pytest.mark.parametrize(
    ("form", "file", "error"),
    [
        (
            {"model": MODEL},
            ("a.aac", b"x"),
            (f"Unrecognized file format. Supported formats: {FORMATS}", "file", "invalid_value"),
        ),
        (
            {"model": MODEL},
            ("a.m4a", b""),
            (
                "Audio file is too short. Minimum audio length is 0.1 seconds.",
                "file",
                "audio_too_short",
            ),
        ),
        (
            {"model": MODEL},
            None,
            ("Missing required parameter: 'file'.", "file", "missing_required_parameter"),
        ),
        (
            {},
            ("a.m4a", b"x"),
            ("Missing required parameter: 'model'.", "model", "missing_required_parameter"),
        ),
        (
            {"model": MODEL, "store": "false"},
            ("a.m4a", b"x"),
            ("Unknown parameter: 'store'.", "store", "unknown_parameter"),
        ),
        (
            {"model": MODEL, "response_format": "srt"},
            ("a.m4a", b"x"),
            (
                "This stand-in answers with response_format=json only.",
                "response_format",
                "unsupported_value",
            ),
        ),
    ],
)
def test_requests_that_are_refused(
    stand: Stand,
    form: dict[str, str],
    file: tuple[str, bytes] | None,
    error: tuple[str, str, str],
) -> None:
    response = stand.client.post(
        "/v1/audio/transcriptions",
        data=form,
        files={"file": file} if file else {"prompt": (None, b"")},
        headers=OPENAI,
    )
    assert (response.status_code, response.json()) == refused(*error)


def test_a_recording_can_be_too_large(stand: Stand) -> None:
    files = {"file": ("a.m4a", b"x" * (25 * 1024 * 1024 + 1))}
    response = stand.client.post(
        "/v1/audio/transcriptions", data={"model": MODEL}, files=files, headers=OPENAI
    )
    message = "Maximum content size limit (26214400) exceeded (26214401 bytes read)"
    assert (response.status_code, response.json()["error"]["message"]) == (413, message)


def test_faults_and_keys(sdk: openai.OpenAI, served: httpx.Client) -> None:
    def transcribe(sdk: openai.OpenAI) -> str:
        return sdk.audio.transcriptions.create(file=("a.m4a", b"Hi"), model=MODEL).text

    fault = {"service": "openai", "operation": "transcriptions", "kind": "status", "status": 503}
    assert served.post("/control/faults", json=fault).status_code == 200
    with pytest.raises(openai.InternalServerError):
        transcribe(sdk)
    with pytest.raises(openai.AuthenticationError):
        transcribe(sdk.with_options(api_key="sk-wrong"))
    assert transcribe(sdk) == "Hi"
