"""Transcribing a recording: what was said in it is the question."""

import io
from dataclasses import dataclass
from functools import cache

from kaiwa.line.client import Line
from kaiwa.line.content import Content
from kaiwa.line.errors import ContentGoneError
from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.model.errors import InputRefusedError
from kaiwa.model.models import Model
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from kaiwa.times import Clock
from line_reply.attachments.current import MEGABYTE

LARGEST_RECORDING = 25 * MEGABYTE
"""OpenAI's limit. https://platform.openai.com/docs/guides/speech-to-text"""
RECORDING = ("recording.m4a", "audio/mp4")
"""What LINE records. https://developers.line.biz/en/reference/messaging-api/#wh-audio"""
SILENCE = ("silence.wav", "audio/wav")


class UnheardError(Exception):
    """There are no words in the recording, or it is too long or broken."""


@dataclass(frozen=True)
class WriteDown:
    """Fetches a recording from LINE and has a model write it down."""

    messages: MessageTable
    line: Line
    clock: Clock

    def __call__(self, question: Message, received: ReceivedMessage, model: Model) -> bool:
        """Put the words in place of the note of it. False if it was deleted meanwhile.

        Raises `UnheardError`, what `kaiwa.line.client.Line.content` raises but `ContentGoneError`,
        and what `kaiwa.model.models.Model.transcribe` raises.
        """
        if question.content != received.text:
            return True  # an earlier attempt did it
        try:
            content = self.line.content(
                received.message_id, LARGEST_RECORDING, model.seconds_left()
            )
        except ContentGoneError:
            return False
        words = words_in(content, model)
        return self.messages.rewrite(question, words, self.clock())


def words_in(recording: Content, model: Model) -> str:
    """What is said in it. Raises `UnheardError`, and what `Model.transcribe` raises."""
    if words := _words(recording.data, model):
        return words
    raise UnheardError


def _words(data: bytes, model: Model) -> str:
    name, media_type = RECORDING
    try:
        return model.transcribe(name, data, media_type)
    except InputRefusedError as error:
        # How long a recording may be depends on the model, and OpenAI says it only in this error.
        # Compatible servers also say so of a wrong key or an unknown model. So the recording is to
        # blame only if another one is taken.
        name, media_type = SILENCE
        model.transcribe(name, _silence(), media_type)
        logger().warning("The model does not take the recording.", failure=described(error))
        raise UnheardError from error


@cache
def _silence() -> bytes:
    """A second of it, which every model takes."""
    import wave

    written = io.BytesIO()
    with wave.open(written, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(8000)
        recording.writeframes(bytes(2 * 8000))
    return written.getvalue()
