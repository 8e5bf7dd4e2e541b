"""Forms and arguments from the tools of an MCP server."""

from typing import Any

import pytest

from simulator.web.forms import Field
from simulator.web.tools import Tool, tools
from tests.unit.simulator.plugin_server import PAGE, SCHEMA, WORDS


def tool(**described: Any) -> Tool:
    (made,) = tools([{"name": "a", "inputSchema": {"type": "object"}, **described}])
    return made


def test_fields_come_from_the_schema() -> None:
    assert tool(inputSchema=SCHEMA).fields == (
        Field("query", "body", "text", False, "", ""),
        Field("limit", "body", "number", False, "How many.", 20),
        Field("order", "body", "choice", False, "", "newest", ("newest", "oldest")),
    )
    text, request_id = tool(inputSchema=WORDS).fields
    assert (text.kind, text.required) == ("long_text", True)
    assert (request_id.kind, request_id.fresh) == ("text", True)


def test_a_default_is_filled_in_as_it_is_sent() -> None:
    schema = {"properties": {"days": {"type": "array", "default": ["月"]}}}
    (field,) = tool(inputSchema=schema).fields
    assert field.default == '["月"]'
    assert field.sent(field.default) == ["月"]


def test_what_is_empty_is_left_out() -> None:
    given = {"query": "", "limit": "5", "order": None, "unknown": "x"}
    assert tool(inputSchema=SCHEMA).arguments(given) == {"limit": 5}
    assert tool(inputSchema=SCHEMA).arguments({"limit": "many"}) == {"limit": "many"}


@pytest.mark.parametrize(
    ("annotations", "reads_only", "destroys", "hints"),
    [
        (None, False, True, ["writes", "destroys", "open_world"]),
        ({"readOnlyHint": True}, True, False, ["reads_only", "open_world"]),
        (
            {"readOnlyHint": True, "destructiveHint": True, "openWorldHint": False},
            True,
            False,
            ["reads_only"],
        ),
        (
            {"destructiveHint": False, "idempotentHint": True, "openWorldHint": False},
            False,
            False,
            ["writes", "repeatable"],
        ),
    ],
)
def test_what_is_not_said_is_taken_for_the_worst(
    annotations: Any, reads_only: bool, destroys: bool, hints: list[str]
) -> None:
    made = tool(annotations=annotations)
    assert (made.reads_only, made.destroys, made.hints) == (reads_only, destroys, hints)


def test_titles_and_pages() -> None:
    assert (tool().title, tool().page) == ("", None)
    assert tool(title="A", annotations={"title": "B"}).title == "A"
    assert tool(annotations={"title": "B"}).title == "B"
    assert tool(_meta={"ui": {"resourceUri": PAGE}}).page == PAGE
