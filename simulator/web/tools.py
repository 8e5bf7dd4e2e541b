"""The tools of an MCP server, as forms to fill in and as arguments to call them with.

https://modelcontextprotocol.io/specification/2025-11-25/server/tools
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.web.forms import Field, Json, properties

PAGE = "text/html;profile=mcp-app"
"""The media type of a tool's page.
https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
"""


@dataclass(frozen=True)
class Tool:
    """Something that the server does. `described` is the whole of what it says of it.

    What is not said is taken for the worst, as the specification has it: a tool that writes and
    destroys. `page` is the address of the resource that shows its results.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    reads_only: bool
    destroys: bool
    page: str | None
    described: Json

    @property
    def hints(self) -> list[str]:
        """The words of the page for what the annotations say."""
        said = self.described.get("annotations") or {}
        hints = ["reads_only" if self.reads_only else "writes"]
        hints += ["destroys"] if self.destroys else []
        hints += ["repeatable"] if said.get("idempotentHint") and not self.reads_only else []
        return hints + (["open_world"] if said.get("openWorldHint", True) else [])

    def arguments(self, given: Mapping[str, Any]) -> Json:
        """What the server gets for what was filled in. What is empty is left out."""
        return {
            field.name: field.sent(value)
            for field in self.fields
            if (value := given.get(field.name)) not in ("", None)
        }


def tools(listed: list[Json]) -> list[Tool]:
    """The tools of a list, in its order."""
    return [_tool(each) for each in listed]


def _tool(described: Json) -> Tool:
    said = described.get("annotations") or {}
    reads_only = bool(said.get("readOnlyHint", False))
    schema = described["inputSchema"]
    return Tool(
        name=described["name"],
        title=described.get("title") or said.get("title") or "",
        description=described.get("description") or "",
        fields=tuple(properties(schema, schema)),
        reads_only=reads_only,
        destroys=not reads_only and bool(said.get("destructiveHint", True)),
        page=((described.get("_meta") or {}).get("ui") or {}).get("resourceUri"),
        described=described,
    )
