"""Tables, in Markdown, of what Terraform's files declare."""

import re
from collections.abc import Iterable, Sequence

from scripts.hcl import Block, strings

LONGEST_DEFAULT = 200
JOINTS = (
    *((r"\{\n", "{ "), (r"([(\[])\n", r"\1")),
    *((r",?\n\}", " }"), (r",?\n([)\]])", r"\1"), (r",?\n", ", ")),
)
"""What the ends of lines become when an expression is put on one."""


def inputs(variables: Iterable[Block]) -> str:
    """What a module takes."""
    rows = [
        (
            f"`{variable.labels[0]}`",
            description(variable),
            code(variable.attributes["type"]),
            _default(variable),
        )
        for variable in variables
    ]
    return table(("name", "what it is", "type", "default"), rows)


def outputs(found: Iterable[Block]) -> str:
    """What it gives."""
    rows = [(f"`{output.labels[0]}`", description(output)) for output in found]
    return table(("name", "what it is"), rows) if rows else "None."


def description(block: Block) -> str:
    """What the block says of itself."""
    [text] = strings(block.attributes["description"])
    hidden = block.attributes.get("sensitive") == "true" and "ensitive" not in text
    # What is in angle brackets would be taken for HTML.
    return text.replace('\\"', '"').replace("<", r"\<") + (" Sensitive." if hidden else "")


def code(expression: str) -> str:
    """An expression on one line, as Terraform takes it too."""
    text = expression
    if "\n" in text:
        text = "\n".join(re.sub(" +", " ", line.strip()) for line in text.splitlines())
        for found, instead in JOINTS:
            text = re.sub(found, instead, text)
    return f"`{text}`"


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows under their heading."""
    cells = [heading, ("---",) * len(heading), *rows]
    escaped = [[cell.replace("|", r"\|") for cell in row] for row in cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in escaped)


def _default(variable: Block) -> str:
    if "default" not in variable.attributes:
        return "required"
    default = code(variable.attributes["default"])
    return default if len(default) <= LONGEST_DEFAULT else "a text, see the file"
