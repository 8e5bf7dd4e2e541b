"""What Terraform tells this function through its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from zoneinfo import ZoneInfo

from kaiwa.model.chat import ModelSettings
from kaiwa.settings import required
from kaiwa.table.turns import DailyLimits
from line_reply.memory.history import HistoryLimits


@dataclass(frozen=True)
class Settings:
    """What the worker keeps to; the environment variables are named after Terraform's variables."""

    table_name: str
    export_bucket: str
    timezone: ZoneInfo
    default_language: str
    history: HistoryLimits
    limits: DailyLimits
    delete_data_on_leave: bool

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings. Raises `MissingSettingError` for one that is not there."""

        def limit(name: str) -> int | None:
            return int(environ[name]) if environ.get(name) else None

        return cls(
            table_name=required(environ, "TABLE_NAME"),
            export_bucket=required(environ, "EXPORT_BUCKET"),
            timezone=ZoneInfo(required(environ, "TIMEZONE")),
            default_language=required(environ, "DEFAULT_LANGUAGE"),
            history=HistoryLimits(
                messages=int(required(environ, "HISTORY_MAX_MESSAGES")),
                characters=int(required(environ, "HISTORY_MAX_CHARACTERS")),
                retention=timedelta(days=int(required(environ, "MESSAGE_RETENTION_DAYS"))),
            ),
            limits=DailyLimits(limit("DAILY_MESSAGE_LIMIT"), limit("DAILY_TOKEN_LIMIT")),
            delete_data_on_leave=required(environ, "DELETE_DATA_ON_LEAVE") == "true",
        )


@dataclass(frozen=True)
class ModelsSettings:
    """Which models are asked, and how; apart, because an apology must do without them.

    `chat.instructions` is empty: they may be long, and so are kept in a parameter.
    """

    chat: ModelSettings
    transcription_model: str
    moderation_model: str | None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings. Raises `MissingSettingError` for one that is not there."""
        temperature = environ.get("OPENAI_TEMPERATURE")
        return cls(
            chat=ModelSettings(
                base_url=required(environ, "OPENAI_BASE_URL"),
                model=required(environ, "OPENAI_MODEL"),
                instructions="",
                max_output_tokens=int(required(environ, "OPENAI_MAX_OUTPUT_TOKENS")),
                deadline_seconds=int(required(environ, "ANSWER_DEADLINE_SECONDS")),
                temperature=float(temperature) if temperature else None,
                reasoning_effort=environ.get("OPENAI_REASONING_EFFORT"),
                web_search=required(environ, "WEB_SEARCH") == "true",
            ),
            transcription_model=required(environ, "TRANSCRIPTION_MODEL"),
            moderation_model=environ.get("MODERATION_MODEL"),
        )
