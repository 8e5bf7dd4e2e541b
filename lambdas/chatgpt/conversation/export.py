"""The use case: the conversation, or a stretch of it, as files for ChatGPT."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chatgpt.conversation.file_formats import Format
from chatgpt.conversation.link import NotLinkedError
from chatgpt.conversation.messages import Stretch, is_shown, rows
from chatgpt.conversation.results import Export, InlineFile
from chatgpt.conversation.time_span import Span
from kaiwa.exports import Exports
from kaiwa.table.accounts import Accounts, Link
from kaiwa.table.messages import MessageTable
from kaiwa.times import TICK, Clock


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


@dataclass
class _Written:
    """What was written so far. `next_from` is set if it is not all."""

    contents: list[bytearray] = field(default_factory=list)
    messages: int = 0
    next_from: datetime | None = None


@dataclass(frozen=True)
class WriteExport:
    """Writes a conversation, or a stretch of it, into files."""

    messages: MessageTable
    accounts: Accounts
    exports: Exports
    clock: Clock
    limits: Limits = field(default_factory=Limits)

    def __call__(self, link: Link, span: Span, form: Format, timezone: ZoneInfo) -> Export:
        """Write the span's messages, oldest first, as far as one export goes.

        Raises `NotLinkedError` if by then the link is gone, or what was read is to be forgotten.
        """
        written = self._write(link, span, form, timezone)
        rest = written.next_from
        files = self._inline(written, form) or self._stored(written, form, link)
        # Unlinking and forgetting delete the files that they see. These may have come too late.
        now = self.accounts.link_of(link.account_id)
        if now is None or (now.chat_id, now.forgotten_at) != (link.chat_id, link.forgotten_at):
            self.exports.delete_all(link.chat_id)
            raise NotLinkedError
        return Export(
            files=files,
            messages=written.messages,
            truncated=rest is not None,
            next_from=rest.astimezone(timezone).isoformat() if rest else None,
        )

    def _write(self, link: Link, span: Span, form: Format, timezone: ZoneInfo) -> _Written:
        limits = self.limits
        stretch = Stretch(link, span, newest_first=False, most=limits.rows, chunk=limits.chunk)
        written, started = _Written(), self.clock()
        for number, row in enumerate(rows(self.messages, stretch), 1):
            now = self.clock()
            if now - started > limits.reading_time:
                written.next_from = row.created_at
                return written
            if is_shown(row, now):
                at = row.created_at.astimezone(timezone).isoformat(timespec="seconds")
                line = form.line(at, row.role, row.content)
                if not self._fits(line, written.contents, form):
                    written.next_from = row.created_at
                    return written
                written.contents[-1] += line
                written.messages += 1
            if number == limits.rows:
                written.next_from = row.created_at + TICK
        return written

    def _fits(self, line: bytes, contents: list[bytearray], form: Format) -> bool:
        """Whether there is room for the line, if need be in a new file."""
        if not contents or len(contents[-1]) + len(line) > self.limits.file_bytes:
            if len(contents) == self.limits.files:
                return False
            contents.append(bytearray(form.head))
        return True

    def _inline(self, written: _Written, form: Format) -> list[InlineFile]:
        """The only file, if it is small enough for the response itself."""
        contents = written.contents
        if len(contents) != 1 or len(contents[0]) > self.limits.inline_bytes:
            return []
        content = base64.b64encode(contents[0]).decode()
        return [InlineFile(name=_name(form, 1), mime_type=form.media_type, content=content)]

    def _stored(self, written: _Written, form: Format, link: Link) -> list[str]:
        content_type = f"{form.media_type}; charset=utf-8"
        return [
            self.exports.put(link.chat_id, _name(form, number), content_type, bytes(content))
            for number, content in enumerate(written.contents, 1)
        ]


def _name(form: Format, number: int) -> str:
    return f"line-conversation-{number}.{form.extension}"
