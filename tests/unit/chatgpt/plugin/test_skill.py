"""The skill speaks of the tools as they really are."""

import re
from pathlib import Path

from chatgpt.conversation.expected_errors import PROBLEMS
from chatgpt.plugin.tools import TOOLS

SKILL = Path(__file__).parents[4].joinpath("plugin/SKILL.md").read_text()
QUOTED = set(re.findall(r"`([^`\s]+)`", SKILL))
COMMANDS = {"/link", "/unlink"}


def names_in(schema: object) -> set[str]:
    """All that a schema names: fields, and the values that a field can have."""
    match schema:
        case dict():
            enum = schema.get("enum", [])
            values = enum if isinstance(enum, list) else []
            fields = schema.get("properties", {})
            named = {*fields} if isinstance(fields, dict) else set()
            return named.union(values, *(names_in(each) for each in schema.values()))
        case list():
            return set().union(*(names_in(each) for each in schema))
        case _:
            return set()


def test_it_names_every_tool() -> None:
    assert {*TOOLS} <= QUOTED


def test_it_names_nothing_that_there_is_not() -> None:
    known = set(COMMANDS) | {problem.code for problem in PROBLEMS.values()} | {*TOOLS}
    for tool in TOOLS.values():
        known |= names_in(tool.takes.model_json_schema())
        known |= names_in(tool.gives.model_json_schema(by_alias=False, mode="serialization"))
    assert QUOTED - known == set()


def test_it_has_a_name_and_says_when_to_use_it() -> None:
    head = SKILL.split("---")[1]
    assert re.search(r"^name: kaiwa$", head, re.MULTILINE)
    described = re.search(r"^description: (.+)$", head, re.MULTILINE)
    assert described
    assert len(described[1]) <= 1024
    assert "Use when" in described[1]
