"""Which layers a function has. Terraform attaches them: `additional_layer_arns` of its module."""

COMMON = "layer"
MCP = "mcp"
LAYERS = [COMMON, MCP]
"""The packages that are layers."""


def layers_of(function: str) -> list[str]:
    """The names of the function's layers, in the order in which Lambda unzips them."""
    return [COMMON, MCP] if function == "chatgpt" else [COMMON]
