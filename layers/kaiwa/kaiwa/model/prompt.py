"""What the model is sent: messages, and the images and documents that belong to them."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from openai.types.responses import EasyInputMessageParam, ResponseInputContentParam


@dataclass(frozen=True)
class Attachment:
    """An image or a document that a user sent.

    `media_type` is its MIME type, such as "image/jpeg". A document's name ends as its type wants:
    https://developers.openai.com/api/docs/guides/file-inputs
    """

    kind: Literal["image", "document"]
    name: str
    media_type: str
    data: bytes = field(repr=False)

    @property
    def data_url(self) -> str:
        """All of it as a URL, as OpenAI takes what is not stored with it."""
        return f"data:{self.media_type};base64,{b64encode(self.data).decode()}"


class PromptMessage(TypedDict):
    """One message of the prompt. Only a user's can have attachments."""

    role: Literal["user", "assistant"]
    content: str
    attachments: NotRequired[Sequence[Attachment]]


def as_input(prompt: Sequence[PromptMessage]) -> "list[EasyInputMessageParam]":
    """The prompt in the words of the Responses API.

    https://platform.openai.com/docs/api-reference/responses/create
    """
    return [
        {"role": message["role"], "content": list(_parts(message)) or message["content"]}
        for message in prompt
    ]


def _parts(message: PromptMessage) -> "Iterator[ResponseInputContentParam]":
    """What the message consists of, nothing if its text is all of it."""
    attachments = message.get("attachments", ())
    if attachments and message["content"]:
        yield {"type": "input_text", "text": message["content"]}
    for each in attachments:
        if each.kind == "image":
            yield {"type": "input_image", "image_url": each.data_url, "detail": "auto"}
        else:
            yield {"type": "input_file", "filename": each.name, "file_data": each.data_url}
