"""Files that answers bring: fetched from the emulator only, and kept here for downloading."""

import base64
import binascii
import re
from collections.abc import Awaitable
from urllib.parse import quote, urlsplit

import httpx2
from starlette.requests import Request
from starlette.responses import Response

from simulator.control_input import ControlError
from simulator.web import sessions
from simulator.web.browsers import Browser, File
from simulator.web.deployment import Description
from simulator.web.forms import Json

LARGEST = 10_000_000
"""In bytes. https://platform.openai.com/docs/actions/sending-files"""
SHOWN = 4_000
"""In characters."""
SECONDS = 45


async def offered(browser: Browser, coming: Awaitable[File]) -> Json:
    """The file as the page shows it, once it is there: kept for downloading, or what went wrong."""
    try:
        file = await coming
    except (KeyError, ValueError, httpx2.HTTPError) as error:
        return {"problem": f"{type(error).__name__}: {error}"}
    text = file.content.decode("utf-8-sig", errors="replace")
    return {
        "name": file.name,
        "media_type": file.media_type,
        "bytes": len(file.content),
        "preview": text[:SHOWN],
        "whole": len(text) <= SHOWN,
        "address": f"/ui/chatgpt/files/{browser.keep(file)}",
    }


async def fetched(stack: Description, address: str) -> File:
    """A file at a signed address of the emulator's: nothing is fetched from elsewhere."""
    if not address.startswith(f"{stack['aws_endpoint_url']}/"):
        raise ValueError("The address is not of the emulated AWS.")
    async with httpx2.AsyncClient(timeout=SECONDS, trust_env=False) as client:
        response = await client.get(address)
    response.raise_for_status()
    if len(response.content) > LARGEST:
        raise ValueError("The file is larger than ChatGPT takes.")
    media_type = response.headers.get("content-type", "application/octet-stream")
    return File(name_in(address), media_type, response.content)


def decoded(content: str) -> bytes:
    """The bytes of Base64. Raises ValueError."""
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("The content is not Base64.") from error


def name_in(address: str) -> str:
    """The last part of an address's path."""
    return urlsplit(address).path.rpartition("/")[2]


async def download(request: Request) -> Response:
    """A file that an answer brought to this browser."""
    file = sessions.file_of(request)
    if file is None:
        raise ControlError(404, "There is no such file any more.")
    name = re.sub(r"[^\w.-]", "_", file.name)
    return Response(
        file.content,
        media_type=file.media_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "content-security-policy": "sandbox",
        },
    )
