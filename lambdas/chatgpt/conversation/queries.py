"""What the operations are called with, besides the bodies in `requests`."""

from typing import Literal

from pydantic import BaseModel, Field

from chatgpt.conversation.requests import (
    DATE,
    FROM,
    OPERATION_ID_PATTERN,
    POINT_PATTERN,
    TIMEZONE,
    TO,
    ZONE_PATTERN,
)

Order = Literal["newest", "oldest"]

DATE_PATTERN = f"^({DATE})?$"


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
