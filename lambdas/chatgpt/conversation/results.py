"""What the use cases return, in the shape in which ChatGPT gets it.

What checks a model is built when it is first used: a start needs few of them, of `requests` too.
"""

from typing import Literal

from pydantic import BaseModel, Field

Role = Literal["user", "assistant", "sent"]
Status = Literal["accepted", "delayed", "delivered", "failed"]


class Success(BaseModel, defer_build=True):
    """It worked."""

    success: bool


class LinkState(BaseModel, defer_build=True):
    """Whether this sign-in is linked with a LINE chat."""

    linked: bool
    address: str | None = Field(description="The sign-in's e-mail address, masked, if linked.")


class ShownMessage(BaseModel, defer_build=True):
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


class MessagesPage(BaseModel, defer_build=True):
    """Some messages of the conversation."""

    messages: list[ShownMessage]
    next_cursor: str | None = Field(
        description="Pass it as cursor for more, even if this page is empty. Null: that was all."
    )
    timezone: str


class Counts(BaseModel, defer_build=True):
    """What was used."""

    messages: int = Field(description="Messages the user wrote to the bot, in groups as well.")
    input_tokens: int
    output_tokens: int


class Day(Counts):
    """What was used on a day."""

    day: str


class Overview(BaseModel, defer_build=True):
    """What was used from the first to the last day, in all and on days with any activity."""

    first_day: str
    last_day: str
    timezone: str = Field(description="Where these days begin and end.")
    total: Counts
    days: list[Day]


class InlineFile(BaseModel, defer_build=True):
    """A small file."""

    name: str
    mime_type: str
    content: str = Field(description="Base64.")


class Export(BaseModel, defer_build=True):
    """The exported files: one inline while it is small, otherwise addresses of files."""

    files: list[InlineFile] | list[str] = Field(serialization_alias="openaiFileResponse")
    messages: int = Field(description="How many messages they hold.")
    truncated: bool = Field(description="Whether there may be more messages than these.")
    next_from: str | None = Field(description="If so, export again with this as from.")


class OperationState(BaseModel, defer_build=True):
    """What became of a message that was to be sent."""

    operation_id: str
    status: Status
