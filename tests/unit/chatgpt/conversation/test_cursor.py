"""Cursors, and what is none."""

import base64

import pytest

from chatgpt.conversation.cursor import MalformedCursorError, cursor, position_of
from tests.builders import at


def encoded(plain: str | bytes) -> str:
    data = plain.encode() if isinstance(plain, str) else plain
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("second", [0, 0.000_001, 12.5])
def test_a_cursor_leads_back_to_its_position(order: str, second: float) -> None:
    assert position_of(cursor(order, at(second)), order) == at(second)


def test_none_is_no_position() -> None:
    assert position_of("", "newest") is None


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "!",
        "会話",
        "A" * 5000,
        encoded("newest"),
        encoded("newest 2026-11-22"),
        encoded("newest 2026-13-22T12:00:01.000000"),
        encoded("newest 2026-11-22T12:00:01.000000 U222"),
        encoded("oldest 2026-11-22T12:00:01.000000"),
        encoded("newest ２０２６-11-22T12:00:01.000000"),
        encoded("newest 0001-01-01T00:00:00.000000"),
        encoded("newest 9999-12-31T23:59:59.999999"),
        encoded(b"\xff\xfe"),
        encoded("newest 2026-11-22T12:00:01.000000") + "\n",
        encoded("newest 2026-11-22T12:00:01.000000") + "====",
    ],
)
def test_anything_else_is_malformed(text: str) -> None:
    with pytest.raises(MalformedCursorError):
        position_of(text, "newest")
