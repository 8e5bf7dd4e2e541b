"""What is shown of an answer, line by line, and which lines are a table or code."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from line_reply.delivery.markdown.tables import Table

WHITE = " \t\n\r\f\v"


@dataclass(frozen=True)
class Code:
    """A block of code, to the letter."""

    text: str


type Shape = Table | Code


@dataclass(frozen=True)
class Part:
    """Some lines of the page, as text; `shape` is what they are, if they are no plain text."""

    text: str
    shape: Shape | None = None


class Page:
    """What is shown so far, with at most one empty line in a row outside code."""

    def __init__(self, lines: Sequence[str] = ()) -> None:
        self.lines = list(lines)
        self._gap = False
        self._figures: list[tuple[int, int, Shape]] = []

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)

    def parts(self) -> list[Part]:
        """All of it, with tables and code apart from what is between them."""
        parts, done = [], 0
        for start, end, shape in self._figures:
            parts += [self._part(done, start), self._part(start, end, shape)]
            done = end
        return [part for part in (*parts, self._part(done, len(self.lines))) if part.text]

    def _part(self, start: int, end: int, shape: Shape | None = None) -> Part:
        return Part("\n".join(self.lines[start:end]), shape)

    @contextmanager
    def figure(self, shape: Shape) -> Iterator[None]:
        """What is written meanwhile is this."""
        start = len(self.lines) + self._gap
        yield
        self._figures.append((start, len(self.lines), shape))

    def gap(self) -> None:
        """An empty line, if something stands before and after it."""
        self._gap = bool(self.lines)

    def write(self, lines: Iterable[str]) -> None:
        for line in lines:
            if line.strip(WHITE):
                self.write_code([line])
            else:
                self.gap()

    def write_code(self, lines: Sequence[str]) -> None:
        """Lines that are kept to the letter, empty ones too."""
        if self._gap and lines:
            self.lines.append("")
            self._gap = False
        self.lines.extend(lines)
