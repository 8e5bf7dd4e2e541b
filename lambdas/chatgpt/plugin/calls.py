"""Calling a tool: from the arguments that came to the result, or to what to do next."""

from collections.abc import Sequence
from typing import Any

from mcp_types import (
    BlobResourceContents,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ResourceLink,
    TextContent,
)
from pydantic import BaseModel

from chatgpt.conversation.problems import UNEXPECTED, problem_of
from chatgpt.conversation.results import Export, InlineFile
from chatgpt.plugin.texts import text_of
from chatgpt.plugin.tools import Tool
from chatgpt.sign_in.caller import Caller
from kaiwa.log import described, logger
from kaiwa.metrics import count

SUCCEEDED = "ok"


def call(tool: Tool, caller: Caller, arguments: dict[str, Any]) -> CallToolResult:
    """Call the tool for the person. What goes wrong is a result too, which the model reads."""
    try:
        result = tool.run(caller, tool.takes.model_validate(arguments))
    except Exception as error:
        return _failed(tool, error)
    _note(tool, SUCCEEDED)
    return CallToolResult(
        content=[TextContent(text=text_of(result)), *_files(result)],
        structured_content=result.model_dump(mode="json"),
    )


def _failed(tool: Tool, error: Exception) -> CallToolResult:
    problem = problem_of(error)
    if problem is UNEXPECTED:
        logger().error("A tool failed.", tool=tool.name, failure=described(error))
    _note(tool, problem.code)
    text = f"{problem.code}: {problem.message}"
    return CallToolResult(content=[TextContent(text=text)], is_error=True)


def _note(tool: Tool, outcome: str) -> None:
    logger().info("A tool was called.", tool=tool.name, outcome=outcome)
    count("Calls", face="plugin", operation=tool.name, outcome=outcome)


def _files(result: BaseModel) -> list[ContentBlock]:
    """Exported files as resources: inside, or where they are for as long as their address lives."""
    if not isinstance(result, Export):
        return []
    files: Sequence[InlineFile | str] = result.files
    return [_file(file, number) for number, file in enumerate(files, 1)]


def _file(file: InlineFile | str, number: int) -> ContentBlock:
    if isinstance(file, str):
        return ResourceLink(name=f"line-conversation-{number}", uri=file)
    uri = f"kaiwa://exports/{file.name}"
    blob = BlobResourceContents(uri=uri, mime_type=file.mime_type, blob=file.content)
    return EmbeddedResource(resource=blob)
