"""The summary that the model stand-in writes: what the user tells of themselves, word for word."""

import re
from collections.abc import Sequence

from simulator.openai.answers import JAPANESE, Turn

LONGEST = 600
NOTHING = "Nothing to remember."

FACT = re.compile(
    r"""
    ( \b my\ [^.!?…"\n]{1,80}?\ (?:is|are)\ (?:[^.!?…"\n]|\.(?=\w)){1,120}+
    | \b I(?:\ am|\ live|['’]m)\ (?:[^.!?…"\n]|\.(?=\w)){1,120}+
    | [^。！？…、「」\s]{0,30} の名前は [^。！？…「」\n]{1,60}+
    | 私は [^。！？…「」\n]{1,60}+
    )
    (?![^.!"。！「」\n])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A statement in the first person, up to the end of its sentence. A question is none."""


def is_wanted(instructions: str) -> bool:
    """Whether a request asks for a summary and not for an answer."""
    return "summar" in instructions.lower()


def summary(turns: Sequence[Turn]) -> str:
    """What all the messages tell, each fact once, the oldest first, as many as there is room for.

    A fact is told in a sentence of its own: a summary of a summary says the same.
    """
    facts: dict[str, str] = {}
    for turn in turns:
        for found in FACT.finditer(turn.text):
            fact = " ".join(found[1].split())
            if not fact.endswith("か"):
                facts.setdefault(fact.casefold(), fact)
    text = ""
    for fact in facts.values():
        sentence = fact + ("。" if JAPANESE.search(fact) else ".")
        if len(text) + 1 + len(sentence) <= LONGEST:
            text = f"{text} {sentence}".strip()
    return text or NOTHING
