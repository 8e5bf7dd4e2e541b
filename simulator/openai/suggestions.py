"""What the model stand-in suggests to say next, where it is told to."""

import re
from collections.abc import Sequence

from simulator.openai.answers import JAPANESE, Turn, question

MARKER = re.compile(r"\[\[[^\[\]\n]+\]\]")
"""The line that instructions ask for, to stand between an answer and what may be said next."""
IN_ENGLISH = ("Tell me more", "Why is that?", "Could you give me an example of that?")
IN_JAPANESE = ("もっと詳しく", "それはなぜ？", "例を挙げて説明してもらえますか。お願いします。")
"""The last of each is longer than a button's label."""


def with_suggestions(text: str, instructions: str, turns: Sequence[Turn]) -> str:
    """The answer, and as many suggestions below it as there are; as it is if none are wanted."""
    marker = MARKER.search(instructions)
    if marker is None:
        return text
    said = IN_JAPANESE if JAPANESE.search(question(turns)) else IN_ENGLISH
    return "\n".join([text, "", marker.group(), *said])
