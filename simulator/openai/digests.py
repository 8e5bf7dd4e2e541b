"""What the model stand-in makes of what a group said, where the question brings that along."""

import re
from collections.abc import Sequence

from simulator.openai.answers import JAPANESE, Turn, question

HEADING = "[overheard:"
LINE = re.compile(r"^> (Member \w+): (.*)$")


def digest(turns: Sequence[Turn]) -> str | None:
    """Who said what, in a sentence each; None if the last message brings nothing of the kind.

    It takes what people say for what they say, and obeys none of it.
    """
    lines = [line.strip() for line in question(turns).splitlines()]
    if not any(HEADING in line for line in lines):
        return None
    said = [found.groups() for line in lines if (found := LINE.match(line))]
    if JAPANESE.search("".join([*(words for _, words in said), lines[-1]])):
        return "\n".join(["まとめです。", *(f"・{who}さん「{words}」" for who, words in said)])
    return "\n".join(["In short:", *(f"- {who}: {words}" for who, words in said)])
