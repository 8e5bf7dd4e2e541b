"""What there is in a document, apart from its sentences."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable("table")


@cache
def parsed(document: Path) -> list[Token]:
    return MARKDOWN.parse(document.read_text(encoding="utf-8"))


@cache
def headings(document: Path) -> list[str]:
    """As GitHub names them in addresses."""
    tokens = pairwise(parsed(document))
    named = [words.content for opening, words in tokens if opening.type == "heading_open"]
    return [re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in named]


def links(token: Token) -> Iterator[str]:
    for child in token.children or []:
        if child.type == "link_open":
            yield str(child.attrGet("href"))
        elif child.type == "image":
            yield str(child.attrGet("src"))
