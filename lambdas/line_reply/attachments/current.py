"""The pictures and files that a question is about, as parts of its prompt.

LINE keeps them, so nobody else has to: they are fetched each time that a prompt needs them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from kaiwa.line.client import Line
from kaiwa.line.content import Content
from kaiwa.line.errors import ContentGoneError, ContentTooLargeError
from kaiwa.line.messages import Kind
from kaiwa.model.prompt import Attachment
from kaiwa.table.items import USER, Conversation, Message
from kaiwa.table.messages import MessageTable
from line_reply.attachments import files
from line_reply.attachments.documents import document_of
from line_reply.memory.history import beginning_of, marked

CURRENT = timedelta(minutes=10)
"""How long words are about a picture or file that came before them."""
MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
"""Of one picture or file. OpenAI takes 50 MB a request, encoded:
https://platform.openai.com/docs/guides/images-vision
"""
LARGEST_TOGETHER = 25 * MEGABYTE
MOST = 20
"""How many pictures and files a prompt takes, the newest: at least a whole set of pictures."""
LONGEST_TEXTS = 20_000
"""How many characters of text files a prompt takes, of the newest first."""
IMAGE_TYPES = ("image/gif", "image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True)
class Unreadable:
    """What the model can't be shown."""

    message: Message
    too_large: bool = False


@dataclass
class Attached:
    """What a prompt takes besides the question: pictures and documents, and texts of files.

    `ids` are the messages' that they are from, `unreadable` those that there is nothing from,
    newest first.
    """

    attachments: list[Attachment] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


@dataclass(frozen=True)
class Attach:
    """Finds what a question is about, and fetches it from LINE."""

    messages: MessageTable
    line: Line

    def __call__(
        self, question: Message, conversation: Conversation, seconds_left: Callable[[], float]
    ) -> Attached:
        """The pictures and files of the last ten minutes: the newest, as many as a prompt takes,
        without what was taken back or left out meanwhile.

        Raises the errors of `kaiwa.line.client.Line.content`, `LineUnavailableError` too when no
        time is left.
        """
        found = Attached()
        room, text_room = LARGEST_TOGETHER, LONGEST_TEXTS
        for message in self._current(question, conversation):
            try:
                content = self.line.content(message.id, min(LARGEST, room), seconds_left())
            except ContentGoneError:
                continue
            except ContentTooLargeError:
                if room < LARGEST:
                    break
                # LINE says of a file how large it is, so the user has heard of it when it came.
                if message.kind == Kind.IMAGE:
                    found.unreadable.append(Unreadable(message, too_large=True))
                continue
            read = part_of(message, content, text_room)
            match read:
                case None:
                    found.unreadable.append(Unreadable(message))
                    continue
                case Attachment():
                    found.attachments.insert(0, read)
                case _:
                    found.texts.insert(0, read)
                    text_room = max(0, text_room - len(read))
            found.ids.append(message.id)
            room -= len(content.data)
        return found

    def _current(self, question: Message, conversation: Conversation) -> Sequence[Message]:
        """Newest first."""
        ids = conversation.attachment_ids
        if not ids:
            return []
        since = max(question.created_at - CURRENT, beginning_of(conversation))
        found = [
            message
            for message in self.messages.by_ids(ids)
            if message.role == USER
            and since < message.created_at < question.created_at
            and not message.left_out
            and (message.kind == Kind.IMAGE or files.may_be_readable(message.file_name or ""))
        ]
        return sorted(found, key=lambda message: message.created_at, reverse=True)[:MOST]


def part_of(message: Message, content: Content, text_room: int) -> Attachment | str | None:
    """What the model is shown of it; None if that is nothing that it reads."""
    if message.kind == Kind.IMAGE:
        if content.media_type not in IMAGE_TYPES:
            return None
        return Attachment("image", "image", content.media_type, content.data)
    name = message.file_name or "file"
    if document := document_of(name, content.data):
        return document
    text = files.text_of(content.data)
    if text is None:
        return None
    cut = text if len(text) <= text_room else f"{text[:text_room]} …"
    return marked(f"[file: {name}]", cut)
