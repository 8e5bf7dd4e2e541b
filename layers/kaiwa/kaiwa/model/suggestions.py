"""What the user may want to ask next: asked for with the answer, and taken off its end.

It is a tail of the text and not a structured output: that would put the answer into JSON, which is
worth nothing once it is cut off, and which not every compatible server writes.
"""

import re
import unicodedata

from kaiwa.text import is_visible

MARKER = "[[next questions]]"
TAIL = re.compile(
    r"(?<![\s*_`#>~-])[\s*_`#>~-]*" + re.escape(MARKER).replace(r"\ ", r"\s*"), re.IGNORECASE
)
"""The marker, and all Markdown that a model puts in front of it: of a long line, for one, only its
beginning is tried.
"""
NOT_WORDS = re.compile(r"^[\s*_`#>~•・-]+|^\s*\d+\s*[.)、．]|[\s*_`~]+$")
LONGEST = 300
"""What LINE takes for the words of a button, in characters."""
LONGEST_LABEL = 20


def instruction(number: int) -> str:
    """What the model is told, the same for every question: prompts begin alike."""
    return (
        f"When you have answered, write the line {MARKER} and below it up to {number} things that"
        " the user may want to say to you next, each on a line of its own, in the user's language,"
        f" as the user would say it, with at most {LONGEST_LABEL} characters. It is cut off before"
        " the user sees your answer: write nothing after it, and do not speak of it."
    )


def split(text: str, *, is_cut_off: bool) -> tuple[str, tuple[str, ...], bool]:
    """The answer by itself, the suggestions, and whether the answer came to its end.

    Nothing of the tail stays, whatever it is like. Of one that was cut off, what is whole counts.
    """
    found = TAIL.search(text)
    if found is None:
        answer = _without_beginning(text) if is_cut_off else text
        return answer, (), not is_cut_off or answer != text
    lines = text[found.end() :].split("\n")
    if is_cut_off:
        lines.pop()
    if not is_visible(text[: found.start()]):
        # The model has put it first, or has mistaken it for a heading of the answer.
        return text[found.end() :].strip(), (), not is_cut_off
    likely = (line for line in lines if len(line) <= 2 * LONGEST)
    said = [word for word in map(_words, likely) if is_visible(word) and _may_be_said(word)]
    return text[: found.start()], tuple(dict.fromkeys(said)), True


def _without_beginning(text: str) -> str:
    """Without a marker of which only the beginning has come."""
    for length in range(len(MARKER) - 1, 1, -1):
        if text.lower().endswith(MARKER[:length]):
            return text[:-length].rstrip()
    return text


def _may_be_said(words: str) -> bool:
    """Commands begin with a slash, in any width. They are people's own: a model that was told so by
    something that it read could otherwise offer a button that has all forgotten.
    """
    return len(words) <= LONGEST and unicodedata.normalize("NFKC", words[0]) != "/"


def _words(line: str) -> str:
    """Without what makes it an item of a list."""
    before = ""
    while line != before:
        before, line = line, NOT_WORDS.sub("", line).strip()
    return line
