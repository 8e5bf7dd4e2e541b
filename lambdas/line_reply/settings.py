"""What Terraform tells this function through its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaiwa.chat_model import ModelSettings
from kaiwa.settings import required
from line_reply.history import HistoryLimits


@dataclass(frozen=True)
class Settings:
    """How to answer; the environment variables are named after Terraform's variables."""

    history: HistoryLimits
    model: ModelSettings

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings. Raises `MissingSettingError` for one that is not there."""

        def text(name: str) -> str:
            return required(environ, name)

        def number(name: str) -> int:
            return int(required(environ, name))

        temperature = environ.get("OPENAI_TEMPERATURE")
        return cls(
            history=HistoryLimits(
                messages=number("HISTORY_MAX_MESSAGES"),
                characters=number("HISTORY_MAX_CHARACTERS"),
            ),
            model=ModelSettings(
                base_url=text("OPENAI_BASE_URL"),
                model=text("OPENAI_MODEL"),
                instructions=text("OPENAI_INSTRUCTIONS"),
                max_output_tokens=number("OPENAI_MAX_OUTPUT_TOKENS"),
                deadline_seconds=number("ANSWER_DEADLINE_SECONDS"),
                temperature=float(temperature) if temperature else None,
                reasoning_effort=environ.get("OPENAI_REASONING_EFFORT"),
            ),
        )
