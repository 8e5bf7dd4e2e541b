"""Cutting an answer into bubbles that LINE takes."""

from collections.abc import Callable, Iterable
from itertools import groupby, takewhile

import regex

from kaiwa.line.cards import Bubble, Card, Picture, words_of
from kaiwa.line.client import BUBBLES_A_CALL
from kaiwa.log import described, logger
from kaiwa.table.items import ANSWERS, ASSISTANT, Message
from kaiwa.text import is_visible
from line_reply.delivery.pictures import without_note

LIMIT = 5000
"""LINE's limit for a text message, in UTF-16 code units, which its SDK does not enforce.
https://developers.line.biz/en/docs/messaging-api/text-character-count/
"""
BETWEEN_LINES = (
    regex.compile(r"\n[ \t]*\n"),  # between paragraphs
    regex.compile(r"\n"),
)
INSIDE_LINES = (
    regex.compile(r"[。！？]+[」』）】]*|(?<![.!?])[.!?]+[\"'”’)\]]*(?=\s)"),  # sentences
    regex.compile(r"[、，]|\s"),
)
"""Where a text may be cut, best first."""
GRAPHEME = regex.compile(r"\X")


def bubbles_of(role: str, words: str) -> list[str]:
    """What the user is to see of it. Only a model writes Markdown, which LINE does not show."""
    from line_reply.delivery.markdown import plain

    text = plain(words) if role in ANSWERS else ""
    return split(text) or split(words)


def with_picture(address: str, words: str) -> list[Bubble]:
    """The picture that the words begin with a note of, and the rest of them below it."""
    return [Picture(address), *bubbles_of(ASSISTANT, without_note(words))]


def shown_of(answer: Message, pictures_url: str) -> list[Bubble]:
    """A stored answer once more, as text, with the picture that it came with."""
    name: str | None = answer.picture
    if name is None:
        return [*bubbles_of(answer.role, answer.content)]
    return with_picture(f"{pictures_url}/{name}", answer.content)


def with_cards(words: str, copy: Callable[[], str]) -> list[Bubble]:
    """The same of a model's words, with tables and code as cards where they fit, in their order.

    `copy` says what the button is called that copies code. Cards cost no push: if there were more
    bubbles than LINE takes in one call, and without cards there are not, the last ones are text.
    Each attempt comes to the same bubbles.
    """
    from line_reply.delivery.cards import card_of
    from line_reply.delivery.markdown import page_of

    page = page_of(words)
    texts = split(page.text) or split(words)
    try:
        parts = [card_of(part, copy) or part.text for part in page.parts()]
    except Exception as error:
        logger().error("The answer is shown without cards.", failure=described(error))
        return list(texts)
    most = max(len(texts), BUBBLES_A_CALL)
    cards = sum(isinstance(part, Card) for part in parts)
    tried = (_joined(_with_first(parts, number)) for number in range(min(cards, most), 0, -1))
    return next((bubbles for bubbles in tried if len(bubbles) <= most), list(texts))


def as_sent(answer: Message) -> list[str]:
    """What each bubble of a stored answer says, cut as it was when it was sent."""
    if answer.picture:
        return [answer.content, *bubbles_of(answer.role, without_note(answer.content))]
    if answer.cards:
        return list(map(words_of, with_cards(answer.content, lambda: "")))
    return bubbles_of(answer.role, answer.content)


def _with_first(parts: Iterable[Bubble], number: int) -> Iterable[Bubble]:
    """With so many of the cards, the others as text."""
    for part in parts:
        if isinstance(part, Card):
            yield part if number > 0 else part.text
            number -= 1
        else:
            yield part


def _joined(parts: Iterable[Bubble]) -> list[Bubble]:
    """The bubbles: texts that follow each other are one text, cut if it is too long."""
    bubbles: list[Bubble] = []
    for is_card, group in groupby(parts, lambda part: isinstance(part, Card)):
        together = list(group)
        if is_card:
            bubbles += together
        else:
            bubbles += split("\n".join(map(words_of, together)).strip("\n"))
    return bubbles


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, cut where a reader would pause.

    A line that fits into a bubble is never cut, because it may be code. Only white space at the
    cuts is lost. A grapheme (a character as a reader sees it, such as a family emoji) stays whole
    unless it alone is over the limit.
    """
    bubbles = []
    while text:
        most = _fitting(text, limit)
        cut = len(text) if most == len(text) else _cut(text, most, limit)
        bubbles.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\r\n")
    return [bubble for bubble in bubbles if is_visible(bubble)]


def _fitting(text: str, limit: int) -> int:
    """How many of its characters fit."""
    # Half a surrogate pair at the end decodes to nothing.
    return len(text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore"))


def _cut(text: str, most: int, limit: int) -> int:
    """The best place in `text[:most]`, near its end if possible, else its last whole grapheme."""
    ends = (grapheme.end() for grapheme in GRAPHEME.finditer(text))
    boundaries = set(takewhile(lambda end: end <= most, ends))
    for place in BETWEEN_LINES:
        if end := _last(place, text, most, boundaries):
            return end
    line = text.rfind("\n", 0, most) + 1
    end_of_line = text.find("\n", most)
    rest = text[line : end_of_line if end_of_line >= 0 else len(text)]
    if text[:line].strip() and _fitting(rest, limit) == len(rest):
        return line
    for place in INSIDE_LINES:
        if end := _last(place, text, most, boundaries):
            return end
    return max(boundaries, default=most)


def _last(place: regex.Pattern[str], text: str, most: int, boundaries: set[int]) -> int | None:
    """The last such place in the second half of `text[:most]`."""
    ends = [match.end() for match in place.finditer(text, most // 2, most)]
    return max(boundaries.intersection(ends), default=None)
