"""What users send besides text: fetched from LINE's data host, up to a size."""

import time
from dataclasses import dataclass
from urllib.parse import quote

import urllib3

from kaiwa.line.errors import (
    ContentGoneError,
    ContentNotReadyError,
    ContentTooLargeError,
    LineRefusedError,
    LineUnavailableError,
    NoContentError,
)
from kaiwa.line.host import Host

CONNECT_SECONDS, READ_SECONDS = 3, 10
DOWNLOAD_SECONDS = 30
"""How long a whole download may take: bytes that trickle in would keep each time-out at bay."""
CHUNK_BYTES = 64 * 1024
ATTEMPTS = 6
WAIT_SECONDS = 1.0
"""LINE prepares long recordings and videos for a while, and says nothing of how long."""
UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Content:
    """The bytes, and the media type that LINE gives for them, lower case without parameters."""

    data: bytes
    media_type: str


def download(host: Host, message_id: str, most_bytes: int, seconds: float) -> Content:
    """The content of a message, within so many seconds or `DOWNLOAD_SECONDS`.

    Raises `ContentNotReadyError`, `ContentGoneError`, `ContentTooLargeError`,
    `LineUnavailableError` and `LineRefusedError`.
    https://developers.line.biz/en/reference/messaging-api/#get-content
    """
    path = f"/v2/bot/message/{quote(message_id, safe='')}/content"
    ends_at = time.monotonic() + min(seconds, DOWNLOAD_SECONDS)
    if seconds <= 0:
        raise LineUnavailableError("no time is left to ask")
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(WAIT_SECONDS)
        left = ends_at - time.monotonic()
        if left <= 0:
            break
        timeout = urllib3.Timeout(connect=min(CONNECT_SECONDS, left), read=min(READ_SECONDS, left))
        try:
            response = host.call("content", "GET", path, timeout=timeout, stream=True)
            with response:
                if response.status != 202:
                    return _content(response, most_bytes, ends_at)
        except urllib3.exceptions.HTTPError as error:
            # To ask again changes nothing at LINE's.
            raise LineUnavailableError("no answer, or half of one") from error
    raise ContentNotReadyError("still being prepared")


def _content(response: urllib3.BaseHTTPResponse, most_bytes: int, ends_at: float) -> Content:
    status = response.status
    if status == 404:
        raise NoContentError(f"status {status}")
    if status == 410:
        raise ContentGoneError(f"status {status}")
    if status in (401, 403, 429) or status >= 500:
        raise LineUnavailableError(f"status {status}")
    if status != 200:
        raise LineRefusedError(f"status {status}")
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Content(_body(response, most_bytes, ends_at), media_type or UNKNOWN_TYPE)


def _body(response: urllib3.BaseHTTPResponse, most_bytes: int, ends_at: float) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most_bytes:
        raise ContentTooLargeError(most_bytes)
    data = bytearray()
    while chunk := response.read1(CHUNK_BYTES):  # what is there: not waiting for a whole chunk
        data += chunk
        if len(data) > most_bytes:
            raise ContentTooLargeError(most_bytes)
        if time.monotonic() > ends_at:
            raise LineUnavailableError("the content came too slowly")
    return bytes(data)
