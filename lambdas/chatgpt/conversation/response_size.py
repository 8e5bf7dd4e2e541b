"""How much a value takes in a response. ChatGPT takes fewer than 100,000 characters of one."""

import json
from bisect import bisect_right
from typing import Any

LIMIT = 100_000


def serialized(value: Any) -> str:
    """The JSON as it is sent: Japanese stays as it is, instead of six characters for each."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def size(value: Any) -> int:
    """Characters of the JSON, an emoji as two: in UTF-16, where the most count is counted."""
    return len(serialized(value).encode("utf-16-le")) // 2


def fitted(text: str, most: int) -> str:
    """The text, or its longest beginning whose JSON takes at most `most`."""
    if size(text) <= most:
        return text
    return text[: bisect_right(range(len(text)), most, key=lambda end: size(text[:end])) - 1]
