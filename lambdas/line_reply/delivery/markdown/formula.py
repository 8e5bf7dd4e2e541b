r"""Formulas between $…$, $$…$$, \(…\) and \[…\]. Prices, shell and escaped brackets are none."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from line_reply.delivery.formulas import readable
from line_reply.delivery.markdown.literal import take

LONGEST = 2000
"""How long a formula may be, so that looking for its end costs little."""
INLINE = re.compile(r"(?<![\w$\\])\$(?![\s$])((?:[^$\\\n`]|\\.)+?)(?<!\s)\$(?![\w$])", re.ASCII)
"""As in Pandoc, a dollar before a space or a digit ends nothing, and one after a word begins none:
"$5 and $10", "US$3". https://pandoc.org/MANUAL.html#extension-tex_math_dollars
"""
SCRIPT = re.compile(r"\$([\^_](?:\{[^{}$\\\n]+\}|\w))\$", re.ASCII)
"""An exponent or index alone. It may be inside a word: "H$_2$O", "m$^2$"."""
DISPLAYED = re.compile(r"(?<![$\\])\$\$((?:[^$\\]|\\.)+?)\$\$(?!\$)", re.DOTALL)
ROUND = re.compile(r"\\\(((?:(?!\\\().)+?)\\\)", re.DOTALL)
SQUARE = re.compile(r"\\\[((?:(?!\\\[).)+?)\\\]", re.DOTALL)
ENDS = {"$$": "$$", "\\[": "\\]"}
SIGN = re.compile(r"\\[A-Za-z{}|,;]|[\^_=<>+]")
"""What prose has seldom and formulas have nearly always."""
SHORT = re.compile(r"(?![\d.,]*$)(?:[A-Za-z]{1,2}(?![A-Za-z])|[A-Z]{3}|, |[\d.,/|()'!*-])+")
"""What may be one without such a sign: "x", "2n", "f(x)", "ABC"."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
VARIABLE_OF_A_SHELL = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
PROSE = re.compile(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}|[^\W\d_a-zA-Z\u0370-\u03ff]|[¥￥€£]")


def formula(state: StateInline, silent: bool) -> bool:
    """The formula that begins here, as readable text. One that has no such text stays as it is."""
    text, start = state.src, state.pos
    most = min(start + LONGEST, state.posMax)
    if text[start] == "$":
        if found := SCRIPT.match(text, start, most):
            return take(state, silent, found.end(), readable(found[1]) or found.group())
        found = DISPLAYED.match(text, start, most) or INLINE.match(text, start, most)
        if found and (_looks_like_one(found[1]) or NUMBER.fullmatch(found[1])):
            return take(state, silent, found.end(), readable(found[1]) or found.group())
    elif found := ROUND.match(text, start, most):
        shown = f"({found[1].strip(' ')})"
        if _looks_like_one(found[1]):
            shown = readable(found[1]) or found.group()
        return take(state, silent, found.end(), shown)
    elif found := SQUARE.match(text, start, most):
        if SIGN.search(found[1]):
            return take(state, silent, found.end(), readable(found[1]) or found.group())
        if found[1][0].isspace():
            return take(state, silent, found.end(), found[1].strip(" "))
    return False


def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""A formula whose delimiters \[ and \], or $$ and $$, are at the two ends of some lines.

    Read before lists are, because a line of it may begin with a minus.
    """
    opening = state.src[state.bMarks[start] + state.tShift[start] :][:2]
    if state.is_code_block(start) or opening not in ENDS:
        return False
    last = _last_line(state, start, end, ENDS[opening])
    content = state.getLines(start, last + 1, state.blkIndent, False).strip()[2:-2] if last else ""
    if len(content) > LONGEST or not SIGN.search(content):
        return False
    if not silent:
        state.line = last + 1
        token = state.push("formula", "", 0)
        token.content = content
        token.map = [start, last + 1]
    return True


def _last_line(state: StateBlock, start: int, end: int, closing: str) -> int:
    r"""The line that the formula ends with; 0 if there is none, or if it has no other lines.

    There is none in another one: else each of many lines "\[" would be looked for to the end.
    """
    for line in range(start, end):
        words = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        if line == start:
            opening, words = words[:2], words[2:]
        elif not words or state.sCount[line] < state.blkIndent:
            return 0
        if words.endswith(closing):
            return line if line > start else 0
        if closing in words or words.startswith(opening):
            return 0
    return 0


def _looks_like_one(tex: str) -> bool:
    """Whether it is more likely a formula than money, a variable of a shell, or words."""
    if "\\" in tex:
        return True
    if VARIABLE_OF_A_SHELL.fullmatch(tex) or PROSE.search(tex):
        return False
    return bool(SIGN.search(tex) or SHORT.fullmatch(tex.strip()))
