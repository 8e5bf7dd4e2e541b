"""Reading the rows of a conversation, some at a time and never more than a call can bear."""

from collections.abc import Callable, Iterator
from datetime import datetime

from chatgpt.conversation.spans import Span
from kaiwa.table.accounts import Link
from kaiwa.table.items import SAID, Message, is_live

type Fetch = Callable[[str, datetime, datetime, int], list[Message]]
"""Up to so many rows of a chat between two times, from one end. See `MessageTable.newest` and
`oldest`.
"""


def rows(
    fetch: Fetch, link: Link, span: Span, *, newest_first: bool, most: int, chunk: int
) -> Iterator[Message]:
    """Up to `most` rows of the chat in their order, fetched `chunk` at a time when asked for.

    Never any that its owner wants to be forgotten.
    """
    span = span.since(link.forgotten_at)
    while most > 0 and not span.is_empty:
        wanted = min(chunk, most)
        found = fetch(link.chat_id, span.after, span.before, wanted)
        yield from found
        if len(found) < wanted:
            return
        most -= wanted
        span = span.beyond(found[-1].created_at, newest_first=newest_first)


def is_shown(row: Message, now: datetime) -> bool:
    """Whether it is part of the conversation, not a notice and not expired."""
    return row.role in SAID and is_live(row, now)
