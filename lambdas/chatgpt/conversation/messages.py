"""The messages of a conversation, some at a time and never more than a call can bear."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chatgpt.conversation.time_span import Span
from kaiwa.table.accounts import Link
from kaiwa.table.items import SAID, Message, is_live
from kaiwa.table.messages import MessageTable


@dataclass(frozen=True)
class Stretch:
    """What to read of the link's chat: up to `most` rows from one end of the span, `chunk` at a
    time.
    """

    link: Link
    span: Span
    newest_first: bool
    most: int
    chunk: int


def rows(messages: MessageTable, stretch: Stretch) -> Iterator[Message]:
    """The rows in their order, fetched when asked for.

    Never any that the chat's owner wants to be forgotten.
    """
    link, newest_first = stretch.link, stretch.newest_first
    fetch = messages.newest if newest_first else messages.oldest
    span, left = stretch.span.since(link.forgotten_at), stretch.most
    while left > 0 and not span.is_empty:
        wanted = min(stretch.chunk, left)
        found = fetch(link.chat_id, span.after, span.before, wanted)
        yield from found
        if len(found) < wanted:
            return
        left -= wanted
        span = span.beyond(found[-1].created_at, newest_first=newest_first)


def is_shown(row: Message, now: datetime) -> bool:
    """Whether it is part of the conversation, not a notice and not expired."""
    return row.role in SAID and is_live(row, now)
