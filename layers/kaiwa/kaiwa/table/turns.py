"""What a turn is made of: a question, what is said to it, and how far that has got."""

from dataclasses import dataclass
from enum import StrEnum

from kaiwa.table.items import Conversation, Message


class Delivery(StrEnum):
    """How far an answer has got on its way to the user. Written before each call to LINE."""

    STORED = "stored"
    """No call to LINE can have taken effect."""
    REPLYING = "replying"
    """A call with the reply token may have been made."""
    PUSHING = "pushing"
    """The bubbles before `next_bubble` are delivered, the rest goes by push."""
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    """It may have arrived or not. Never sent again by itself."""
    FAILED = "failed"
    """LINE refused it for good."""


@dataclass(frozen=True)
class Turn:
    """A question, its answer if one is stored, and the conversation as it was before.

    `question` is None if the message was deleted since its event was taken. `pictures`: how many
    were sent together.
    """

    question: Message | None
    answer: Message | None
    conversation: Conversation
    pictures: int = 1


@dataclass(frozen=True)
class DailyLimits:
    """What a person may use in a day: messages, tokens, and pictures that are drawn; None sets no
    limit.
    """

    messages: int | None = None
    tokens: int | None = None
    pictures: int | None = None


@dataclass(frozen=True)
class Content:
    """What an answer says, in which role, and what it cost in tokens. See `ModelAnswer`.

    `cards`: some of its bubbles are cards. `picture`: the name of the picture above it.
    """

    role: str
    text: str
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cut_at: int | None = None
    cards: bool = False
    picture: str | None = None
