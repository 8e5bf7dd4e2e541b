"""What the model stand-in says: a function of what it was sent and of nothing else.

It repeats the question and what the user had said before, so that a conversation shows whether
the history was passed on, and to the right person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9d]")
LONGEST_QUOTE = 80


@dataclass(frozen=True)
class Turn:
    """One message of the input: who said it (`user`, `assistant`, …) and the text."""

    role: str
    text: str


def answer(turns: Sequence[Turn]) -> str:
    """One or two sentences, in Japanese if the last thing the user said is."""
    said = [_quoted(turn.text) for turn in turns if turn.role == "user"]
    if not said:
        return "Nobody has said anything yet."
    *before, question = said
    if JAPANESE.search(question):
        earlier = "".join(f"「{each}」" for each in before)
        return f"「{question}」ですね。" + (f"その前には{earlier}と聞きました。" if before else "")
    earlier = ", ".join(f'"{each}"' for each in before)
    return f'You said "{question}".' + (f" Before that you told me: {earlier}." if before else "")


def _quoted(text: str) -> str:
    """On one line, and short enough to be read."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"
