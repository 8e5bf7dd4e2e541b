"""What Terraform tells this function through its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from zoneinfo import ZoneInfo

from kaiwa.model.drawing import Offered
from kaiwa.settings import required
from kaiwa.table.turns import DailyLimits
from line_reply.memory.history import HistoryLimits


@dataclass(frozen=True)
class Settings:
    """What the worker keeps to; the environment variables are named after Terraform's variables."""

    default_language: str
    history: HistoryLimits
    limits: DailyLimits
    delete_data_on_leave: bool
    link_page_url: str
    offers_linking: bool
    flex_messages: bool
    listening_hours: int
    drawing: Offered
    pictures_url: str
    timezone: ZoneInfo

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings. Raises `MissingSettingError` for one that is not there."""

        def limit(name: str) -> int | None:
            return int(environ[name]) if environ.get(name) else None

        return cls(
            default_language=required(environ, "DEFAULT_LANGUAGE"),
            history=HistoryLimits(
                messages=int(required(environ, "HISTORY_MAX_MESSAGES")),
                characters=int(required(environ, "HISTORY_MAX_CHARACTERS")),
                retention=timedelta(days=int(required(environ, "MESSAGE_RETENTION_DAYS"))),
            ),
            limits=DailyLimits(
                limit("DAILY_MESSAGE_LIMIT"),
                limit("DAILY_TOKEN_LIMIT"),
                limit("DAILY_PICTURE_LIMIT"),
            ),
            delete_data_on_leave=required(environ, "DELETE_DATA_ON_LEAVE") == "true",
            link_page_url=required(environ, "LINK_PAGE_URL"),
            offers_linking=required(environ, "OFFERS_LINKING") == "true",
            flex_messages=required(environ, "FLEX_MESSAGES") == "true",
            listening_hours=int(required(environ, "LISTENING_HOURS")),
            drawing=Offered(required(environ, "DRAWING")),
            pictures_url=required(environ, "PICTURES_URL"),
            timezone=ZoneInfo(required(environ, "TIMEZONE")),
        )
