"""What a bubble holds: words, or a card, which is a Flex Message."""

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


type Bubble = str | Card


def words_of(bubble: Bubble) -> str:
    """What it says, as text."""
    return bubble.text if isinstance(bubble, Card) else bubble
