"""The bodies of requests and responses. The OpenAPI document is made from them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StrictBool
from pydantic_core import PydanticCustomError

from chatgpt.conversation.spans import POINT_PATTERN, ZONE_PATTERN

Role = Literal["user", "assistant", "sent"]
Status = Literal["accepted", "delayed", "delivered", "failed"]

FROM = "First day (2026-11-01) or time (2026-11-01T09:00, with or without an offset). Default: all."
TO = "Last day, which is included, or time. Default: until now."
TIMEZONE = "IANA time zone of the dates, such as Asia/Tokyo. Default: the service's own."
LINE_LIMIT = 5000
"""LINE's limit for a text, in UTF-16 code units.
https://developers.line.biz/en/docs/messaging-api/text-character-count/
"""


def _sendable(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "it must say something")
    if len(text.encode("utf-16-le")) > 2 * LINE_LIMIT:
        raise PydanticCustomError("too_long", "LINE takes at most 5,000 characters, emoji as two")
    return text


class Problem(BaseModel):
    """Why it did not work, and what to do next."""

    error: str = Field(default="", description="A code, unless API Gateway itself answers.")
    message: str = Field(description="What to do next.")


class Success(BaseModel):
    """It worked."""

    success: bool


class LinkRequest(BaseModel):
    """What the user was told by the bot on LINE."""

    code: str = Field(min_length=1, max_length=64, description="The code, such as ABCDE-FGHJK.")
    replace: StrictBool = Field(
        default=False,
        description="True only after the user has agreed to replace the link that there is.",
    )


class LinkState(BaseModel):
    """Whether this sign-in is linked with a LINE chat."""

    linked: bool
    address: str | None = Field(description="The sign-in's e-mail address, masked, if linked.")


class ShownMessage(BaseModel):
    """A message of the conversation."""

    at: str = Field(description="When, in the time zone asked for.")
    role: Role = Field(
        description="user: the user on LINE; assistant: the bot; sent: the user, from ChatGPT."
    )
    text: str = Field(
        description="The words; of a recording its transcript; of a picture or the like a note in "
        "brackets, such as [image]."
    )
    truncated: bool = Field(description="Whether the text is longer than what is shown.")


class MessagesPage(BaseModel):
    """Some messages of the conversation."""

    messages: list[ShownMessage]
    next_cursor: str | None = Field(
        description="Pass it as cursor for more, even if this page is empty. Null: that was all."
    )
    timezone: str


class Counts(BaseModel):
    """What was used."""

    messages: int = Field(description="Messages the user wrote to the bot, in groups as well.")
    input_tokens: int
    output_tokens: int


class Day(Counts):
    """What was used on a day."""

    day: str


class Overview(BaseModel):
    """What was used from the first to the last day, in all and on days with any activity."""

    first_day: str
    last_day: str
    timezone: str = Field(description="Where these days begin and end.")
    total: Counts
    days: list[Day]


class ExportRequest(BaseModel):
    """Which messages to export, and how."""

    format: Literal["csv", "jsonl"]
    start: str = Field(default="", alias="from", pattern=POINT_PATTERN, description=FROM)
    end: str = Field(default="", alias="to", pattern=POINT_PATTERN, description=TO)
    timezone: str = Field(default="", max_length=64, pattern=ZONE_PATTERN, description=TIMEZONE)


class InlineFile(BaseModel):
    """A small file."""

    name: str
    mime_type: str
    content: str = Field(description="Base64.")


class Export(BaseModel):
    """The exported files: one inline while it is small, otherwise addresses of files."""

    files: list[InlineFile] | list[str] = Field(serialization_alias="openaiFileResponse")
    messages: int = Field(description="How many messages they hold.")
    truncated: bool = Field(description="Whether there may be more messages than these.")
    next_from: str | None = Field(description="If so, export again with this as from.")


class SendRequest(BaseModel):
    """What to send into the user's own LINE chat."""

    text: Annotated[
        str,
        Field(min_length=1, max_length=LINE_LIMIT, description="The exact words."),
        AfterValidator(_sendable),
    ]
    request_id: str = Field(
        pattern="^[A-Za-z0-9_-]{1,64}$",
        description="A new random id, such as a UUID, for each message; the same on a retry only.",
    )


class OperationState(BaseModel):
    """What became of a message that was to be sent."""

    operation_id: str
    status: Status
