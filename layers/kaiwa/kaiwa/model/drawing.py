"""Pictures that the model draws, with the tool `image_generation` of the Responses API.

https://developers.openai.com/api/docs/guides/tools-image-generation
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from kaiwa.model.tools import Tool
from kaiwa.text import well_formed

if TYPE_CHECKING:
    from openai.types.responses import Response

KIND = "image_generation"
BLOCKED = "moderation_blocked"
"""OpenAI's code for what its safety system does not draw.

https://github.com/openai/openai-python (`ImageGenerationCallError`)
"""
COMPRESSION = 80
SIZE = "1024x1024"
INSTRUCTIONS = (
    "A picture that you draw with image_generation is sent to the user by itself: put no link to it"
    " and no file into your answer, and say no more about it than a short sentence."
)
DRAW = (
    "Draw what the last message asks for: a new picture, or, if there is a picture with it and it"
    " is about that one, the same picture changed."
)


class Offered(StrEnum):
    """When the model may draw, as the operator has it."""

    OFF = "off"
    COMMAND = "command"
    """When the user says /draw."""
    MODEL = "model"
    """Whenever the model thinks that a picture is wanted, too."""


class Draws(StrEnum):
    """Whether the model may draw for one answer."""

    NO = "no"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True)
class DrawingSettings:
    """How to draw. Without a `model` it is OpenAI's own choice."""

    offered: Offered = Offered.OFF
    quality: str = "auto"
    model: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; nothing is drawn without any. Raises ValueError for an unknown one."""
        return cls(
            Offered(environ.get("DRAWING") or Offered.OFF),
            environ.get("DRAWING_QUALITY") or "auto",
            environ.get("DRAWING_MODEL") or None,
        )

    def tool(self) -> Tool:
        """The tool as the Responses API takes it.

        A JPEG of this size and compression is far below 1 MB: LINE takes the same bytes for the
        picture and for its preview, and nothing has to make them smaller.
        https://developers.line.biz/en/reference/messaging-api/#image-message
        """
        tool: Tool = {
            "type": KIND,
            "output_format": "jpeg",
            "output_compression": COMPRESSION,
            "quality": self.quality,
            "size": SIZE,
        }
        return tool | ({"model": self.model} if self.model else {})


@dataclass(frozen=True)
class Drawn:
    """A picture, and what it was drawn by, in the words of the model that had it drawn."""

    data: bytes = field(repr=False)
    prompt: str = field(repr=False)


def drawn_in(response: "Response") -> Drawn | None:
    """The last picture of the response. Raises ValueError for one that is no Base64."""
    for item in reversed(response.output):
        if item.type == "image_generation_call" and item.result:
            prompt = well_formed(item.revised_prompt or "")
            return Drawn(b64decode(item.result, validate=True), prompt)
    return None


def is_blocked(response: "Response") -> bool:
    """Whether OpenAI's safety system did not let a picture be drawn."""
    return any(
        item.type == "image_generation_call" and item.error and item.error.code == BLOCKED
        for item in response.output
    )
