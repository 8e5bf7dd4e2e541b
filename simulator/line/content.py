"""Small samples of what users send besides text."""

import base64
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    media_type: str
    data: bytes


ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

SAMPLES = {
    "image": Sample("image/png", ONE_PIXEL),
    "video": Sample("video/mp4", b"a sample video"),
    "audio": Sample("audio/x-m4a", b"a sample recording"),
    "file": Sample("text/plain", b"a sample file"),
}


def sample(kind: str | None) -> Sample | None:
    """The content of a message of this type; `None` if the type has none."""
    return SAMPLES.get(kind or "")
