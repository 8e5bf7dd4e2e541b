"""What is said to what comes without words, and how recordings become words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from kaiwa.line.choices import Choice
from kaiwa.line.content import Content
from kaiwa.line.errors import ContentGoneError
from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.model.errors import InputRefusedError
from kaiwa.table.items import USER, Message, answer_id
from kaiwa.table.turns import Turn
from line_reply.attachments.current import LARGEST, MEGABYTE
from line_reply.attachments.files import may_be_readable
from line_reply.memory.history import beginning_of
from line_reply.speech.chat import Voice
from line_reply.speech.languages.text import Texts

LARGEST_RECORDING = 25 * MEGABYTE
"""OpenAI's limit. https://platform.openai.com/docs/guides/speech-to-text"""
RECORDING = ("recording.m4a", "audio/mp4")
"""What LINE records. https://developers.line.biz/en/reference/messaging-api/#wh-audio"""


class Messages(Protocol):
    """Where the conversation is kept. See `kaiwa.table.messages.MessageTable`."""

    def by_ids(self, ids: Iterable[str]) -> list[Message]: ...

    def rewrite(self, question: Message, text: str, now: datetime) -> bool: ...

    def set_members(self, received: ReceivedMessage) -> Collection[str]: ...

    def claim_set(self, received: ReceivedMessage, message_id: str, now: datetime) -> bool: ...


class Contents(Protocol):
    """Where LINE keeps what users send. See `kaiwa.line.Line`."""

    def content(self, message_id: str, most_bytes: int, seconds: float) -> Content: ...


class Ears(Protocol):
    """What writes recordings down. See `line_reply.turns.model.Model`."""

    def seconds_left(self) -> float: ...

    def transcribe(self, name: str, data: bytes, media_type: str) -> str: ...


class UnheardError(Exception):
    """There are no words in the recording, or it is too long or broken."""


def is_attachment(received: ReceivedMessage) -> bool:
    """Whether it is a picture or file that the next words can be about."""
    if received.kind is Kind.FILE:
        return may_be_readable(received.file_name or "") and (received.size or 0) <= LARGEST
    return received.kind is Kind.IMAGE and not received.external


def as_a_whole(
    received: ReceivedMessage, turn: Turn, messages: Messages, now: datetime
) -> Turn | None:
    """The turn, or, of pictures that were sent together, one for all of them.

    None if more of them are to come, or if another one's answer is the answer to all. The last to
    arrive is answered, or the newest that is left if that one was taken back.
    """
    if received.image_set is None:
        return turn
    member_ids = messages.set_members(received)
    if len(member_ids) < received.image_set[1]:
        return None
    since = beginning_of(turn.conversation)
    pictures = [
        message
        for message in messages.by_ids(member_ids)
        if message.role == USER and message.created_at > since
    ]
    question = turn.question or max(pictures, key=lambda each: each.created_at, default=None)
    if question is None:
        return turn
    if not messages.claim_set(received, question.id, now):
        return None
    answer = next(iter(messages.by_ids([answer_id(question.id)])), None)
    return replace(turn, question=question, answer=answer, pictures=len(pictures))


def words_for(received: ReceivedMessage, pictures: int, voice: Voice) -> str | None:
    """What to say to something without words; None if the model is to answer it."""
    name = received.file_name or "file"
    match received.kind:
        case Kind.VIDEO:
            return voice().video
        case Kind.IMAGE | Kind.AUDIO if received.external:
            return voice().external_content
        case Kind.IMAGE if pictures > 1:
            return voice().images_received.format(count=pictures)
        case Kind.IMAGE:
            return voice().image_received
        case Kind.FILE if not may_be_readable(name):
            return voice().unsupported_file.format(name=name)
        case Kind.FILE if (received.size or 0) > LARGEST:
            return too_large(voice(), LARGEST)
        case Kind.FILE:
            return voice().file_received.format(name=name)
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
        content = contents.content(received.message_id, LARGEST_RECORDING, ears.seconds_left())
    except ContentGoneError:
        return False
    name, media_type = RECORDING
    try:
        words = ears.transcribe(name, content.data, media_type)
    except InputRefusedError as error:
        # How long a recording may be depends on the model, and OpenAI says it only in this error.
        logger().warning("The model does not take the recording.", failure=described(error))
        raise UnheardError from error
    if not words:
        raise UnheardError
    return messages.rewrite(question, words, now)
