"""Which asterisks, underscores and tildes are marks.

CommonMark's rules are for texts that are known to be Markdown, in languages with spaces: they
leave "これは**重要。**次" as it is, and take the asterisks out of "2*3*4".
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

DUNDER = re.compile(
    r"__(?:all|call|dict|dirname|doc|file|filename|init|main|name|new|proto|repr|str)__"
)
"""Names that programmers know, not bold words."""
RUN = re.compile(r"\*+|_+|~+")
MARKS = {
    "*": ["*"],
    "_": ["_"],
    **{run: [run] for run in ("**", "__", "~~")},
    **{run: [run[0], run[:2]] for run in ("***", "___")},
}
"""The marks in a run. Other runs are none: "~" is "about", "~~~" a long sound, "____" a line to
fill in.
"""


def marks(state: StateInline, silent: bool) -> bool:
    """Leave the marks for `drop_pairs`, a token each."""
    if state.src[state.pos] not in "*_~" or silent:
        return False
    found = DUNDER.match(state.src, state.pos, state.posMax) or RUN.match(
        state.src, state.pos, state.posMax
    )
    run = found.group() if found else ""
    end = state.pos + len(run)
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    opens, closes = _opens(run, before, after), _closes(run, before, after)
    for mark in MARKS.get(run, []) if closes else reversed(MARKS.get(run, [])):
        state.push("text", "", 0).content = mark
        kind = ord(mark[0]) * len(mark)
        # A single mark opens nothing beyond its line: "*1 …" may be a note.
        line = state.env.get("line", 0) if len(mark) == 1 else 0
        state.delimiters.append(Delimiter(kind, line, len(state.tokens) - 1, -1, opens, closes))
    if run not in MARKS:
        state.append_pending(run)
    state.pos = end
    return True


def line_end(state: StateInline, silent: bool) -> bool:
    """Count the lines, for `marks`."""
    if state.src[state.pos] != "\n":
        return False
    if not silent:
        state.env["line"] = state.env.get("line", 0) + 1
        state.append_pending("\n")
    state.pos += 1
    return True


def drop_pairs(state: StateInline) -> None:
    """Show no marks that are pairs. Those in a link's text are apart from those around it."""
    in_links = [meta["delimiters"] for meta in state.tokens_meta if meta]
    for found in (state.delimiters, *in_links):
        for mark in _paired(found):
            state.tokens[mark.token].content = ""


def _paired(found: Iterable[Delimiter]) -> Iterator[Delimiter]:
    """Each end with the last beginning of its kind; what began in between has no end."""
    begun: list[Delimiter] = []
    waiting: Counter[tuple[int, int]] = Counter()
    for mark in found:
        kind = mark.marker, mark.length
        if mark.close and waiting[kind]:
            left = waiting[kind] - 1
            while waiting[kind] > left:
                last = begun.pop()
                waiting[last.marker, last.length] -= 1
            yield from (last, mark)
        elif mark.open:
            begun.append(mark)
            waiting[kind] += 1


def _opens(run: str, before: str, after: str) -> bool:
    """Whether the marks begin something. Bold may begin inside a word of Japanese, but not in
    "x**2" or "(a)**(b)". Others begin with a word or "「", and not inside a word.
    """
    if run in ("**", "***"):
        in_code = (before.isalnum() or before in ")]}/\\") and (before + after).isascii()
        return not after.isspace() and not in_code
    if before in "(（" and not after.isascii():
        return False  # a face: "(*ﾉωﾉ*)"
    apart = before.isspace() or before in "\"'*_~:" or _is(before, "Ps", "Pi")
    return apart and (_in_word(after) or after in "\"'`[*_~" or _is(after, "Ps", "Pi"))


def _closes(run: str, before: str, after: str) -> bool:
    """Whether the marks end something."""
    if run in ("**", "***", "~~"):
        return not before.isspace()
    apart = after.isspace() or after in "\"'*_~.,;:!?" or _is(after, "Pe", "Pf")
    return apart and (_in_word(before) or before in "\"'`*_~.,;:!?%" or _is(before, "Pe", "Pf"))


def _is(char: str, *categories: str) -> bool:
    """Whether it is such a bracket, or any punctuation mark beyond ASCII: "、", "。", "…"."""
    category = unicodedata.category(char)
    return category in categories or (category[0] == "P" and not char.isascii())


def _in_word(char: str) -> bool:
    # Sound marks of half width are rather drawn with: "｡*ﾟ".
    return (char.isalnum() or unicodedata.category(char)[0] == "M") and char not in "ﾞﾟ"
