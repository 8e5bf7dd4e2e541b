"""What tests of reading share."""

from typing import Any

PATH = "/conversation/messages"


def texts(page: dict[str, Any]) -> list[str]:
    return [shown["text"] for shown in page["messages"]]
