"""The files that an answer of the action brings, as ChatGPT takes them.

https://platform.openai.com/docs/actions/sending-files
"""

from typing import Any

from simulator.web import files
from simulator.web.browsers import Browser, File
from simulator.web.deployment import Description
from simulator.web.forms import Json


def without_contents(answer: Any) -> Any:
    """The answer with the content of its files left out, which are shown beside it."""
    if not isinstance(answer, dict) or not isinstance(answer.get("openaiFileResponse"), list):
        return answer
    listed = [
        each | {"content": f"({len(each['content'])} characters of Base64)"}
        if isinstance(each, dict) and isinstance(each.get("content"), str)
        else each
        for each in answer["openaiFileResponse"]
    ]
    return answer | {"openaiFileResponse": listed}


async def keep(stack: Description, browser: Browser, answer: Any) -> list[Json]:
    """The files of an answer, inline or at an address, kept for downloading."""
    listed = answer.get("openaiFileResponse") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        return []
    return [await files.offered(browser, _file(stack, each)) for each in listed]


async def _file(stack: Description, described: Any) -> File:
    if not isinstance(described, dict):
        return await files.fetched(stack, str(described))
    content = files.decoded(described["content"])
    return File(str(described["name"]), str(described["mime_type"]), content)
