"""Which models are asked, and how, as Terraform tells a function through its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from kaiwa.model.chat import ModelSettings
from kaiwa.model.drawing import DrawingSettings
from kaiwa.model.prices import TokenPrices, ToolPrices
from kaiwa.settings import required


@dataclass(frozen=True)
class ModelsSettings:
    """The model that answers, the one that writes recordings down, and the one that judges, if any;
    and how many next questions an answer suggests.

    `chat.instructions` and `chat.tools` are empty: they may be long, and so are kept in parameters.
    """

    chat: ModelSettings
    transcription_model: str
    moderation_model: str | None
    suggested_questions: int = 0
    has_tools: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings. Raises `MissingSettingError` for one that is not there, and ValueError
        for a number that is none.
        """
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
                token_prices=TokenPrices.from_environment(environ),
                tool_prices=ToolPrices.from_environment(environ),
                drawing=DrawingSettings.from_environment(environ),
            ),
            transcription_model=required(environ, "TRANSCRIPTION_MODEL"),
            moderation_model=environ.get("MODERATION_MODEL"),
            suggested_questions=int(environ.get("SUGGESTED_QUESTIONS") or 0),
            has_tools=required(environ, "HAS_TOOLS") == "true",
        )
