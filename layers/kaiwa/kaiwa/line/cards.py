"""What a bubble holds: words, a card, which is a Flex Message, or a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_ALT = 1500
"""LINE's limit for the alternative text, in UTF-16 code units.
https://developers.line.biz/en/reference/messaging-api/#flex-message
"""
LARGEST_CARD = 30_000
"""LINE takes 30 KB of JSON for a bubble. Counted are the bytes that the SDK sends.
https://developers.line.biz/en/reference/messaging-api/#bubble
"""


@dataclass(frozen=True)
class Card:
    """A Flex Message of one bubble. `text` is what a text message would say instead: it is the
    alternative text, which notifications, quotes and screen readers have, and which is sent if LINE
    does not take the card. `contents` is LINE's bubble object.
    """

    text: str
    contents: Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """An image message. The address is that of a JPEG or PNG of 1 MB at most, which so is its own
    preview. If LINE does not take it, its address is sent.
    https://developers.line.biz/en/reference/messaging-api/#image-message
    """

    text: str


type Bubble = str | Card | Picture


def words_of(bubble: Bubble) -> str:
    """What it says, as text."""
    return bubble if isinstance(bubble, str) else bubble.text
