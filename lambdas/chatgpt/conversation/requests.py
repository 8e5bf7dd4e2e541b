"""The bodies of the API's requests: OpenAPI document and tools' schemas are made from them.

Only these must be there for the routes to be made. All else that is asked is in `queries`.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StrictBool
from pydantic_core import PydanticCustomError

from kaiwa.text import is_visible

DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
POINT_PATTERN = f"^({DATE}(T{TIME})?)?$"
ZONE_PATTERN = "^[A-Za-z0-9_+/-]*$"
OPERATION_ID_PATTERN = "^[0-9a-f-]{36}$"
FROM = "First day (2026-11-01) or time (2026-11-01T09:00, with or without an offset). Default: all."
TO = "Last day, which is included, or time. Default: until now."
TIMEZONE = "IANA time zone of the dates, such as Asia/Tokyo. Default: the service's own."
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
