"""What Kaiwa says to a picture, a file or a video: nobody has asked the model anything yet."""

from collections.abc import Callable, Sequence

from kaiwa.line.choices import Choice
from kaiwa.line.messages import Kind, ReceivedMessage
from line_reply.attachments.current import LARGEST, LONGEST_TEXTS, MEGABYTE
from line_reply.attachments.documents import Shown
from line_reply.attachments.files import may_be_readable, named_document
from line_reply.speech.languages.text import Texts


def is_attachment(received: ReceivedMessage) -> bool:
    """Whether it is a picture or file that the next words can be about."""
    if received.kind is Kind.FILE:
        return may_be_readable(received.file_name or "") and (received.size or 0) <= LARGEST
    return received.kind is Kind.IMAGE and not received.external


def words_for(received: ReceivedMessage, pictures: int, voice: Callable[[], Texts]) -> str | None:
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
            return _file_received(name, received.size or 0, voice())
        case _:
            return None


def _file_received(name: str, size: int, texts: Texts) -> str:
    """With what of it will not be read, as far as its name and its size tell."""
    document = named_document(name)
    if document is None and size > LONGEST_TEXTS:
        return texts.long_text_received.format(name=name, characters=f"{LONGEST_TEXTS:,}")
    match document.shown if document else Shown.PAGES:
        case Shown.ROWS:
            return texts.spreadsheet_received.format(name=name)
        case Shown.WORDS:
            return texts.document_received.format(name=name)
        case Shown.PAGES:
            return texts.file_received.format(name=name)


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
