"""The use case: a page of the conversation, by time and by what a text says."""

import unicodedata
from dataclasses import dataclass
from typing import cast
from zoneinfo import ZoneInfo

from chatgpt.conversation.cursor import cursor, position_of
from chatgpt.conversation.messages import Stretch, is_shown, rows
from chatgpt.conversation.queries import Order
from chatgpt.conversation.response_size import LIMIT, fitted, size
from chatgpt.conversation.results import MessagesPage, Role, ShownMessage
from chatgpt.conversation.time_span import Span
from kaiwa.table.accounts import Link
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from kaiwa.times import Clock

MOST_ROWS = 300
"""How many rows a call reads, however few of them it shows."""
CHUNK = 100
PAGE_SIZE = LIMIT - 10_000
"""What the messages of a page may take; far more is left than the rest needs."""
TEXT_SIZE = 20_000
"""What one text may take. Answers are that long only if a deployment lets them be."""


@dataclass(frozen=True)
class Reading:
    """What is asked for. `cursor` and `query` may be empty."""

    span: Span
    timezone: ZoneInfo
    order: Order
    limit: int
    cursor: str
    query: str


@dataclass(frozen=True)
class ReadPage:
    """Reads and searches a conversation, a page at a time."""

    messages: MessageTable
    clock: Clock

    def __call__(self, reading: Reading, link: Link) -> MessagesPage:
        """The page from the reading's cursor on. Raises `MalformedCursorError`.

        It ends when it has as many messages as asked for, when the next would make the response too
        long, or when enough rows were read: then it may even be empty, and the cursor leads on.
        """
        newest_first = reading.order == "newest"
        last = position_of(reading.cursor, reading.order)
        stretch = Stretch(
            link,
            reading.span.beyond(last, newest_first=newest_first),
            newest_first=newest_first,
            most=MOST_ROWS,
            chunk=CHUNK,
        )
        now, page = self.clock(), list[ShownMessage]()
        room, read, words = PAGE_SIZE, 0, folded(reading.query)
        for row in rows(self.messages, stretch):
            if is_shown(row, now) and words in folded(row.content):
                message = _shown(row, reading.timezone)
                room -= size(message.model_dump()) + 1
                if room < 0 or len(page) == reading.limit:
                    has_more = True
                    break
                page.append(message)
            last, read = row.created_at, read + 1
        else:
            has_more = read == MOST_ROWS
        return MessagesPage(
            messages=page,
            next_cursor=cursor(reading.order, last) if has_more and last else None,
            timezone=reading.timezone.key,
        )


def _shown(row: Message, timezone: ZoneInfo) -> ShownMessage:
    text = fitted(row.content, TEXT_SIZE)
    return ShownMessage(
        at=row.created_at.astimezone(timezone).isoformat(timespec="seconds"),
        role=cast(Role, row.role),
        text=text,
        truncated=text != row.content,
    )


def folded(text: str) -> str:
    """The text in a form that is alike for texts that differ in case or width only."""
    return unicodedata.normalize("NFKC", text).casefold()
