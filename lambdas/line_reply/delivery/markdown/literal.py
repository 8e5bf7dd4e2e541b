"""What looks like a mark but is meant as it stands: addresses, backslashes, faces."""

import re

from markdown_it.rules_inline import StateInline

ESCAPED = frozenset("*_`~#+-.!|[]{}<>$%&")
"""What a backslash is taken off. Not another one (a path on a network), and not "(" (a raised arm:
"\\(^o^)/") or "," (a space in a formula).
"""
URL = re.compile(r"://(?:(?!\*\*|&#?\w+;)[!#-'*-;=?-Z^_a-z~])+")
"""An address after its scheme, up to a bracket, a backslash or "**"."""
AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>")
FACE = re.compile(r"[(（][^()（）`\n]{0,12}`[^()（）`\n]{0,12}[)）]")
FACE_REACH = 14


def address(state: StateInline, silent: bool) -> bool:
    """A bare address, with its underscores and asterisks, or one in angle brackets."""
    text, start = state.src, state.pos
    if text[start] == "<":
        match = AUTOLINK.match(text, start, state.posMax)
        return match is not None and take(state, silent, match.end(), match[1])
    if text[start] != ":" or not text[max(start - 5, 0) : start].lower().endswith(
        ("http", "https")
    ):
        return False
    match = URL.match(text, start, state.posMax)
    words = match.group().rstrip("*_~") if match else ""
    return len(words) > len("://") and take(state, silent, start + len(words), words)


def escape(state: StateInline, silent: bool) -> bool:
    """A backslash before a mark: the mark is meant as it is."""
    text, start = state.src, state.pos
    after = text[start + 1 : min(start + 2, state.posMax)]
    if text[start] != "\\" or not after:
        return False
    if after == "\\":
        return take(state, silent, start + 2, "\\\\")
    drawn = text[max(start - 1, 0) : start] in ("¯", "/")  # "¯\\_(ツ)_/¯", "/\\_/\\"
    return after in ESCAPED and not drawn and take(state, silent, start + 2, after)


def in_face(text: str, backtick: int) -> bool:
    """Whether the backtick is a cheek or an arm, as in "(´・ω・`)"."""
    for face in FACE.finditer(text, max(backtick - FACE_REACH, 0), backtick + FACE_REACH):
        if face.start() < backtick < face.end():
            return any(part in face.group() for part in "´ω・")
    return False


def take(state: StateInline, silent: bool, end: int, shown: str) -> bool:
    """Go on at `end`, having shown these words."""
    if not silent:
        state.append_pending(shown)
    state.pos = end
    return True
