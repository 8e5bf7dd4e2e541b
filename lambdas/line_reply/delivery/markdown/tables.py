"""A table on a screen of about 16 Japanese characters a line."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from line_reply.delivery.markdown import inline

NARROW = 32
"""What one line of a bubble holds, in half-width characters."""
PIPE = re.compile(r"(?<!\\)\|")
PIPE_OUTSIDE_CODE = re.compile(r"(`[^`]*`|\\\||[^|])|\|")
BREAK = re.compile(r"(`[^`]*`)|(?<![ \t])[ \t]*<br[ \t]*/?>[ \t]*")


@dataclass(frozen=True)
class Table:
    """Its cells as they are to be read. `align` says of each column what the author wanted: "left",
    "right", "center", or nothing. Each row has as many cells as there are titles.
    """

    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    align: Sequence[str]


def table_of(lines: Sequence[str]) -> Table:
    """The table of these source lines, whose second one is the rule below the header."""
    header, rule, *body = [line.strip() for line in lines]
    titles = [_cell(cell) for cell in _split(header)]
    rows = [[_cell(cell) for cell in _cells(line, len(titles))] for line in body]
    return Table(titles, rows, [_align(cell) for cell in _cells(rule, len(titles))])


def shown(table: Table) -> list[str]:
    """The table as lines of text.

    A small one keeps a line for each row. Of another, each row is a block: its first cell, then a
    line "header: value" for each further one that is not empty.
    """
    titles, rows = table.titles, table.rows
    flat = [" | ".join(row).rstrip() for row in (titles, *rows)]
    if len(titles) == 1 or not rows or all(width(line) <= NARROW for line in flat):
        return flat
    return [line for row in rows for line in ("", *_block(titles, row))]


def _block(titles: Sequence[str], row: Sequence[str]) -> list[str]:
    values = [
        f"・{title}: {value}" if title else f"・{value}"
        for title, value in zip(titles[1:], row[1:], strict=True)
        if value
    ]
    return [row[0], *values] if row[0] else values


def _cells(line: str, number: int) -> list[str]:
    """As many cells as there are columns. What is too much stays in the last one."""
    cells = _split(line)
    if len(cells) > number:
        outside = PIPE_OUTSIDE_CODE.sub(lambda match: match[1] or "\0", line)
        cells = [cell.strip() for cell in outside.strip("\0").split("\0")]
    first, rest = cells[: number - 1], cells[number - 1 :]
    return [*first, " | ".join(rest), *[""] * (number - len(first) - 1)]


def _split(line: str) -> list[str]:
    cells = PIPE.split(line)
    if len(cells) > 1 and not cells[0]:
        del cells[0]
    if len(cells) > 1 and not cells[-1]:
        del cells[-1]
    return [cell.strip() for cell in cells]


def _cell(cell: str) -> str:
    one_line = BREAK.sub(lambda match: match[1] or " / ", cell.replace("\\|", "|"))
    return inline.shown(one_line).replace("\n", " / ")


def _align(rule: str) -> str:
    ends = rule.startswith(":"), rule.endswith(":")
    return {(True, True): "center", (False, True): "right", (True, False): "left"}.get(ends, "")


def width(line: str) -> int:
    """How wide it is, in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
