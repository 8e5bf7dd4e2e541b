"""OpenAI's tool `image_generation`: its rules, and a picture that always looks the same.

https://developers.openai.com/api/docs/guides/tools-image-generation
"""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulator.openai.answers import Turn, question
from simulator.openai.bodies import Body
from simulator.openai.errors import OpenAIError, bad

KIND = "image_generation"
VALUES = {
    "output_format": ("png", "webp", "jpeg"),
    "quality": ("low", "medium", "high", "auto"),
    "size": ("1024x1024", "1024x1536", "1536x1024", "auto"),
}
WORDS = ("draw", "描")
"""A question with one of these has a picture drawn, if the request lets the model choose."""
REFUSED = ("undrawable", "描けない")
"""What the safety system lets nobody draw."""
DRAWN = Path(__file__).with_name("drawn.jpg").read_bytes()


def check_drawing(tool: dict[str, Any], name: str) -> None:
    """Raises OpenAIError for a value that the tool does not take."""
    for key, values in VALUES.items():
        if tool.get(key, values[0]) not in values:
            supported = ", ".join(f"'{each}'" for each in values)
            message = f"Invalid value: '{tool[key]}'. Supported values are: {supported}."
            raise bad(message, f"{name}.{key}", "invalid_value")
    if not 0 <= tool.get("output_compression", 100) <= 100:
        message = f"Invalid '{name}.output_compression': expected an integer from 0 to 100."
        raise bad(message, f"{name}.output_compression", "invalid_value")


def check_choice(body: Body) -> None:
    """The tool that must be used must be there."""
    choice = body.get("tool_choice")
    if isinstance(choice, dict) and choice not in [
        {"type": tool["type"]} for tool in body.get("tools") or ()
    ]:
        message = f"Tool choice '{choice.get('type')}' not found in 'tools' parameter."
        raise bad(message, "tool_choice", "invalid_value")


def draw(body: Body, turns: Sequence[Turn], digest: str) -> list[dict[str, Any]]:
    """The call, if there is one. Raises OpenAIError for what may not be drawn.

    The code of the refusal is the one in OpenAI's SDK; that it comes with 400 is how its Images API
    answers: https://developers.openai.com/api/docs/guides/image-generation
    """
    asked, tools = question(turns).lower(), {tool["type"] for tool in body.get("tools") or ()}
    is_told = body.get("tool_choice") == {"type": KIND}
    if KIND not in tools or not (is_told or any(word in asked for word in WORDS)):
        return []
    if any(word in asked for word in REFUSED):
        raise OpenAIError(
            400, "Your request was rejected by the safety system.", code="moderation_blocked"
        )
    has_picture = any(file.kind == "image" for turn in turns for file in turn.files)
    prompt = f"{'Changed' if has_picture else 'New'}: {' '.join(question(turns).split())}"
    return [
        {
            "id": f"ig_{digest}",
            "type": "image_generation_call",
            "status": "completed",
            "action": "edit" if has_picture else "generate",
            "background": "opaque",
            "output_format": "jpeg",
            "quality": "medium",
            "size": "1024x1024",
            "revised_prompt": prompt,
            "result": b64encode(_signed(digest)).decode(),
        }
    ]


def _signed(digest: str) -> bytes:
    """The picture with a comment in it, so that each is another one."""
    comment = digest.encode()
    return DRAWN[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + DRAWN[2:]
