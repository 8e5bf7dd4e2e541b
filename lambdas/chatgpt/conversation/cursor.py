"""A page's cursor: where to go on. It holds a position only, never whose conversation it is."""

import base64
import re
from datetime import UTC, datetime

from chatgpt.conversation.time_span import END
from kaiwa.times import BEGINNING

POSITION = re.compile(r"(newest|oldest) ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6})")


class MalformedCursorError(Exception):
    """It is not a cursor of this order."""


def cursor(order: str, position: datetime) -> str:
    """The cursor for what comes after a message that was created at `position`."""
    time = position.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return base64.urlsafe_b64encode(f"{order} {time}".encode()).decode().rstrip("=")


def position_of(text: str, order: str) -> datetime | None:
    """The position that a cursor holds; None if it is empty. Raises `MalformedCursorError`."""
    if not text:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        decoded = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        match = POSITION.fullmatch(decoded)
        if match is None or match[1] != order:
            raise MalformedCursorError
        position = datetime.fromisoformat(match[2]).replace(tzinfo=UTC)
    except ValueError:
        raise MalformedCursorError from None
    if not BEGINNING <= position <= END:
        raise MalformedCursorError
    return position
