"""What tools did for an answer, read from a response and told in the log and in metrics.

A response says neither how long a call took nor what it cost.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaiwa.log import logger
from kaiwa.metrics import emit

if TYPE_CHECKING:
    from openai.types.responses import Response

NAME = re.compile(r"[\w.-]{1,64}", re.ASCII)
"""What tools of a server are called. A name of another shape could be anybody's words.

https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-names
"""


@dataclass(frozen=True)
class ToolCall:
    """One call. `server` and `name` are of a tool of somebody's own server.

    `is_billed`: OpenAI bills it by the call.
    """

    kind: str
    server: str | None = None
    name: str | None = None
    failed: bool = False
    is_billed: bool = False

    def __str__(self) -> str:
        own = "/".join(filter(None, (self.server, self.name)))
        return f"{self.kind} {own}".strip()


def calls_in(response: "Response") -> list[ToolCall]:
    """The calls, in their order. A server that listed its tools as it should is no call."""
    return list(_calls(response))


def _calls(response: "Response") -> Iterator[ToolCall]:
    containers: set[str] = set()
    for item in response.output:
        failed = getattr(item, "status", None) in ("failed", "incomplete")
        if item.type == "mcp_call":
            failed = failed or item.error is not None
            yield ToolCall("mcp", _name(item.server_label), _name(item.name), failed=failed)
        elif item.type == "mcp_list_tools" and item.error:
            yield ToolCall("mcp", _name(item.server_label), failed=True)
        elif item.type == "code_interpreter_call":
            # A session is billed, not what is run in it.
            is_new = item.container_id not in containers
            containers.add(item.container_id)
            yield ToolCall("code_interpreter", failed=failed, is_billed=is_new)
        elif item.type == "web_search_call":
            # To open a page and to search in it is no search.
            searches = getattr(item.action, "type", None) == "search"
            yield ToolCall("web_search", failed=failed, is_billed=searches)
        elif item.type == "image_generation_call":
            failed = failed or not item.result
            yield ToolCall("image_generation", failed=failed, is_billed=not failed)
        elif item.type == "file_search_call":
            yield ToolCall("file_search", failed=failed, is_billed=True)
        elif item.type == "function_call":
            yield ToolCall("function", name=_name(item.name), failed=failed)


def tell(calls: Sequence[ToolCall], milliseconds: int, cost: float | None) -> None:
    """Log and count them: `milliseconds` are the answer's as a whole, `cost` is theirs."""
    if not calls:
        return
    failed = [str(call) for call in calls if call.failed]
    write = logger().warning if failed else logger().info
    write(
        "The model used tools.",
        tools=dict(Counter(map(str, calls))),
        failed=failed,
        milliseconds=milliseconds,
        cost=cost,
    )
    ends = Counter((call.kind, "failed" if call.failed else "completed") for call in calls)
    for (kind, end), number in ends.items():
        emit({"ToolCalls": number}, tool=kind, end=end)


def _name(name: str) -> str:
    return name if NAME.fullmatch(name) else "?"
