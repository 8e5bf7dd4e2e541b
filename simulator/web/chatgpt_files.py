"""The files that an answer brings, as ChatGPT takes them.

https://platform.openai.com/docs/actions/sending-files
"""

import base64
import binascii
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.web.browsers import Browser, File
from simulator.web.deployment import Description
from simulator.web.openapi import Json

LARGEST = 10_000_000
"""In bytes."""
SHOWN = 4_000
"""In characters."""
SECONDS = 45


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
    shown: list[Json] = []
    for each in listed if isinstance(listed, list) else ():
        try:
            file = _inline(each) if isinstance(each, dict) else await _fetched(stack, str(each))
        except (KeyError, ValueError, httpx.HTTPError) as error:
            shown.append({"problem": f"{type(error).__name__}: {error}"})
            continue
        text = file.content.decode("utf-8-sig", errors="replace")
        shown.append(
            {
                "name": file.name,
                "media_type": file.media_type,
                "bytes": len(file.content),
                "preview": text[:SHOWN],
                "whole": len(text) <= SHOWN,
                "address": f"/ui/chatgpt/files/{browser.keep(file)}",
            }
        )
    return shown


def _inline(described: Json) -> File:
    try:
        content = base64.b64decode(described["content"], validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("The content is not Base64.") from error
    return File(str(described["name"]), str(described["mime_type"]), content)


async def _fetched(stack: Description, address: str) -> File:
    """A file at a signed address of the emulator's: nothing is fetched from elsewhere."""
    if not address.startswith(f"{stack['aws_endpoint_url']}/"):
        raise ValueError("The address is not of the emulated AWS.")
    async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
        response = await client.get(address)
    response.raise_for_status()
    if len(response.content) > LARGEST:
        raise ValueError("The file is larger than ChatGPT takes.")
    name = urlsplit(address).path.rpartition("/")[2]
    media_type = response.headers.get("content-type", "application/octet-stream")
    return File(name, media_type, response.content)
