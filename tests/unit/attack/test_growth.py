"""Texts that are made to take long: twice as long a text may take twice the time, not four times.

A person can have the model write any of these ("repeat 5,000 times …"), or send them. Each took
between two seconds and a minute once; what it may take now leaves room for a machine that is busy.
"""

import re
import time
from collections.abc import Callable

import pytest

from kaiwa.link_code import is_code
from kaiwa.model.sources import cleaned
from kaiwa.model.suggestions import MARKER, split
from line_reply.commands.orders import order_in
from line_reply.delivery.bubbles import bubbles_of, with_cards
from line_reply.listening.digest import LONGEST_REQUEST, _asks
from line_reply.speech.languages import all_texts
from line_reply.speech.languages.text import Texts
from line_reply.turns.go_on import closed
from line_reply.turns.quote import _block

MOST_SECONDS = 1.5
CARD = "Then\n```\na\n```\n"


def written(text: str) -> object:
    return with_cards(text, lambda: "Copy")


def plainly(text: str) -> object:
    return bubbles_of("assistant", text)


def suggested(text: str) -> object:
    return split(text, is_cut_off=False), split(text, is_cut_off=True)


ANSWERS = {
    "formulas that begin": "\\[\n" * 8000,
    "formulas with words": "\\[a\nb\n" * 6000,
    "dollars": "$$\n" * 8000,
    "brackets": "[" * 8_000,
    "pictures": "![" * 4000,
    "links": "[a](" * 3000,
    "code, block by block": CARD * 1300,
    "tables": "|a|b|\n|-|-|\n|c|d|\n\nx\n\n" * 600,
    "a wide cell of letters": "|a|b|\n|-|-|\n|c|" + "d" * 25_000 + "|\n",
    "a wide cell of addresses": "|a|b|\n|-|-|\n|c|" + "d@" * 12_000 + "|\n",
    "a cell of spaces": "|a|b|\n|-|-|\n|c" + " " * 40_000 + "d|e|\n",
    "quotes of code": "> > ```\na\n" * 2500,
    "quotes of quotes of code": "> > ```\n> a\n" * 2500,
    "quotes in quotes": ">" * 20_000,
    "marks": "**a *b _c ~~d " * 1500,
    "backticks": "` a" * 7000 + "``",
    "exclamations": "!" * 40_000 + "x",
    "lines over lines": "$" + "\\overline{" * 25 + "x" + "}" * 25 + "$",
    "matrices in matrices": "$" + "\\begin{matrix}a&" * 25 + "x" + "\\end{matrix}" * 25 + "$",
    "accents on accents": "$" + "\\hat{" * 25 + "x" + "}" * 25 + "$",
    "roots": ("$$" + "\\sqrt{" * 200 + "x" + "}" * 200 + "$$\n") * 60,
}
OTHERS: dict[str, tuple[Callable[[str], object], str]] = {
    "a file's link": (cleaned, "[" * 60_000),
    "a file's address": (cleaned, "[](sandbox:" * 8000),
    "a rule": (suggested, "-" * 80_000),
    "white space": (suggested, "a" + " " * 60_000 + "b"),
    "suggestions in one line": (suggested, f"a\n{MARKER}\n" + "1. " * 20_000 + "x"),
    "a suggestion's end": (suggested, f"a\n{MARKER}\nx" + " " * 60_000 + "x"),
    "dots": (_asks, "…" * 10_000 + "x"),
    "long vowels": (_asks, "ー" * 30_000 + "x"),
    "this, this": (_asks, "summary" + " this" * 25 + " x"),
    "what unfolds": (order_in, "/" + "\ufdfa" * 10_000),
    "a code that unfolds": (is_code, "\ufdfa" * 10_000),
    "a fence of waves": (lambda text: closed(text, len(text)), "~" * 60_000 + "`x"),
    "lines": (lambda text: _block("[quoted]", text), "\u2028" * 100_000),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """Of this process alone: others are at work beside it."""
    started = time.process_time()
    read(text)
    return time.process_time() - started


@pytest.mark.parametrize("name", ANSWERS)
def test_no_answer_takes_long_to_be_shown(name: str) -> None:
    assert seconds(plainly, ANSWERS[name]) < MOST_SECONDS
    assert seconds(written, ANSWERS[name]) < MOST_SECONDS


@pytest.mark.parametrize("name", OTHERS)
def test_nor_does_what_else_is_read(name: str) -> None:
    assert seconds(*OTHERS[name]) < MOST_SECONDS


@pytest.mark.parametrize("texts", all_texts())
def test_no_word_that_asks_for_a_digest_can_be_read_in_two_ways(texts: Texts) -> None:
    """Else 25 of one are read in as many ways as there are numbers of 25 bits."""
    words = re.findall(r"[^\W\d_]+", texts.digest_asked)
    asking = next(word for word in words if _asks(word))
    for word in words:
        for apart in ("", " "):
            for text in (asking + f"{apart}{word}" * 25, f"{word}{apart}" * 25 + asking):
                assert seconds(_asks, f"{text}{apart}x"[:LONGEST_REQUEST]) < MOST_SECONDS, text
