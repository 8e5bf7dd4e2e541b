"""Where an answer that was cut off went on: inside code or a table, it begins in the middle of it.

Each answer is shown by itself. So what goes on gets what its beginning lacks: the fence of the
code, or the titles of the table.
"""

import re

FENCE = re.compile(r"( {0,3})(`{3,}+|~{3,}+)([^`]*)")
RULE = re.compile(r"\|[ \t]*:?-[-:| \t]*")


def resumed(before: str, words: str) -> str:
    """The words that go on with what was said before, as they can be shown by themselves."""
    if fence := _open_fence(before):
        return words if _opens_anew(words) else f"{fence.group()}\n{words}"
    titles = _titles(before)
    rest_of_row, _, rows = ("", "", words) if words.startswith("|") else words.partition("\n")
    if not titles or not rows.startswith("|"):
        return words
    return "\n".join([*([rest_of_row, ""] if rest_of_row else ()), *titles, rows])


def closed(text: str, cut_at: int) -> str:
    """The answer with the code closed in which it was cut off: its sources below are no code."""
    fence = _open_fence(text[:cut_at])
    if fence is None:
        return text
    dots, *below = text[cut_at:].split("\n")
    return "\n".join([text[:cut_at] + dots, fence[1] + fence[2], *below])


def _open_fence(text: str) -> re.Match[str] | None:
    """The line that opened the code in which the text ends."""
    opened: re.Match[str] | None = None
    for found in filter(None, map(FENCE.fullmatch, text.split("\n"))):
        if opened is None:
            opened = found
        elif found[2].startswith(opened[2]) and not found[3].strip():
            opened = None
    return opened


def _opens_anew(words: str) -> bool:
    """Whether the code begins once more with a fence of its own, as some models have it."""
    found = FENCE.fullmatch(words.split("\n", 1)[0])
    return found is not None and (bool(found[3].strip()) or not _open_fence(words))


def _titles(text: str) -> list[str]:
    """The first two lines of the table in which the text ends."""
    lines = text.split("\n")
    start = len(lines) - (not lines[-1])
    while start and lines[start - 1].startswith("|"):
        start -= 1
    titles, rule, *rest = [*lines[start:], "", ""]
    is_whole = any(rest) or text.endswith("\n")
    return [titles, rule] if is_whole and RULE.fullmatch(rule.rstrip()) else []
