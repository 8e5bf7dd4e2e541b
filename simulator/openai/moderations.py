"""OpenAI's moderations: a text or an image that contains one of two phrases is flagged.

https://platform.openai.com/docs/api-reference/moderations/create
"""

import hashlib
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from simulator.exchange import Answer
from simulator.faults import Fault
from simulator.openai.errors import bad
from simulator.openai.parts import image
from simulator.openai.requests import json_body
from simulator.state import Simulator

FLAGGED = ("FLAG-ME", "不適切テスト")
MODEL = "omni-moderation-latest"
OF_IMAGES = (
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "violence",
    "violence/graphic",
)
OF_TEXTS = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "sexual/minors",
)
"""What OpenAI tells of texts only."""


async def moderations(_: Simulator, request: Request, __: Fault | None) -> Response:
    """Check one text or several, or a text with at most one image."""
    body = await json_body(request)
    for name in body:
        if name not in ("input", "model"):
            raise bad(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    checked = _checked(body.get("input"))
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:24]
    return Answer(
        {
            "id": f"modr-{digest}",
            "model": body.get("model") or MODEL,
            "results": [_result(*each) for each in checked],
        }
    )


def _checked(given: Any) -> list[tuple[str, bool]]:
    """What gets a result each: the words, an image's bytes among them, and whether it has one."""
    if isinstance(given, str):
        return [(given, False)]
    if not isinstance(given, list) or not given:
        raise bad("'$.input' is invalid. Please check the API reference.", "input", "invalid_value")
    if all(isinstance(each, str) for each in given):
        return [(each, False) for each in given]
    words, images = [], 0
    for index, part in enumerate(given):
        kind = part.get("type") if isinstance(part, dict) else None
        if kind == "text" and isinstance(part.get("text"), str):
            words.append(part["text"])
        elif kind == "image_url" and isinstance(part.get("image_url"), dict):
            _, data = image(part["image_url"].get("url"), f"input[{index}].image_url.url")
            words.append(data.decode(errors="ignore"))
            images += 1
        else:
            message = f"Invalid value for 'input[{index}]': expected a text or an image."
            raise bad(message, f"input[{index}]", "invalid_value")
    if images > 1:
        raise bad(f"Number of images ({images}) exceeds maximum of 1", "input", "too_many_images")
    return [("\n".join(words), images > 0)]


def _result(text: str, with_image: bool) -> dict[str, Any]:
    """The official shape: what is flagged is of the category "violence"."""
    flagged = any(phrase in text for phrase in FLAGGED)
    of_images = ["text", "image"] if with_image else ["text"]
    names = sorted((*OF_IMAGES, *OF_TEXTS))
    return {
        "flagged": flagged,
        "categories": {name: flagged and name == "violence" for name in names},
        "category_scores": {
            name: 0.9 if flagged and name == "violence" else 0.0001 for name in names
        },
        "category_applied_input_types": {
            name: of_images if name in OF_IMAGES else ["text"] for name in names
        },
    }
