"""Read the structure of Terraform's files: which blocks there are, and what each sets.

Expressions stay as they are written. That is all that is needed to describe the variables, to look
names up, and to know what an environment's file says before Terraform runs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_SKIPPED = re.compile(r"(?:\s+|#[^\n]*|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_LABEL = re.compile(r'[ \t]*(?:"([^"\n]*)"|([\w.-]+))')
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_HEREDOC = re.compile(r"<<-?([A-Za-z_]\w*)\n.*?\n[ \t]*\1(?=\n|\Z)", re.DOTALL)
_COMMENT = re.compile(r"#[^\n]*|//[^\n]*|/\*.*?\*/", re.DOTALL)
_OPENING, _CLOSING = "([{", ")]}"


class HclError(ValueError):
    """The text is not what Terraform would read either."""


@dataclass(frozen=True)
class Block:
    """What is between two braces, or in a whole file, which is a block without a type."""

    type: str = ""
    labels: tuple[str, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    """The source of each expression, without what surrounds it."""
    blocks: list["Block"] = field(default_factory=list)

    def of_type(self, name: str) -> Iterator["Block"]:
        """The blocks of that type that are directly in this one."""
        return (block for block in self.blocks if block.type == name)


def read(text: str) -> Block:
    """The whole of a file. Raises `HclError`."""
    block = Block()
    end = _read_body(text, 0, block)
    if end != len(text):
        raise HclError(_place("A brace is closed that was not opened", text, end))
    return block


def strings(expression: str) -> list[str]:
    """The strings in an expression that is a string or a list of them; null has none."""
    found, position = [], 0
    while position < len(expression):
        end = _end_of_token(expression, position)
        if expression[position] == '"':
            found.append(expression[position + 1 : end - 1])
        position = end
    return found


def _read_body(text: str, position: int, block: Block) -> int:
    """Fill the block from what begins at the position. Returns where it ends."""
    while True:
        position = _skip(text, position)
        if position == len(text) or text[position] == "}":
            return position
        name = _NAME.match(text, position)
        if name is None:
            raise HclError(_place("A name is missing", text, position))
        position = _read_member(text, name, block)


def _read_member(text: str, name: re.Match[str], block: Block) -> int:
    position, labels = name.end(), []
    while label := _LABEL.match(text, position):
        labels.append(label[1] if label[1] is not None else label[2])
        position = label.end()
    position = _skip(text, position)
    sign = text[position : position + 1]
    if sign == "=" and not labels:
        position = _skip(text, position + 1)
        end = _end_of_expression(text, position)
        block.attributes[name[0]] = text[position:end].rstrip()
        return end
    if sign != "{":
        raise HclError(_place("Neither a value nor a block follows", text, position))
    inner = Block(name[0], tuple(labels))
    end = _read_body(text, position + 1, inner)
    if end == len(text):
        raise HclError(_place("A brace is not closed", text, position))
    block.blocks.append(inner)
    return end + 1


def _end_of_expression(text: str, position: int) -> int:
    """Where the line ends, unless it ends within brackets."""
    start, depth = position, 0
    while position < len(text):
        character = text[position]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        # A block may be closed on its attribute's own line.
        if depth < 0 or (depth == 0 and (character == "\n" or _COMMENT.match(text, position))):
            return position
        position = _end_of_token(text, position)
    if depth:
        raise HclError(_place("A bracket is not closed", text, start))
    return position


def _end_of_token(text: str, position: int) -> int:
    """Where what begins here ends: a string, a heredoc, a comment, or else one character."""
    if text[position] == '"':
        return _end_of_string(text, position)
    found = _HEREDOC.match(text, position) or _COMMENT.match(text, position)
    return found.end() if found else position + 1


def _end_of_string(text: str, start: int) -> int:
    position = start + 1
    while position < len(text) and text[position] not in '"\n':
        if text[position] == "\\":
            position += 2
        elif text.startswith(("$${", "%%{"), position):
            position += 3
        elif text.startswith(("${", "%{"), position):
            position = _end_of_interpolation(text, position + 2)
        else:
            position += 1
    if position >= len(text) or text[position] == "\n":
        raise HclError(_place("A string is not closed", text, start))
    return position + 1


def _end_of_interpolation(text: str, position: int) -> int:
    """Behind the brace that closes it. There may be braces and strings in it."""
    depth = 1
    while position < len(text):
        if text[position] in "{}":
            depth += 1 if text[position] == "{" else -1
            if depth == 0:
                return position + 1
        position = _end_of_token(text, position)
    return position


def _skip(text: str, position: int) -> int:
    found = _SKIPPED.match(text, position)
    return found.end() if found else position


def _place(what: str, text: str, position: int) -> str:
    return f"{what} on line {text.count('\n', 0, position) + 1}."
