"""The use case: the conversation, or a stretch of it, as files for ChatGPT."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from chatgpt.conversation.files import Format
from chatgpt.conversation.link import NotLinkedError
from chatgpt.conversation.rows import is_shown, rows
from chatgpt.conversation.shapes import Export, InlineFile
from chatgpt.conversation.spans import Span
from kaiwa.table.accounts import Link
from kaiwa.table.items import Message
from kaiwa.times import TICK


@dataclass(frozen=True)
class Limits:
    """The most that one export does: ChatGPT takes 10 files of 10 MB, API Gateway waits 29 s.

    Inline, three bytes take four characters: the response stays below 60,000.
    """

    rows: int = 20_000
    files: int = 3
    file_bytes: int = 9_000_000
    reading_time: timedelta = timedelta(seconds=12)
    inline_bytes: int = 44_000
    chunk: int = 500


LIMITS = Limits()


class Messages(Protocol):
    """Where the conversation is kept. See `kaiwa.table.messages.MessageTable`."""

    def oldest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]: ...


class Accounts(Protocol):
    """Who may reach which chat. See `kaiwa.table.accounts.Accounts`."""

    def link_of(self, account_id: str) -> Link | None: ...


class Exports(Protocol):
    """Where files are put. See `kaiwa.exports.Exports`."""

    def put(self, chat_id: str, name: str, content_type: str, content: bytes) -> str: ...

    def delete_all(self, chat_id: str) -> None: ...


@dataclass
class _Written:
    """What was written so far. `next_from` is set if it is not all."""

    contents: list[bytearray] = field(default_factory=list)
    messages: int = 0
    next_from: datetime | None = None


def export(
    span: Span,
    form: Format,
    timezone: ZoneInfo,
    link: Link,
    messages: Messages,
    accounts: Accounts,
    exports: Exports,
    clock: Callable[[], datetime],
    limits: Limits = LIMITS,
) -> Export:
    """Write the span's messages, oldest first, as far as one export goes.

    Raises `NotLinkedError` if by then the link is gone, or what was read is to be forgotten.
    """
    found = rows(
        messages.oldest, link, span, newest_first=False, most=limits.rows, chunk=limits.chunk
    )
    written = _write(found, form, timezone, clock, limits)
    rest = written.next_from
    files = _inline(written, form, limits) or _stored(written, form, link, exports)
    # Unlinking and forgetting delete the files that they see. These may have come too late.
    now = accounts.link_of(link.account_id)
    if now is None or (now.chat_id, now.forgotten_at) != (link.chat_id, link.forgotten_at):
        exports.delete_all(link.chat_id)
        raise NotLinkedError
    return Export(
        files=files,
        messages=written.messages,
        truncated=rest is not None,
        next_from=rest.astimezone(timezone).isoformat() if rest else None,
    )


def _write(
    found: Iterator[Message],
    form: Format,
    timezone: ZoneInfo,
    clock: Callable[[], datetime],
    limits: Limits,
) -> _Written:
    written, started = _Written(), clock()
    for number, row in enumerate(found, 1):
        now = clock()
        if now - started > limits.reading_time:
            written.next_from = row.created_at
            return written
        if is_shown(row, now):
            at = row.created_at.astimezone(timezone).isoformat(timespec="seconds")
            line = form.line(at, row.role, row.content)
            if not _fits(line, written.contents, form, limits):
                written.next_from = row.created_at
                return written
            written.contents[-1] += line
            written.messages += 1
        if number == limits.rows:
            written.next_from = row.created_at + TICK
    return written


def _fits(line: bytes, contents: list[bytearray], form: Format, limits: Limits) -> bool:
    """Whether there is room for the line, if need be in a new file."""
    if not contents or len(contents[-1]) + len(line) > limits.file_bytes:
        if len(contents) == limits.files:
            return False
        contents.append(bytearray(form.head))
    return True


def _inline(written: _Written, form: Format, limits: Limits) -> list[InlineFile]:
    """The only file, if it is small enough for the response itself."""
    contents = written.contents
    if len(contents) != 1 or len(contents[0]) > limits.inline_bytes:
        return []
    content = base64.b64encode(contents[0]).decode()
    return [InlineFile(name=_name(form, 1), mime_type=form.media_type, content=content)]


def _stored(written: _Written, form: Format, link: Link, exports: Exports) -> list[str]:
    return [
        exports.put(
            link.chat_id, _name(form, number), f"{form.media_type}; charset=utf-8", bytes(content)
        )
        for number, content in enumerate(written.contents, 1)
    ]


def _name(form: Format, number: int) -> str:
    return f"line-conversation-{number}.{form.extension}"
