"""What the operations are called with: OpenAPI document and tools' schemas are made from it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StrictBool
from pydantic_core import PydanticCustomError

from chatgpt.conversation.time_span import DATE_PATTERN, POINT_PATTERN, ZONE_PATTERN
from kaiwa.text import is_visible

Order = Literal["newest", "oldest"]

FROM = "First day (2026-11-01) or time (2026-11-01T09:00, with or without an offset). Default: all."
TO = "Last day, which is included, or time. Default: until now."
TIMEZONE = "IANA time zone of the dates, such as Asia/Tokyo. Default: the service's own."
OPERATION_ID_PATTERN = "^[0-9a-f-]{36}$"
LINE_LIMIT = 5000
"""LINE's limit for a text, in UTF-16 code units.
https://developers.line.biz/en/docs/messaging-api/text-character-count/
"""


def _sendable(text: str) -> str:
    if not is_visible(text):
        raise PydanticCustomError("blank", "it must say something")
    if len(text.encode("utf-16-le")) > 2 * LINE_LIMIT:
        raise PydanticCustomError("too_long", "LINE takes at most 5,000 characters, emoji as two")
    return text


class LinkRequest(BaseModel, defer_build=True):
    """What the user was told by the bot on LINE."""

    code: str = Field(min_length=1, max_length=64, description="The code, such as ABCDE-FGHJK.")
    replace: StrictBool = Field(
        default=False,
        description="True only after the user has agreed to replace the link that there is.",
    )


class ExportRequest(BaseModel, defer_build=True):
    """Which messages to export, and how."""

    format: Literal["csv", "jsonl"]
    start: str = Field(default="", alias="from", pattern=POINT_PATTERN, description=FROM)
    end: str = Field(default="", alias="to", pattern=POINT_PATTERN, description=TO)
    timezone: str = Field(default="", max_length=64, pattern=ZONE_PATTERN, description=TIMEZONE)


class SendRequest(BaseModel, defer_build=True):
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


class PageRequest(BaseModel, defer_build=True):
    """Which messages to read, and how many at a time."""

    start: str = Field(default="", alias="from", pattern=POINT_PATTERN, description=FROM)
    end: str = Field(default="", alias="to", pattern=POINT_PATTERN, description=TO)
    timezone: str = Field(default="", max_length=64, pattern=ZONE_PATTERN, description=TIMEZONE)
    query: str = Field(default="", max_length=200, description="Words to search for.")
    order: Order = Field(default="newest", description="Which messages come first.")
    limit: int = Field(default=50, ge=1, le=100, description="Messages a page, at most.")
    cursor: str = Field(
        default="", description="next_cursor of the page before; leave all else as it was."
    )


class OverviewRequest(BaseModel, defer_build=True):
    """Which days to count."""

    start: str = Field(
        default="", alias="from", pattern=DATE_PATTERN, description="First day: 2026-11-01."
    )
    end: str = Field(
        default="", alias="to", pattern=DATE_PATTERN, description="Last day. Default: today."
    )


class OperationRequest(BaseModel, defer_build=True):
    """Which message that was to be sent."""

    operation_id: str = Field(
        pattern=OPERATION_ID_PATTERN, description="operation_id of sendMessage."
    )


class SearchRequest(BaseModel, defer_build=True):
    """What to search for."""

    query: str = Field(
        min_length=1, max_length=200, description="Words that a message must have, all of them."
    )


class DocumentRequest(BaseModel, defer_build=True):
    """What to fetch."""

    id: str = Field(
        min_length=1, max_length=64, description="id of a result of search, or a day: 2026-11-22."
    )


class NoRequest(BaseModel, defer_build=True):
    """Nothing: the operation needs no more than who asks."""
