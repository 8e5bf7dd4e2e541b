"""Cutting an answer into bubbles that LINE takes."""

import regex

LIMIT = 5000
"""LINE's limit for a text message, in UTF-16 code units, which its SDK does not enforce.
https://developers.line.biz/en/docs/messaging-api/text-character-count/
"""
PLACES = (
    regex.compile(r"\n[ \t]*\n"),  # between paragraphs
    regex.compile(r"\n"),
    regex.compile(r"[。！？]|[.!?](?=\s)"),  # sentences
    regex.compile(r"[、，]|\s"),
)
"""Where an answer may be cut, best first."""
GRAPHEME = regex.compile(r"\X")


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, cut where a reader would pause.

    Only white space at the cuts is lost. A grapheme (a character as a reader sees it, such as a
    family emoji) stays whole unless it alone is over the limit.
    """
    bubbles = []
    while text:
        head = _first_units(text, limit)
        cut = len(text) if len(head) == len(text) else _cut(text, len(head))
        bubbles.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\r\n")
    return [bubble for bubble in bubbles if bubble]


def _first_units(text: str, limit: int) -> str:
    # Half a surrogate pair at the end decodes to nothing.
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def _cut(text: str, most: int) -> int:
    """The best place in the second half of `text[:most]`, else its last whole grapheme."""
    boundaries = {grapheme.end() for grapheme in GRAPHEME.finditer(text[: 2 * most])}
    for place in PLACES:
        ends = [match.end() for match in place.finditer(text, most // 2, most)]
        if fitting := boundaries.intersection(ends):
            return max(fitting)
    return max((boundary for boundary in boundaries if boundary <= most), default=most)
