"""Pictures and files: what is said when one comes alone, and what of them a prompt takes.

LINE keeps them, so nobody else has to: they are fetched each time that a prompt needs them.
"""

import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Protocol

from kaiwa import line
from kaiwa.line_messages import Kind
from kaiwa.model.prompt import Attachment
from kaiwa.models import USER, Conversation, Message
from line_reply.history import beginning_of

CURRENT = timedelta(minutes=10)
"""How long words are about a picture or file that came before them."""
MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
"""Of one picture or file. OpenAI takes 50 MB a request, encoded:
https://platform.openai.com/docs/guides/images-vision
"""
LARGEST_TOGETHER = 25 * MEGABYTE
MOST = 10
"""How many pictures and files a prompt takes, the newest."""
LONGEST_TEXT = 20_000
"""How many characters of a text file a prompt takes."""
IMAGE_TYPES = ("image/gif", "image/jpeg", "image/png", "image/webp")
PDF = "application/pdf"
OTHER_TEXTS = ("application/json", "application/xml", "application/yaml", "application/toml")
TEXT_SUFFIXES = (".csv", ".log", ".md", ".toml", ".yaml", ".yml", ".ini", ".tsv")
ENCODINGS = ("utf-8-sig", "utf-16", "cp932")


class UnreadableError(Exception):
    """It is nothing that the model could read. `name` is a file's, None of a picture."""

    def __init__(self, name: str | None) -> None:
        super().__init__()
        self.name = name


@dataclass(frozen=True)
class Attached:
    """What a prompt takes besides the question: pictures and documents, and texts of files."""

    attachments: Sequence[Attachment] = ()
    texts: Sequence[str] = ()


class Messages(Protocol):
    """Where the notes of them are. See `kaiwa.table.MessageTable`."""

    def by_ids(self, ids: Iterable[str]) -> list[Message]: ...


class Contents(Protocol):
    """Where LINE keeps them. See `kaiwa.line.Line`."""

    def content(self, message_id: str, most_bytes: int) -> line.Content: ...


def is_readable(file_name: str) -> bool:
    """Whether a file of this name may be text or PDF."""
    media_type, compression = mimetypes.guess_file_type(file_name)
    if compression is not None:
        return False
    readable = (media_type or "").startswith("text/") or media_type in (PDF, *OTHER_TEXTS)
    return readable or PurePath(file_name).suffix.lower() in TEXT_SUFFIXES


def attached(
    question: Message, conversation: Conversation, messages: Messages, contents: Contents
) -> Attached:
    """The pictures and files that the question is about: those of the last ten minutes.

    The newest, as many as a prompt takes, without what was taken back meanwhile. What can't be
    read is an error once, for the first words after it, and left out from then on: the user knows.

    Raises `UnreadableError`, `kaiwa.line.ContentTooLargeError`, or another error of
    `kaiwa.line.Line.content`.
    """
    found: list[Attachment | str] = []
    first_words = _are_first_words(question, conversation)
    room = LARGEST_TOGETHER
    for message in _current(question, conversation, messages):
        try:
            content = contents.content(message.id, min(LARGEST, room))
            found.insert(0, _read(message, content))
        except line.ContentGoneError:
            continue
        except line.ContentTooLargeError:
            if room < LARGEST:
                break
            # LINE says of a file how large it is, so the user has heard of it when it came.
            if first_words and message.kind == Kind.IMAGE:
                raise
        except UnreadableError:
            if first_words:
                raise
        else:
            room -= len(content.data)
    attachments = [each for each in found if isinstance(each, Attachment)]
    return Attached(attachments, [each for each in found if isinstance(each, str)])


def _current(
    question: Message, conversation: Conversation, messages: Messages
) -> Sequence[Message]:
    """Newest first."""
    ids = conversation.attachment_ids
    if not ids:
        return []
    since = max(question.created_at - CURRENT, beginning_of(conversation))
    found = [
        message
        for message in messages.by_ids(ids)
        if message.role == USER and since < message.created_at < question.created_at
    ]
    readable = [each for each in found if each.kind == Kind.IMAGE or _is_named_readable(each)]
    return sorted(readable, key=lambda message: message.created_at, reverse=True)[:MOST]


def _is_named_readable(message: Message) -> bool:
    return is_readable(message.file_name or "")


def _are_first_words(question: Message, conversation: Conversation) -> bool:
    """Whether nothing was said between the last picture or file and the question."""
    earlier = [each for each in conversation.recent_ids if each != question.id]
    return bool(earlier) and earlier[-1] in conversation.attachment_ids


def _read(message: Message, content: line.Content) -> Attachment | str:
    media_type = content.media_type.partition(";")[0].strip().lower()
    if message.kind == Kind.IMAGE:
        if media_type not in IMAGE_TYPES:
            raise UnreadableError(None)
        return Attachment("image", "image", media_type, content.data)
    name = message.file_name or "file"
    if content.data.startswith(b"%PDF-"):
        return Attachment("pdf", name, PDF, content.data)
    text = _decoded(content.data)
    if text is None:
        raise UnreadableError(name)
    cut = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} …"
    return f"[file: {name}]\n{cut}"


def _decoded(data: bytes) -> str | None:
    """Text as files have it, in Japan too; None if it is none."""
    for encoding in ENCODINGS:
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
