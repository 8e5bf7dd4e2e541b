"""What is said to what comes without words, and how recordings become words."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from kaiwa import line
from kaiwa.line import Choice
from kaiwa.line_messages import Kind, ReceivedMessage
from kaiwa.models import Message
from kaiwa.turns import Turn
from line_reply.attachments import LARGEST, MEGABYTE, is_readable
from line_reply.chats import Voice
from line_reply.languages.text import Texts

LARGEST_RECORDING = 25 * MEGABYTE
"""OpenAI's limit. https://platform.openai.com/docs/guides/speech-to-text"""
RECORDING = ("recording.m4a", "audio/mp4")
"""What LINE records. https://developers.line.biz/en/reference/messaging-api/#wh-audio"""


class Messages(Protocol):
    """Where the conversation is kept. See `kaiwa.table.MessageTable`."""

    def by_ids(self, ids: Iterable[str]) -> list[Message]: ...

    def rewrite(self, question: Message, text: str, now: datetime) -> bool: ...


class Contents(Protocol):
    """Where LINE keeps what users send. See `kaiwa.line.Line`."""

    def content(self, message_id: str, most_bytes: int) -> line.Content: ...


class Ears(Protocol):
    """What writes recordings down. See `line_reply.model.Model`."""

    def transcribe(self, name: str, data: bytes, media_type: str) -> str: ...


class UnheardError(Exception):
    """There are no words in the recording."""


def is_attachment(received: ReceivedMessage) -> bool:
    """Whether it is a picture or file that the next words can be about."""
    if received.kind is Kind.FILE:
        return is_readable(received.file_name or "") and (received.size or 0) <= LARGEST
    return received.kind is Kind.IMAGE and not received.external


def is_complete(received: ReceivedMessage, turn: Turn, messages: Messages) -> bool:
    """Whether a picture is alone, or the last to arrive of those that were sent together."""
    if received.image_set is None:
        return True
    set_id, total = received.image_set
    conversation = turn.conversation
    # The recent ones too, for what was said between two pictures of a set.
    ids = {*conversation.attachment_ids, *conversation.recent_ids, received.message_id}
    arrived = [message for message in messages.by_ids(ids) if message.image_set == set_id]
    last = max(arrived, key=lambda message: message.created_at, default=None)
    return len(arrived) >= total and last is not None and last.id == received.message_id


def words_for(received: ReceivedMessage, voice: Voice) -> str | None:
    """What to say to something without words; None if the model is to answer it."""
    match received.kind:
        case Kind.VIDEO:
            return voice().video
        case Kind.IMAGE | Kind.AUDIO if received.external:
            return voice().external_content
        case Kind.IMAGE if received.image_set:
            return voice().images_received.format(count=received.image_set[1])
        case Kind.IMAGE:
            return voice().image_received
        case Kind.FILE if not is_readable(received.file_name or ""):
            return voice().unsupported_file.format(name=received.file_name or "file")
        case Kind.FILE if (received.size or 0) > LARGEST:
            return too_large(voice(), LARGEST)
        case Kind.FILE:
            return voice().file_received.format(name=received.file_name)
        case _:
            return None


def choices(received: ReceivedMessage, texts: Texts) -> Sequence[Choice]:
    """What a user may want of a picture or file."""
    describe = Choice(texts.label_describe, says=texts.say_describe)
    translate = Choice(texts.label_translate, says=texts.say_translate)
    read = Choice(texts.label_read_text, says=texts.say_read_text)
    summarise = Choice(texts.label_summarise, says=texts.say_summarise)
    return [describe, translate, read] if received.kind is Kind.IMAGE else [summarise, translate]


def too_large(texts: Texts, most_bytes: int) -> str:
    """Up to which size it would have worked."""
    return texts.too_large.format(megabytes=most_bytes // MEGABYTE)


def write_down(
    question: Message,
    received: ReceivedMessage,
    messages: Messages,
    contents: Contents,
    ears: Ears,
    now: datetime,
) -> bool:
    """Put a recording's words in place of the note of it. False if it was deleted meanwhile.

    Raises `UnheardError`, what `kaiwa.line.Line.content` raises but `ContentGoneError`, and what
    `kaiwa.model.transcriber.Transcriber.transcribe` raises.
    """
    if question.content != received.text:
        return True  # an earlier attempt did it
    try:
        content = contents.content(received.message_id, LARGEST_RECORDING)
    except line.ContentGoneError:
        return False
    name, media_type = RECORDING
    words = ears.transcribe(name, content.data, media_type)
    if not words:
        raise UnheardError
    return messages.rewrite(question, words, now)
