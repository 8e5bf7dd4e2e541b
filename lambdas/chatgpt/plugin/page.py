"""The page of messages that a host of MCP Apps can show."""

from functools import cache
from pathlib import Path

from kaiwa import __version__

PAGE_URI = "ui://kaiwa/messages.html"
MEDIA_TYPE = "text/html;profile=mcp-app"
"""https://modelcontextprotocol.io/extensions/apps/overview"""
EXTENSION = "io.modelcontextprotocol/ui"


@cache
def page() -> str:
    """The page: one document, which loads nothing from anywhere."""
    text = Path(__file__).with_name("messages.html").read_text()
    return text.replace("{{version}}", __version__)
