"""OpenAI's transcriptions: the recording's own bytes, if they are text.

https://platform.openai.com/docs/api-reference/audio/createTranscription
"""

from pathlib import PurePath

from openai.types.audio.transcription_create_params import TranscriptionCreateParamsNonStreaming
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from simulator.exchange import Answer
from simulator.faults import Fault
from simulator.openai.errors import OpenAIError, bad
from simulator.state import Simulator

PARAMETERS = TranscriptionCreateParamsNonStreaming.__annotations__.keys() | {"file", "model"}
FORMATS = ["flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm"]
MISSING = "missing_required_parameter"
MOST_BYTES = 25 * 1024 * 1024


async def transcriptions(_: Simulator, request: Request, __: Fault | None) -> Response:
    """Write down the recording of a form: parts `file` and `model`, answered as JSON only."""
    async with request.form() as form:
        for name in form:
            if name.removesuffix("[]") not in PARAMETERS:
                raise bad(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise bad("Missing required parameter: 'file'.", "file", MISSING)
        if not form.get("model"):
            raise bad("Missing required parameter: 'model'.", "model", MISSING)
        if form.get("response_format", "json") != "json":
            message = "This stand-in answers with response_format=json only."
            raise bad(message, "response_format", "unsupported_value")
        recording = await file.read()
        _check_recording(file.filename or "", recording)
    text = transcript(recording)
    return Answer({"text": text, "usage": _usage(recording, text)})


def transcript(recording: bytes) -> str:
    """The text that the bytes spell, or how many they are."""
    try:
        text = recording.decode()
    except UnicodeDecodeError:
        text = "\0"
    if all(character.isprintable() or character in "\r\n\t" for character in text):
        return text
    return f"a recording of {len(recording)} bytes"


def _check_recording(name: str, recording: bytes) -> None:
    if len(recording) > MOST_BYTES:
        raise OpenAIError(
            413, f"Maximum content size limit ({MOST_BYTES}) exceeded ({len(recording)} bytes read)"
        )
    if PurePath(name).suffix.removeprefix(".").lower() not in FORMATS:
        message = f"Unrecognized file format. Supported formats: {FORMATS}"
        raise bad(message, "file", "invalid_value")
    if not recording:
        message = "Audio file is too short. Minimum audio length is 0.1 seconds."
        raise bad(message, "file", "audio_too_short")


def _usage(recording: bytes, text: str) -> dict[str, object]:
    """A token of the input is a byte, one of the output a character."""
    given, told = len(recording), len(text)
    return {
        "type": "tokens",
        "input_tokens": given,
        "input_token_details": {"text_tokens": 0, "audio_tokens": given},
        "output_tokens": told,
        "total_tokens": given + told,
    }
