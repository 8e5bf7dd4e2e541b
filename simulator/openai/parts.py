"""The parts that a message of the input consists of: texts, images and documents.

https://platform.openai.com/docs/guides/images-vision
https://developers.openai.com/api/docs/guides/file-inputs
"""

import binascii
import re
from base64 import b64decode
from typing import Any

from simulator.openai.answers import Seen, Turn
from simulator.openai.documents import check_document
from simulator.openai.errors import bad

ROLES = ("assistant", "system", "developer", "user")
PARTS: tuple[str, ...] = ("input_text", "input_image", "input_file")
ASSISTANTS_PARTS: tuple[str, ...] = ("output_text", "refusal")
IMAGES = ("image/jpeg", "image/png", "image/gif", "image/webp")
DATA_URL = re.compile("data:([^;,]+);base64,(.*)", re.DOTALL)


def turns(given: Any) -> list[Turn]:
    """The messages of `input`. Raises OpenAIError for an item that is not a message."""
    if isinstance(given, str):
        return [Turn("user", given)]
    return [_turn(item, f"input[{index}]") for index, item in enumerate(given)]


def image(url: Any, name: str) -> tuple[str, bytes]:
    """The type and bytes of a data URL. Raises OpenAIError for another URL or another type.

    OpenAI would fetch an address too; the stand-in fetches nothing.
    """
    media_type, data = _data(url, name)
    if media_type not in IMAGES:
        message = "Invalid MIME type. Only image types are supported."
        raise bad(message, name, "invalid_image_format")
    if not data:
        raise bad(
            "The image data you provided does not represent a valid image. Please check your input"
            f" and try again with one of the supported image formats: {list(IMAGES)}.",
            name,
            "invalid_value",
        )
    return media_type, data


def _turn(item: Any, name: str) -> Turn:
    if not isinstance(item, dict) or item.get("type", "message") != "message":
        raise bad(f"Invalid value for '{name}': expected a message.", name, "invalid_value")
    if item.get("role") not in ROLES:
        supported = ", ".join(f"'{role}'" for role in ROLES)
        message = f"Invalid value: '{item.get('role')}'. Supported values are: {supported}."
        raise bad(message, f"{name}.role", "invalid_value")
    content, name = item.get("content"), f"{name}.content"
    if isinstance(content, str):
        return Turn(item["role"], content)
    if not isinstance(content, list):
        raise bad(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
    parts = [_part(part, item["role"], f"{name}[{index}]") for index, part in enumerate(content)]
    return Turn(
        item["role"],
        "".join(part for part in parts if isinstance(part, str)),
        tuple(part for part in parts if isinstance(part, Seen)),
    )


def _part(part: Any, role: str, name: str) -> str | Seen:
    """The text or the file. What the assistant said has output_text, the others' input."""
    supported = ASSISTANTS_PARTS if role == "assistant" else PARTS
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in supported:
        expected = ", ".join(f"'{each}'" for each in supported)
        message = f"Invalid value: '{kind}'. Supported values are: {expected}."
        raise bad(message, name, "invalid_value")
    if kind == "input_image":
        media_type, data = image(part.get("image_url"), f"{name}.image_url")
        return Seen("image", media_type, len(data))
    if kind == "input_file":
        return _document(part, name)
    text = part.get("refusal" if kind == "refusal" else "text")
    if not isinstance(text, str):
        raise bad(f"Invalid value for '{name}': expected text.", name, "invalid_value")
    return text


def _document(part: dict[str, Any], name: str) -> Seen:
    if not isinstance(file_name := part.get("filename"), str) or not file_name:
        missing = f"{name}.filename"
        message = f"Missing required parameter: '{missing}'."
        raise bad(message, missing, "missing_required_parameter")
    media_type, data = _data(part.get("file_data"), f"{name}.file_data")
    check_document(file_name, media_type, data, name)
    return Seen("file", file_name, len(data))


def _data(url: Any, name: str) -> tuple[str, bytes]:
    found = DATA_URL.fullmatch(url) if isinstance(url, str) else None
    try:
        if found:
            return found[1], b64decode(found[2], validate=True)
    except binascii.Error:
        pass
    raise bad(f"Invalid '{name}': expected a base64-encoded data URL.", name, "invalid_value")
