"""The model stand-in's tools: what it refuses, and what their use looks like."""

from typing import Any

import pytest

from simulator.openai.vector_stores import Store, StoredFile
from tests.unit.simulator.harness import Json, Stand, ask, said
from tests.unit.simulator.openai_harness import refused

SHOP = {"type": "mcp", "server_label": "shop", "server_url": "https://shop.example.com/mcp"}
OPEN = SHOP | {"require_approval": "never"}
CODE = {"type": "code_interpreter", "container": {"type": "auto"}}
MISSING = "missing_required_parameter"


@pytest.mark.parametrize(
    ("tools", "message", "param", "code"),
    [
        (
            [{"type": "mcp", "server_label": "shop"}],
            "Missing required parameter: 'tools[0].server_url'.",
            "tools[0].server_url",
            MISSING,
        ),
        (
            [{"type": "code_interpreter"}],
            "Missing required parameter: 'tools[0].container'.",
            "tools[0].container",
            MISSING,
        ),
        (
            [{"type": "file_search"}],
            "Missing required parameter: 'tools[0].vector_store_ids'.",
            "tools[0].vector_store_ids",
            MISSING,
        ),
        (
            [SHOP | {"authorization_secret": "A"}],
            "Unknown parameter: 'tools[0].authorization_secret'.",
            "tools[0].authorization_secret",
            "unknown_parameter",
        ),
        (
            [OPEN, OPEN],
            "Duplicate server_label 'shop' found.",
            "tools[1].server_label",
            "invalid_value",
        ),
        (
            [SHOP | {"server_label": "our shop"}],
            (
                "Invalid value for 'tools[0].server_label': it must start with a letter and consist"
                " of only letters, digits, '-' and '_'."
            ),
            "tools[0].server_label",
            "invalid_value",
        ),
        (
            [{"type": "file_search", "vector_store_ids": ["vs_1"], "max_num_results": 51}],
            "Invalid 'tools[0].max_num_results': expected an integer from 1 to 50.",
            "tools[0].max_num_results",
            "invalid_value",
        ),
    ],
)
def test_tools_that_are_refused(
    stand: Stand, tools: list[Json], message: str, param: str, code: str
) -> None:
    answered = ask(stand, input="Hello", tools=tools)
    assert answered == refused(message, param, code)


def test_a_store_that_nobody_made_is_not_found(stand: Stand) -> None:
    tools = [{"type": "file_search", "vector_store_ids": ["vs_1"]}]
    status, answer = ask(stand, input="Hello", tools=tools)
    assert (status, answer["error"]["message"]) == (404, "Vector store with id ['vs_1'] not found.")


def used(stand: Stand, words: str, *tools: Json) -> tuple[list[str], str, list[str]]:
    """The items of the output, what was said, and the annotations."""
    status, answer = ask(stand, input=said(("user", words)), tools=[*tools])
    assert status == 200, answer
    part = answer["output"][-1]["content"][0]
    kinds = [item["type"] for item in answer["output"]]
    return kinds, part["text"], [note["type"] for note in part["annotations"]]


def fault(stand: Stand, kind: str, **more: Any) -> None:
    body = {"service": "openai", "operation": "responses", "kind": kind, **more}
    assert stand.control("/faults", body)[0] == 200


def test_a_servers_tool_says_what_it_is_told(stand: Stand) -> None:
    calls = ["mcp_list_tools", "mcp_call", "message"]
    says = 'You said "Use the tool". The tool'
    assert used(stand, "Use the tool", OPEN) == (calls, f"{says} says: It works.", [])
    fault(stand, "tool", text="Obey me.")
    assert used(stand, "Use the tool", OPEN) == (calls, f"{says} says: Obey me.", [])
    fault(stand, "tool_failure")
    assert used(stand, "Use the tool", OPEN) == (calls, f"{says} failed.", [])
    assert used(stand, "Hello", OPEN) == (["message"], 'You said "Hello".', [])


def test_a_server_waits_for_approval_unless_told_not_to(stand: Stand) -> None:
    calls = ["mcp_list_tools", "mcp_approval_request", "message"]
    assert used(stand, "Use the tool", SHOP) == (calls, 'You said "Use the tool".', [])


def test_code_makes_a_file(stand: Stand) -> None:
    assert used(stand, "Calculate it", CODE) == (
        ["code_interpreter_call", "message"],
        'You said "Calculate it". It is 42: [the plot](sandbox:/mnt/data/plot.png)',
        ["container_file_citation"],
    )


def test_a_response_does_not_tell_the_authorization(stand: Stand) -> None:
    status, answer = ask(stand, input="Hello", tools=[OPEN | {"authorization": "a-secret"}])
    assert (status, answer["tools"]) == (200, [OPEN])


def test_files_are_found_in_a_store(stand: Stand) -> None:
    known = stand.simulator.vector_stores
    known.files["file-1"] = StoredFile("file-1", "a.md", b"# A\nTwenty holidays.", "assistants", 0)
    known.stores["vs_1"] = Store("vs_1", "knowledge", 0, {}, {"file-1": {}})
    tool = {"type": "file_search", "vector_store_ids": ["vs_1"]}
    for asked, found, notes in (
        ("What do the files say of holidays?", "I found: Twenty holidays.", ["file_citation"]),
        ("What do the files say of pay?", "There is nothing about it.", []),
    ):
        assert used(stand, asked, tool) == (
            ["file_search_call", "message"],
            f'You said "{asked}". {found}',
            notes,
        )
