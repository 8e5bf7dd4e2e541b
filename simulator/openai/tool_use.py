"""What tools did for an answer, as far as one sees of it there: calls, words and citations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.faults import Fault
from simulator.openai import searches
from simulator.openai.answers import Turn, question
from simulator.openai.bodies import Body
from simulator.openai.vector_stores import VectorStores

Item = dict[str, Any]
FILES, SERVER, CODE = ("files", "資料"), ("tool", "ツール"), ("calculate", "計算")
"""A question with one of these uses the tool if the request has it."""
FOUND_NOTHING = "There is nothing about it."
WORKS = "It works."
PLOT = "plot.png"


@dataclass
class Used:
    """The answer so far, the items of the output before it, and its annotations."""

    text: str
    digest: str
    items: list[Item] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)

    def says(self, words: str, note: Item | None = None) -> None:
        """Add words, with an annotation at their end."""
        self.text += f" {words}"
        if note:
            end = len(self.text)
            places = {"index": end} if note["type"] == "file_citation" else _span(end)
            self.notes.append(note | places)


@dataclass(frozen=True)
class Told:
    """What tools know: a fault may say what a server's tool returns."""

    fault: Fault | None
    stores: VectorStores


def use(body: Body, turns: Sequence[Turn], used: Used, told: Told) -> Used:
    """The answer with what the request's tools add to it."""
    asked = question(turns).lower()
    tools = {tool["type"]: tool for tool in body.get("tools") or ()}
    if searches.is_wanted(body, turns):
        used.text, used.notes = searches.cited(used.text)
        used.items.append(searches.call(turns, used.digest))
    if "file_search" in tools and _wanted(asked, FILES):
        _search_files(used, tools["file_search"], asked, told.stores)
    if "mcp" in tools and _wanted(asked, SERVER):
        _call_server(used, tools["mcp"], told.fault)
    if "code_interpreter" in tools and _wanted(asked, CODE):
        _calculate(used)
    return used


def _wanted(asked: str, words: tuple[str, ...]) -> bool:
    return any(word in asked for word in words)


def _search_files(used: Used, tool: Item, asked: str, stores: VectorStores) -> None:
    """https://developers.openai.com/api/docs/guides/tools-file-search"""
    call = {"id": f"fs_{used.digest}", "type": "file_search_call", "status": "completed"}
    used.items.append(call | {"queries": [asked], "results": None})
    found = stores.find(tool["vector_store_ids"], asked)
    if found is None:
        used.says(FOUND_NOTHING)
        return
    file, passage = found
    note = {"type": "file_citation", "file_id": file.id, "filename": file.name}
    used.says(f"I found: {passage}", note)


def _call_server(used: Used, tool: Item, fault: Fault | None) -> None:
    """https://developers.openai.com/api/docs/guides/tools-remote-mcp"""
    of_server = {"server_label": tool["server_label"]}
    listed = {"name": "look_up", "input_schema": {"type": "object"}, "description": "Looks up."}
    used.items.append(
        {"id": f"mcpl_{used.digest}", "type": "mcp_list_tools", "tools": [listed], **of_server}
    )
    called = {"name": "look_up", "arguments": "{}", **of_server}
    if tool.get("require_approval") != "never":
        used.items.append({"id": f"mcpr_{used.digest}", "type": "mcp_approval_request", **called})
        return
    call = {"id": f"mcp_{used.digest}", "type": "mcp_call", "approval_request_id": None, **called}
    if fault and fault.kind == "tool_failure":
        error = {"type": "mcp_tool_execution_error", "content": [{"type": "text", "text": "No."}]}
        used.items.append(call | {"output": None, "error": error, "status": "failed"})
        used.says("The tool failed.")
        return
    output = (fault.text if fault and fault.kind == "tool" else None) or WORKS
    used.items.append(call | {"output": output, "error": None, "status": "completed"})
    used.says(f"The tool says: {output}")


def _calculate(used: Used) -> None:
    """https://developers.openai.com/api/docs/guides/tools-code-interpreter"""
    container = f"cntr_{used.digest}"
    call = {"id": f"ci_{used.digest}", "type": "code_interpreter_call", "status": "completed"}
    used.items.append(call | {"code": "print(6 * 7)", "container_id": container, "outputs": None})
    note = {
        "type": "container_file_citation",
        "container_id": container,
        "file_id": f"cfile_{used.digest}",
        "filename": PLOT,
    }
    used.says(f"It is 42: [the plot](sandbox:/mnt/data/{PLOT})", note)


def _span(end: int) -> Item:
    return {"start_index": end - 1, "end_index": end}
