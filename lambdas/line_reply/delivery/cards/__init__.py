"""Tables and code as cards, where a phone has room for them. The others stay text."""

import json
from collections.abc import Callable

from kaiwa.line.cards import LARGEST_CARD, LONGEST_ALT, Card
from kaiwa.text import utf16_units
from line_reply.delivery.cards import code, table
from line_reply.delivery.markdown.page import Code, Part
from line_reply.delivery.markdown.tables import Table


def card_of(part: Part, copy: Callable[[], str]) -> Card | None:
    """The card that shows this part of an answer; None if it is to be text.

    `copy` says what the button below code is called. Whether it is a card depends on the part
    alone, so that each attempt cuts an answer in the same way.
    """
    match part.shape:
        case Code() as shape if code.fits(shape):
            contents = code.drawn(shape.text, copy())
        case Table() as shape if table.fits(shape):
            contents = table.drawn(shape)
        case _:
            return None
    fits = utf16_units(part.text) <= LONGEST_ALT and len(json.dumps(contents)) <= LARGEST_CARD
    return Card(part.text, contents) if fits else None
