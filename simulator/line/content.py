"""What users send besides text: bytes of the test's own, or a small sample of the kind.

https://developers.line.biz/en/reference/messaging-api/#get-content
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.bounded import Bounded
from simulator.line.errors import LineError

REMEMBERED = 10_000
MOST_BYTES = 100_000_000
UNSENT = "unsent"

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Content:
    media_type: str
    data: bytes


SAMPLES = {
    "image": Content("image/png", ONE_PIXEL),
    "video": Content("video/mp4", b"a sample video"),
    "audio": Content("audio/x-m4a", b"a sample recording"),
    "file": Content("text/plain", b"a sample file"),
}
"""Type of message → what is served if the test gives nothing. Other types have no content."""


class Contents:
    """What LINE keeps of the messages that were sent, the newest 100 MB of it."""

    def __init__(self) -> None:
        self._kinds: Bounded[str, str] = Bounded(REMEMBERED)
        self._given: Bounded[str, Content] = Bounded(REMEMBERED)

    def keep(self, message_id: str, content: Content) -> None:
        """This is what the message carries, once it is sent."""
        self._given[message_id] = content
        while sum(len(each.data) for each in self._given.values()) > MOST_BYTES:
            del self._given[next(iter(self._given))]

    def note(self, message_id: str, kind: str) -> None:
        """A message of this type was sent."""
        self._kinds[message_id] = kind

    def knows(self, message_id: str) -> bool:
        """Whether the message was sent, or taken back before it was."""
        return message_id in self._kinds

    def take_back(self, message_id: str) -> None:
        """The user unsent the message."""
        self._kinds[message_id] = UNSENT
        self._given.pop(message_id, None)

    def get(self, message_id: str) -> Content:
        """Raises LineError if there is none, no longer, or never was."""
        kind = self._kinds.get(message_id, "")
        if kind == UNSENT:
            raise LineError(410, "The content is gone")
        if kind not in SAMPLES:
            raise LineError(404, "not found")
        return self._given.get(message_id, SAMPLES[kind])

    def clear(self) -> None:
        self._kinds.clear()
        self._given.clear()


def take_content(partial: Mapping[str, Any]) -> tuple[dict[str, Any], Content | None]:
    """A partial event without its `content`, and that content.

    It may stand beside the message or in it: `{"base64": …, "media_type": …}`. Raises ValueError
    with a sentence if it is something else.
    """
    event, message = dict(partial), partial.get("message")
    given = event.pop("content", None)
    if isinstance(message, Mapping) and "content" in message:
        event["message"] = {name: each for name, each in message.items() if name != "content"}
        given = message["content"]
    return event, None if given is None else _parsed(given)


def _parsed(given: Any) -> Content:
    sentence = 'content must be {"base64": …, "media_type": …}.'
    if not isinstance(given, Mapping) or set(given) != {"base64", "media_type"}:
        raise ValueError(sentence)
    if not isinstance(given["base64"], str) or not isinstance(given["media_type"], str):
        raise ValueError(sentence)
    try:
        data = base64.b64decode(given["base64"], validate=True)
    except ValueError:
        raise ValueError("base64 of content must be base64.") from None
    if len(data) > MOST_BYTES:
        raise ValueError(f"content must be at most {MOST_BYTES} bytes.")
    return Content(given["media_type"], data)
