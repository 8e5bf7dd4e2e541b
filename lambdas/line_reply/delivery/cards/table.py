"""A table as a card: a row of boxes for each of its rows.

https://developers.line.biz/en/docs/messaging-api/flex-message-layout/
"""

import re
from collections.abc import Sequence
from typing import Any

from kaiwa.text import is_visible
from line_reply.delivery.markdown.tables import Table, width

MOST_COLUMNS = 4
MOST_ROWS = 20
WIDEST = 40
"""Half-width characters in a row of 300 pixels without margins, at 13 pixels a full-width one."""
GAP = 1
MOST_LINES = 3
"""How many lines a cell may take."""
NARROWEST = 3
ADDRESS = re.compile(r"[a-z]://|www\.|[^\s@]@[^\s@]+\.\S", re.IGNORECASE)
"""What can be tapped in a text, but not in a card."""
WORD = re.compile(r"[!-~]+")
"""What is not broken across lines where it fits into one."""
NUMBER = re.compile(r"[-+−±~約]?[¥￥$€£]?[\d,.]+\s?[^\d\s]{0,4}")
ENDS = {"left": "start", "center": "center", "right": "end"}
LINE = {"type": "separator", "margin": "sm"}


def fits(table: Table) -> bool:
    """Whether it can be read as a card: few columns and rows, no addresses, cells of few lines."""
    cells = [cell for row in (table.titles, *table.rows) for cell in row]
    if not 2 <= len(table.titles) <= MOST_COLUMNS or not 1 <= len(table.rows) <= MOST_ROWS:
        return False
    if any(ADDRESS.search(cell) for cell in cells):
        return False
    columns = _columns(table)
    return all(
        _lines(cell, wide) <= MOST_LINES
        for column, wide in zip(columns, _widths(columns), strict=True)
        for cell in column
    )


def drawn(table: Table) -> dict[str, Any]:
    """LINE's bubble object."""
    columns = _columns(table)
    widths = [wide + 1 for wide in _widths(columns)]  # so that narrow ones have some air
    aligned = [
        ENDS.get(wanted) or ("end" if _are_numbers(column[1:]) else "start")
        for wanted, column in zip(table.align, columns, strict=True)
    ]
    contents: list[dict[str, Any]] = [_row(table.titles, widths, aligned, weight="bold")]
    for row in table.rows:
        contents += [LINE, _row(row, widths, aligned)]
    return {
        "type": "bubble",
        "size": "mega",
        "body": {
            "type": "box",
            "layout": "vertical",
            "paddingAll": "14px",
            "contents": contents,
        },
    }


def _row(
    cells: Sequence[str], widths: Sequence[int], aligned: Sequence[str], **more: str
) -> dict[str, Any]:
    boxes = [
        _cell(cell, align) | {"flex": wide} | (more if is_visible(cell) else {})
        for cell, wide, align in zip(cells, widths, aligned, strict=True)
    ]
    return {
        "type": "box",
        "layout": "horizontal",
        "spacing": "sm",
        "margin": "sm",
        "contents": boxes,
    }


def _cell(text: str, align: str) -> dict[str, Any]:
    """LINE takes no empty text, but an empty box."""
    if not is_visible(text):
        return {"type": "box", "layout": "vertical", "contents": []}
    return {"type": "text", "text": text, "size": "xs", "align": align, "wrap": True}


def _columns(table: Table) -> list[list[str]]:
    return [list(column) for column in zip(table.titles, *table.rows, strict=True)]


def _widths(columns: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is: a little wider than its widest cell, because titles are bold, if
    there is room for all of them, else the wide ones share what the narrow ones leave.
    """
    wanted = [max(NARROWEST, 1 + max(map(width, column))) for column in columns]
    room = WIDEST - GAP * (len(columns) - 1)
    share = room // len(columns)
    for number, narrow in enumerate(sorted(wanted)):
        share = room // (len(columns) - number)
        if narrow > share:
            break
        room -= narrow
    return [min(wide, max(share, NARROWEST)) for wide in wanted]


def _lines(cell: str, wide: int) -> float:
    """How many lines the cell takes, about: a word that is wider than its column is no good."""
    if any(len(word) > wide for word in WORD.findall(cell)):
        return float("inf")
    return -(-width(cell) * 1.1 // wide) if width(cell) > wide else 1


def _are_numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(NUMBER.fullmatch(cell) for cell in filled)
