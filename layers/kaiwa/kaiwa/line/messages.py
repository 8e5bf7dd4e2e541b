"""What a user's message says: its words, or for whatever else was sent a note of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kaiwa.fields import Fields
from kaiwa.line.events import Overheard, Received, envelope, mentions_of_bot
from kaiwa.text import DIRECTIONS, well_formed

LONGEST_NAME = 255
"""Characters of a file's name that are kept: as many as file systems take."""
MENTION = "[mention]"
"""Stands for a text that only mentions the bot, where the message it quotes says what it is about.
"""
LARGEST_SET = 50
"""LINE lets users send fewer pictures at once. What says that it is of more is taken for single."""


class Kind(StrEnum):
    """What was sent. https://developers.line.biz/en/reference/messaging-api/#message-event

    `GO_ON` is no message of LINE's but a button: see `kaiwa.line.taps`.
    """

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    VIDEO = "video"
    GO_ON = "go on"


@dataclass(frozen=True, kw_only=True)
class ReceivedMessage(Received):
    """A message. `text` is its words, or a note such as `[image]`, which is what history keeps.

    `size` is a file's, in bytes. `image_set` is the id of a set of images that were sent together,
    and how many they are, 1 if LINE does not say. `external`: the content is not at LINE, but
    wherever another app says. `read_token` marks the message as read. `quoted_id` is the id of the
    message that it quotes: LINE says nothing else of a quote.
    https://developers.line.biz/en/docs/messaging-api/receiving-messages/#receive-quote-messages-sent-by-user
    """

    message_id: str
    text: str
    kind: Kind = Kind.TEXT
    quote_token: str | None = None
    read_token: str | None = None
    file_name: str | None = None
    size: int | None = None
    image_set: tuple[str, int] | None = None
    external: bool = False
    quoted_id: str | None = None

    @property
    def is_attachment(self) -> bool:
        """Whether a prompt can have it beside words: an image or a file that is at LINE."""
        return self.kind in (Kind.IMAGE, Kind.FILE) and not self.external

    @property
    def noted_kind(self) -> str | None:
        """Its kind as the table keeps it, which is none for a text."""
        return None if self.kind is Kind.TEXT else self.kind.value


@dataclass(frozen=True, kw_only=True)
class Edit(Received):
    """A message says something else now. Empty if no word of it is for the bot any more.

    https://developers.line.biz/en/reference/messaging-api/#edit-event
    """

    message_id: str
    text: str


def overheard_text(event: Fields) -> Overheard | None:
    """The text that is overheard; None as for `received_message`. Raises `UnreadableError`."""
    received, message = envelope(event), event.within("message")
    if received is None or received["standby"]:
        return None
    return Overheard(
        **received,
        speaker_id=event.within("source").needed_id("userId"),
        message_id=message.needed_message_id("id"),
        text=message.needed_text("text"),
        edited=event.values.get("edited") is True,
    )


def received_message(event: Fields) -> ReceivedMessage | None:
    """The message that the event brings; None if its kind is unknown or it belongs to no chat.

    Raises `UnreadableError`.
    """
    received, message, kind = envelope(event), event.within("message"), _kind(event)
    if received is None or kind is None:
        return None
    if kind is Kind.TEXT:
        message.needed_text("text")
    return ReceivedMessage(
        **received,
        message_id=message.needed_message_id("id"),
        text=_content(kind, message),
        kind=kind,
        quote_token=message.text("quoteToken") or None,
        read_token=message.text("markAsReadToken") or None,
        file_name=_file_name(message),
        size=message.count("fileSize"),
        image_set=_image_set(message),
        external=message.within("contentProvider").text("type") == "external",
        quoted_id=message.id("quotedMessageId"),
    )


def edited_message(event: Fields) -> Edit | None:
    """The message that the event brings anew; None as for `received_message`.

    Raises `UnreadableError`.
    """
    received, message, kind = envelope(event), event.within("message"), _kind(event)
    if received is None or kind is None:
        return None
    if kind is Kind.TEXT and message.values.get("text") is not None:
        message.needed_text("text")
    return Edit(
        **received,
        message_id=message.needed_message_id("id"),
        text=_content(kind, message),
    )


def _kind(event: Fields) -> Kind | None:
    kind = event.within("message").needed_text("type")
    return Kind(kind) if kind in set(Kind) - {Kind.GO_ON} else None


def _content(kind: Kind, message: Fields) -> str:
    match kind:
        case Kind.TEXT:
            return _without_mention(message)
        case Kind.FILE:
            return _note("file", _file_name(message) or "")
        case Kind.STICKER:
            words = [message.text("text"), *message.list("keywords")]
            return _note("sticker", ", ".join(filter(None, map(_word, words))))
        case Kind.LOCATION:
            return _note("location", _place(message))
        case _:
            return f"[{kind}]"


def _word(value: Any) -> str:
    return well_formed(value) if isinstance(value, str) else ""


def _place(message: Fields) -> str:
    names = filter(None, (message.text("title"), message.text("address")))
    latitude, longitude = message.number("latitude"), message.number("longitude")
    is_known = latitude is not None and longitude is not None
    return ", ".join(names) + (f" ({latitude}, {longitude})" if is_known else "")


def _note(kind: str, details: str) -> str:
    return f"[{kind}: {' '.join(details.split())}]" if details else f"[{kind}]"


def _file_name(message: Fields) -> str | None:
    name = " ".join((message.text("fileName") or "").translate(DIRECTIONS).split())
    return name[:LONGEST_NAME] or None


def _image_set(message: Fields) -> tuple[str, int] | None:
    image_set = message.within("imageSet")
    set_id, total = image_set.id("id"), image_set.count("total")
    if set_id is None:
        return None
    return set_id, total if total and total <= LARGEST_SET else 1


def _without_mention(message: Fields) -> str:
    """The text without the mention of the bot, which is not part of what it is asked.

    LINE counts in UTF-16 units.
    https://developers.line.biz/en/docs/messaging-api/text-character-count/
    """
    text, mentions = message.text("text") or "", mentions_of_bot(message)
    spans = [(each.count("index"), each.count("length")) for each in mentions]
    units = text.encode("utf-16-le")
    for index, length in sorted(
        ((start, size) for start, size in spans if start is not None and size is not None),
        reverse=True,
    ):
        units = units[: 2 * index] + units[2 * (index + length) :]
    cut = units.decode("utf-16-le", "replace")
    if not mentions:
        return cut
    return cut.strip() or (MENTION if message.id("quotedMessageId") else "")
