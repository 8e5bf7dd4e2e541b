"""TeX to text by pylatexenc, which knows its macros and signs.

What is added here is how much is shown of what a line of text has no room for: fractions get
brackets where they need them, exponents and indices are small signs, and what is not known is an
error, not a gap.
"""

import logging
import re
from collections.abc import Callable
from functools import cache
from unicodedata import category

from pylatexenc.latex2text import (
    EnvironmentTextSpec,
    LatexNodes2Text,
    MacroTextSpec,
    SpecialsTextSpec,
    fmt_matrix_environment_node,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import LatexNode, LatexWalker
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_parsing_db
from pylatexenc.macrospec import (
    LatexContextDb,
    MacroSpec,
    MacroStandardArgsParser,
    SpecialsSpec,
    std_environment,
)

from line_reply.delivery.formulas.symbols import NAMES, SILENT, SYMBOLS, lowered, raised

FRACTIONS = ("frac", "dfrac", "tfrac", "cfrac", "nicefrac")
BINOMIALS = ("binom", "dbinom", "tbinom")
PLAIN = ("mathbf", "mathit", "mathsf", "mathtt", "boldsymbol", "bm", "operatorname", "mbox")
"""Shown as they would be without it: bold and the like are signs that not every phone has."""
MATRICES = ("matrix", "Bmatrix", "vmatrix", "Vmatrix")
OPENING = ("langle", "lceil", "lfloor", "lbrace", "lbrack", "lvert", "lVert", "neg")
"""What belongs to what comes after it."""
TAKEN_AS_UNKNOWN = ("today", "input", "include", "overbrace", "underbrace")
LINED_UP = ("aligned", "align", "align*", "gathered", "gather", "gather*", "split", "equation")
NO_BRACKET = re.compile(r"\\(?:left|right)\s*\.")
LAST_OF_A_LINE = re.compile(r"[ \t]*\n[ \t]*")
SUM = re.compile(r"[\s+\-−±∓=<>≤≥,·×*/÷]")
WHOLE = re.compile(
    r"\d[\d.,]*|[dδ∂]?[^\W\d_][⁰¹²³⁴-⁹₀-₉ⁿᵢⱼ′]*|[^\W\da-zA-Z_]+|[√a-zA-Z]?\([^()]*\)"
)
"""What needs no brackets in a fraction: a number, a variable, a word of Japanese, "f(x)"."""
SCRIPT = re.compile(r"([_^])\s*(\\[A-Za-z]+\s*(?:\{[^{}]*\})+)")
"""An index that is a macro with its arguments, which pylatexenc would take apart."""
CELL, APART = "\1", "\0"
"""Before what is apart from a word before it: "n log n", "A ∩ B"."""
ROOTS = {"": "√", "3": "∛", "4": "∜"}
OVERLINE = "\N{COMBINING OVERLINE}"
LONGEST = 4000
"""Characters that a part of a formula may become. Accents on accents are twice as many each time,
and so are matrices in matrices, whose cells are as wide as the widest: 30 would fit no memory.
"""


# It would put words into the log.
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL + 1)


class UnknownError(Exception):
    """There is no text for it."""


def convert(tex: str) -> str:
    """The formula as text. Raises whatever is wrong with it, pylatexenc's errors too."""
    parsing, showing = _contexts()
    tex = SCRIPT.sub(r"\1{\2}", NO_BRACKET.sub("", tex.translate({0: None, 1: None})))
    walker = LatexWalker(tex, latex_context=parsing, tolerant_parsing=False)
    nodes, _, _ = walker.get_latex_nodes()
    text = _Text(latex_context=showing, strict_latex_spaces=True).nodelist_to_text(nodes)
    lines = (" ".join(line.split()) for line in LAST_OF_A_LINE.split(text))
    return "\n".join(_tidy(line) for line in lines if line)


def _tidy(line: str) -> str:
    line = re.sub(rf"(?<=\w){APART}", " ", line).replace(APART, "")
    return re.sub(r"(?<=[(\[]) | (?=[)\]])", "", line)


class _Text(LatexNodes2Text):  # type: ignore[misc]  # it has no types
    """Keeps the space after a sign: "a ≤ b", "sin x"."""

    def node_to_text(self, node: LatexNode, **known: object) -> str:
        text = str(super().node_to_text(node, **known))
        if len(text) > LONGEST:
            raise UnknownError
        return text

    def macro_node_to_text(self, node: LatexNode) -> str:
        text = str(super().macro_node_to_text(node))
        is_name = node.macroname == text and text.isalpha()
        if is_name or (node.macro_post_space and category(text[:1] or " ") == "Sm"):
            text = APART + text
        has_arguments = node.nodeargd and any(node.nodeargd.argnlist or ())
        joined = has_arguments or node.macroname in OPENING or not text.strip()
        return text if joined or not node.macro_post_space else text + " "


@cache
def _contexts() -> tuple[LatexContextDb, LatexContextDb]:
    """What is read, and what is shown of it. Not read: quotes and dashes, which are no formulas."""
    parsing = get_default_parsing_db().filter_context(
        exclude_categories=["nonascii-specials", "verbatim"]
    )
    one, two = MacroStandardArgsParser("{"), MacroStandardArgsParser("{{")
    parsing.add_context_category(
        "kaiwa",
        macros=[
            *(MacroSpec(name, args_parser=two) for name in (*FRACTIONS, *BINOMIALS)),
            *(MacroSpec(name, args_parser=one) for name in (*PLAIN, "boxed")),
        ],
        environments=[
            std_environment(name, None, is_math_mode=True)
            for name in ("cases", "gathered", *MATRICES)
        ],
        specials=[SpecialsSpec("^", args_parser=one), SpecialsSpec("_", args_parser=one)],
        prepend=True,
    )
    return parsing, _showing()


def _showing() -> LatexContextDb:
    showing = get_default_latex_context_db().filter_context(
        keep_categories=["latex-base", "latex-approximations", "advanced-symbols"]
    )
    macros = [
        *(MacroTextSpec(name, sign) for name, sign in SYMBOLS.items()),
        *(MacroTextSpec(name, name) for name in NAMES.split()),
        *(MacroTextSpec(name, discard=True) for name in SILENT.split()),
        *(MacroTextSpec(name, discard=False) for name in (*PLAIN, "boxed")),
        *(MacroTextSpec(name, _arguments(_fraction)) for name in FRACTIONS),
        *(MacroTextSpec(name, _arguments(_binomial)) for name in BINOMIALS),
        *(MacroTextSpec(name, _unknown) for name in TAKEN_AS_UNKNOWN),
        MacroTextSpec("sqrt", _arguments(_root)),
        MacroTextSpec("overline", _arguments(_overlined)),
    ]
    showing.add_context_category(
        "kaiwa",
        macros=macros,
        environments=[
            EnvironmentTextSpec("cases", _cases),
            *(EnvironmentTextSpec(name, "\n%s\n") for name in LINED_UP),
            *(EnvironmentTextSpec(name, fmt_matrix_environment_node) for name in MATRICES),
        ],
        specials=[
            SpecialsTextSpec("^", _arguments(raised)),
            SpecialsTextSpec("_", _arguments(lowered)),
            SpecialsTextSpec("&", lambda _: ""),
        ],
        prepend=True,
    )
    showing.set_unknown_macro_spec(MacroTextSpec("", _unknown))
    showing.set_unknown_environment_spec(EnvironmentTextSpec("", _unknown))
    return showing


def _arguments(show: Callable[..., str]) -> Callable[..., str]:
    """What is shown of a macro by the texts of its arguments."""

    def of_node(node: LatexNode, l2tobj: LatexNodes2Text) -> str:
        given = node.nodeargd.argnlist
        texts = (l2tobj.nodelist_to_text([each]) if each else "" for each in given)
        return show(*(text.strip(APART + " ") for text in texts))

    return of_node


def _unknown(_: LatexNode) -> str:
    raise UnknownError


def _fraction(above: str, below: str) -> str:
    is_sum = SUM.search(above) and not WHOLE.fullmatch(above)
    return f"{_bracketed(above, needed=bool(is_sum))}/{_part(below)}"


def _binomial(above: str, below: str) -> str:
    return f"C({above}, {below})"


def _root(degree: str, inside: str) -> str:
    degree = degree.strip("[]")
    return ROOTS.get(degree, f"√[{degree}]") + _part(inside)


def _overlined(text: str) -> str:
    return "".join(char if char.isspace() else char + OVERLINE for char in text)


def _part(text: str) -> str:
    return _bracketed(text, needed=not WHOLE.fullmatch(text))


def _bracketed(text: str, *, needed: bool) -> str:
    is_bracketed = re.fullmatch(r"\([^()]*\)", text)
    return f"({text})" if needed and not is_bracketed else text


def _cases(node: LatexNode, l2tobj: LatexNodes2Text) -> str:
    """A brace with the cases in a row: "{ 1, x>0; 0, otherwise }"."""
    body = "".join(
        CELL if getattr(each, "specials_chars", "") == "&" else l2tobj.nodelist_to_text([each])
        for each in node.nodelist
    )
    rows = ([cell.strip() for cell in row.split(CELL)] for row in body.split("\n"))
    return "{ " + "; ".join(", ".join(row) for row in rows if any(row)) + " }"
