"""Pictures that the bot sends by their addresses: LINE's rules for these, and for what is there.

LINE itself takes any address, and shows nothing in place of a picture that it can't have. This
stand-in refuses such a message, so that nobody overlooks it. Without TLS it takes loopback only.
https://developers.line.biz/en/reference/messaging-api/#image-message
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.line.content import Content
from simulator.line.errors import LineError, Problem

LONGEST_ADDRESS = 2000
LARGEST = {"originalContentUrl": 10_000_000, "previewImageUrl": 1_000_000}
"""In bytes."""
TYPES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
"""What LINE shows, and how the bytes begin."""
LOOPBACK = ("localhost", "127.0.0.1")
SECONDS = 8


def picture_problems(message: dict[str, Any], name: str) -> Iterator[Problem]:
    """What is wrong with the addresses themselves."""
    for key in LARGEST:
        address = message.get(key)
        if not isinstance(address, str) or not address:
            yield Problem("May not be empty", f"{name}.{key}")
            continue
        parts = urlsplit(address)
        is_secure = parts.scheme == "https" or parts.hostname in LOOPBACK
        if not is_secure or len(address) > LONGEST_ADDRESS:
            yield Problem("Must be a valid HTTPS URL", f"{name}.{key}")


async def fetch(
    http: httpx.AsyncClient | None, messages: Sequence[dict[str, Any]]
) -> dict[int, Content]:
    """What LINE's apps would show of each image message. Raises LineError for none."""
    found = {}
    for index, message in enumerate(messages):
        if message["type"] == "image":
            # What is its own preview is fetched once, by the stricter rule.
            largest = {message[key]: most for key, most in LARGEST.items()}
            for address, most in largest.items():
                if http is None:
                    raise RuntimeError("The application is not running.")
                found[index] = await _fetched(http, address, most)
    return found


async def _fetched(http: httpx.AsyncClient, address: str, most: int) -> Content:
    try:
        response = await http.get(address, timeout=SECONDS)
    except httpx.HTTPError as error:
        raise LineError(400, f"There is no picture: {type(error).__name__}") from None
    media_type, data = response.headers.get("content-type", ""), response.content
    is_picture = media_type in TYPES and data.startswith(TYPES[media_type])
    if response.status_code != 200 or not is_picture or len(data) > most:
        what = f"status {response.status_code}, {media_type}, {len(data)} bytes"
        raise LineError(400, f"There is no picture: {what}")
    return Content(media_type, data)
