"""Formulas, which models write in TeX, as text that can be read: "x²+y₁", "a/b", "√(b²-4ac)"."""

import re
import unicodedata
from collections import Counter
from itertools import accumulate

COMMAND = re.compile(
    r"\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\{[clr| ]*\})?|\\[A-Za-z]+\*?|\\.", re.DOTALL
)
"""What of TeX is no word of the formula's own."""
DEEPEST = 20
"""How deep a formula may be. To find out that one is too deep for it takes the library a third of a
second, and an answer may have many.
"""


def readable(tex: str) -> str | None:
    """The formula (what is between the delimiters) as text; None if it is shown better as TeX.

    That is so of TeX that is broken, that is not known or too deep, or of which a letter or a digit
    would be lost. A long one has a line for each of its lines. Never raises.
    """
    # Takes 20 ms to load, which only an answer with a formula should wait for.
    from line_reply.delivery.formulas.convert import convert

    if _depth(tex) > DEEPEST:
        return None
    try:
        text = convert(tex)
    except Exception:
        # Whatever a model makes up: that it can't be converted is no fault to be told of.
        return None
    return text if text and not _signs(COMMAND.sub(" ", tex)) - _signs(text) else None


def _depth(tex: str) -> int:
    """How deep braces and brackets are in each other, at most."""
    return max(accumulate((each in "{[") - (each in "}]") for each in tex), default=0)


def _signs(text: str) -> Counter[str]:
    """How often each letter and digit is there; "²" counts as "2", "∛" as "3"."""
    text = text.replace("∛", "3").replace("∜", "4")
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKD", text)))
