"""What a user's message says: its words, or for whatever else was sent a note of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kaiwa.line.events import Event, Received, received, well_formed


class Kind(StrEnum):
    """What was sent. https://developers.line.biz/en/reference/messaging-api/#message-event"""

    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    VIDEO = "video"


@dataclass(frozen=True, kw_only=True)
class ReceivedMessage(Received):
    """A message. `text` is its words, or a note such as `[image]`, which is what history keeps.

    `size` is a file's, in bytes. `image_set` is the id of a set of images that were sent together,
    and how many they are, 1 if LINE does not say. `external`: the content is not at LINE, but
    wherever another app says.
    """

    message_id: str
    text: str
    kind: Kind = Kind.TEXT
    quote_token: str | None = None
    file_name: str | None = None
    size: int | None = None
    image_set: tuple[str, int] | None = None
    external: bool = False


def received_message(event: Event) -> ReceivedMessage | None:
    """The message that the event brings, or brings anew; None for another event or kind.

    A text without a word, such as an edited one that no longer addresses the bot, is empty.
    """
    message, envelope = event.get("message") or {}, received(event)
    if event.get("type") not in ("message", "messageEdited") or envelope is None:
        return None
    if message.get("type") not in set(Kind):
        return None
    kind = Kind(message["type"])
    return ReceivedMessage(
        **vars(envelope),
        message_id=message["id"],
        text=well_formed(_content(kind, message)),
        kind=kind,
        quote_token=message.get("quoteToken"),
        file_name=_file_name(message),
        size=message.get("fileSize"),
        image_set=_image_set(message),
        external=(message.get("contentProvider") or {}).get("type") == "external",
    )


def _content(kind: Kind, message: Mapping[str, Any]) -> str:
    match kind:
        case Kind.TEXT:
            return _without_mention(message)
        case Kind.FILE:
            return _note("file", _file_name(message) or "")
        case Kind.STICKER:
            words = [message.get("text"), *(message.get("keywords") or [])]
            return _note("sticker", ", ".join(word for word in words if word))
        case Kind.LOCATION:
            names = [message.get("title"), message.get("address")]
            at = [message.get("latitude"), message.get("longitude")]
            where = "" if None in at else f" ({at[0]}, {at[1]})"
            return _note("location", ", ".join(name for name in names if name) + where)
        case _:
            return f"[{kind}]"


def _note(kind: str, details: str) -> str:
    return f"[{kind}: {' '.join(details.split())}]" if details else f"[{kind}]"


def _file_name(message: Mapping[str, Any]) -> str | None:
    name = message.get("fileName")
    return well_formed(" ".join(str(name).split())) if name else None


def _image_set(message: Mapping[str, Any]) -> tuple[str, int] | None:
    image_set = message.get("imageSet") or {}
    return (image_set["id"], image_set.get("total") or 1) if image_set.get("id") else None


def _without_mention(message: Mapping[str, Any]) -> str:
    """The text without the mention of the bot, which is not part of what it is asked.

    LINE counts in UTF-16 units.
    https://developers.line.biz/en/docs/messaging-api/text-character-count/
    """
    mentionees = (message.get("mention") or {}).get("mentionees") or []
    spans = [
        (mentionee.get("index"), mentionee.get("length"))
        for mentionee in mentionees
        if mentionee.get("isSelf") is True
    ]
    units = str(message.get("text") or "").encode("utf-16-le", "surrogatepass")
    for index, length in sorted((span for span in spans if None not in span), reverse=True):
        units = units[: 2 * index] + units[2 * (index + length) :]
    text = units.decode("utf-16-le", "surrogatepass")
    return text.strip() if spans else text
