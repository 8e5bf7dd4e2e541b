"""What pylatexenc has no sign for, and the small signs above and below the line."""

import unicodedata
from functools import cache

SYMBOLS = {
    "Box": "□",
    "bmod": "mod",
    "bot": "⊥",
    "checkmark": "✓",
    "colon": ":",
    "coloneqq": "≔",
    "ddagger": "‡",
    "degree": "°",
    "gets": "←",
    "iff": "⇔",
    "impliedby": "⇐",
    "implies": "⇒",
    "land": "∧",
    "lbrack": "[",
    "leadsto": "⇝",
    "lor": "∨",
    "models": "⊨",
    "ne": "≠",
    "neg": "¬",
    "rbrack": "]",
    "triangle": "△",
    "yen": "¥",
}
NAMES = "Im Pr Re arg cot csc deg det dim gcd hom ker liminf limsup mod sec"
"""Functions that are called what their macros are."""
SILENT = (
    "left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm"
    " displaystyle textstyle scriptstyle limits nolimits nonumber notag rm bf it"
)
"""What only says how a formula looks."""
ABOVE = {"∘": "°", "'": "′", "′": "′"}
"""What is above the line by itself."""
FIRST_SMALL, LAST_SMALL = 0xB2, 0x2C7D


def raised(text: str) -> str:
    """The text as an exponent."""
    return ABOVE.get(text) or _small(text, "<super>", "^")


def lowered(text: str) -> str:
    """The text as an index."""
    return _small(text, "<sub>", "_")


def _small(text: str, kind: str, mark: str) -> str:
    """In small signs, if there is one for each of its signs, else after the mark."""
    signs = _signs(kind)
    small = [signs.get(char, "") for char in text if not char.isspace()]
    if all(small):
        return "".join(small)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


@cache
def _signs(kind: str) -> dict[str, str]:
    """https://www.unicode.org/reports/tr44/#Character_Decomposition_Mappings"""
    signs = {}
    for code in range(FIRST_SMALL, LAST_SMALL + 1):
        found, _, plain = unicodedata.decomposition(chr(code)).partition(" ")
        if found == kind and " " not in plain:
            signs[chr(int(plain, 16))] = chr(code)
    return signs | {"-": signs["−"]}
