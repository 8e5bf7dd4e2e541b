"""OpenAI's rules for the tools of a request, and what their use looks like in a response.

Nothing is called: a server's tool says what a fault of kind `tool` says that it does.
https://developers.openai.com/api/docs/guides/tools-remote-mcp
https://developers.openai.com/api/docs/guides/tools-code-interpreter
"""

import re
from collections.abc import Mapping
from typing import Any

from openai.types.responses.file_search_tool_param import FileSearchToolParam
from openai.types.responses.function_tool_param import FunctionToolParam
from openai.types.responses.tool_param import CodeInterpreter, ImageGeneration, Mcp
from openai.types.responses.web_search_tool_param import WebSearchToolParam

from simulator.openai.drawing import check_drawing
from simulator.openai.errors import OpenAIError, bad
from simulator.openai.functions import check_function
from simulator.openai.vector_stores import VectorStores

Tool = dict[str, Any]
PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "code_interpreter": CodeInterpreter.__annotations__,
    "file_search": FileSearchToolParam.__annotations__,
    "image_generation": ImageGeneration.__annotations__,
    "function": FunctionToolParam.__annotations__,
    "mcp": Mcp.__annotations__,
    "web_search": WebSearchToolParam.__annotations__,
    "web_search_2025_08_26": WebSearchToolParam.__annotations__,
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "code_interpreter": ("container",),
    "file_search": ("vector_store_ids",),
    "function": ("name", "parameters"),
    "mcp": ("server_label", "server_url"),
}
LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
MOST_RESULTS = 50


def check_tools(tools: list[Any], stores: VectorStores) -> None:
    """Raises OpenAIError as OpenAI answers."""
    labels: set[str] = set()
    for index, tool in enumerate(tools):
        name = f"tools[{index}]"
        _check_parameters(tool, name)
        if tool["type"] == "file_search":
            _check_file_search(tool, name, stores)
        elif tool["type"] == "image_generation":
            check_drawing(tool, name)
        elif tool["type"] == "mcp":
            _check_server(tool, name, labels)
        elif tool["type"] == "function":
            check_function(tool, name)


def without_secrets(tools: list[Tool]) -> list[Tool]:
    """The tools as a response has them: it tells nobody the authorization."""
    return [{key: tool[key] for key in tool if key != "authorization"} for tool in tools]


def _check_parameters(tool: Any, name: str) -> None:
    kind = str(tool.get("type") if isinstance(tool, dict) else None)
    if kind not in PARAMETERS:
        supported = ", ".join(f"'{each}'" for each in PARAMETERS)
        message = f"Invalid value: '{kind}'. Supported values are: {supported}."
        raise bad(message, name, "invalid_value")
    for key in tool:
        if key not in PARAMETERS[kind]:
            raise bad(f"Unknown parameter: '{name}.{key}'.", f"{name}.{key}", "unknown_parameter")
    for key in NEEDED.get(kind, ()):
        if not tool.get(key):
            message = f"Missing required parameter: '{name}.{key}'."
            raise bad(message, f"{name}.{key}", "missing_required_parameter")


def _check_file_search(tool: Tool, name: str, stores: VectorStores) -> None:
    most = tool.get("max_num_results", 1)
    if type(most) is not int or not 1 <= most <= MOST_RESULTS:
        message = f"Invalid '{name}.max_num_results': expected an integer from 1 to {MOST_RESULTS}."
        raise bad(message, f"{name}.max_num_results", "invalid_value")
    if unknown := [each for each in tool["vector_store_ids"] if each not in stores.stores]:
        raise OpenAIError(404, f"Vector store with id {unknown} not found.")


def _check_server(tool: Tool, name: str, labels: set[str]) -> None:
    label, url = tool["server_label"], tool["server_url"]
    if not LABEL.fullmatch(label):
        raise bad(
            f"Invalid value for '{name}.server_label': it must start with a letter and consist of"
            " only letters, digits, '-' and '_'.",
            f"{name}.server_label",
            "invalid_value",
        )
    if label in labels:
        message = f"Duplicate server_label '{label}' found."
        raise bad(message, f"{name}.server_label", "invalid_value")
    labels.add(label)
    if not url.startswith(("https://", "http://")):
        message = f"Invalid '{name}.server_url': expected a URL."
        raise bad(message, f"{name}.server_url", "invalid_value")
