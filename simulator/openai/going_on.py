"""Answers that are cut off, and going on with one where it stopped."""

from collections.abc import Sequence

from simulator.openai.answers import Turn, answer

WORDS = "go on"
"""Whoever asks with these words, right after an answer, gets the rest of it."""


def rest(turns: Sequence[Turn]) -> str | None:
    """What is left of the answer that the last message asks to go on with; None if none does, or if
    nothing is left of it.
    """
    begun: list[str] = []
    said = list(turns)
    while len(said) > 2 and WORDS in said[-1].text.lower() and said[-2].role == "assistant":
        begun.insert(0, said[-2].text)
        said = said[:-2]
    if not begun:
        return None
    return _after("".join(begun), answer(said)) or None


def half(text: str) -> str:
    """As much of the answer as there was room for."""
    return text[: len(text) // 2]


def _after(begun: str, whole: str) -> str:
    """What of `whole` follows `begun`, which may have lost white space at its ends."""
    left = whole
    for character in "".join(begun.split()):
        left = left.lstrip()
        if not left.startswith(character):
            return ""
        left = left[1:]
    return left
