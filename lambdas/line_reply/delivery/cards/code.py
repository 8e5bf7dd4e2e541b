"""A block of code as a card, with a button that copies it.

LINE has no font of equal widths, so that columns do not line up; but the lines stay lines, and the
indentation can be seen. https://developers.line.biz/en/reference/messaging-api/#f-text
"""

from typing import Any

from kaiwa.text import is_visible, utf16_units
from line_reply.delivery.markdown.page import Code
from line_reply.delivery.markdown.tables import width

MOST_LINES = 30
"""About what a phone shows at once."""
WIDEST = 40
"""Half-width characters in a line of 300 pixels without margins, at 13 pixels a full-width one."""
LONGEST_COPY = 1000
"""https://developers.line.biz/en/reference/messaging-api/#clipboard-action"""
TAB = 4
INDENT = "\N{FIGURE SPACE}"
"""As wide as a digit: other spaces are narrower than letters, or lost at the start of a line."""


def fits(code: Code) -> bool:
    """Whether it can be read, and copied, as a card."""
    lines = code.text.expandtabs(TAB).split("\n")
    return (
        is_visible(code.text)
        and len(lines) <= MOST_LINES
        and all(width(line) <= WIDEST for line in lines)
        and utf16_units(code.text) <= LONGEST_COPY
    )


def drawn(code: str, copy: str) -> dict[str, Any]:
    """LINE's bubble object."""
    lines = [_indented(line) for line in code.expandtabs(TAB).split("\n")]
    text = {"type": "text", "text": "\n".join(lines), "size": "xs", "color": "#1F2328"}
    action = {"type": "clipboard", "label": copy, "clipboardText": code}
    button = {"type": "button", "action": action, "style": "link", "height": "sm"}
    return {
        "type": "bubble",
        "size": "mega",
        "body": {
            "type": "box",
            "layout": "vertical",
            "paddingAll": "14px",
            "backgroundColor": "#F3F4F6",
            "contents": [text | {"wrap": True}],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "paddingAll": "4px",
            "contents": [button],
        },
    }


def _indented(line: str) -> str:
    words = line.lstrip(" ")
    return INDENT * (len(line) - len(words)) + words
