"""All that is asked of OpenAI in one attempt at an event: it hears, judges and answers."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.chat import ChatModel
from kaiwa.model.client import load
from kaiwa.model.drawing import Draws
from kaiwa.model.functions import Functions
from kaiwa.model.moderator import Moderator
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.model.settings import ModelsSettings
from kaiwa.model.suggestions import instruction
from kaiwa.model.tools import Tool, read_tools
from kaiwa.model.transcriber import Transcriber

LEAST_SECONDS = 1.0
"""What a question gets even if all else has used up the time."""

type Read = Callable[[str], str]
"""Reads a parameter by its name. See `kaiwa.parameters.Parameters.read`."""


@dataclass(frozen=True)
class Models:
    """The models of a deployment, as its environment and its parameters name them.

    Neither is read before a model is asked, so that an apology can do without them.
    """

    environ: Mapping[str, str]
    read: Read

    def begin(self) -> "Model":
        """The models for one attempt, whose deadline begins now. Raises `MissingSettingError`."""
        return Model(ModelsSettings.from_environment(self.environ), self.read)


@dataclass(frozen=True)
class Model:
    """What hears, judges and answers: whatever it is asked shares one deadline. `draws`: whether a
    picture comes with an answer.

    Answers may come with calls of the `functions`, if there are any.

    The methods raise the errors of `kaiwa.model.errors`, and `UnsetSecretError`.
    """

    settings: ModelsSettings
    read: Read
    started: float = field(default_factory=time.monotonic)
    draws: Draws = Draws.NO
    functions: Functions | None = None

    def offering(self, functions: Functions) -> "Model":
        """The same with these functions, under the same deadline."""
        return replace(self, functions=functions)

    def preload(self) -> None:
        """Load what every question needs."""
        load()

    def that(self, draws: Draws) -> "Model":
        """The same model, which draws or not."""
        return replace(self, draws=draws)

    def answer(
        self,
        prompt: Sequence[PromptMessage],
        user: str,
        more_instructions: str = "",
        *,
        cache_key: str | None = None,
        instructions: str | None = None,
        tools: bool = True,
    ) -> ModelAnswer:
        """See `kaiwa.model.chat.ChatModel.answer`, and of `cache_key` `ModelSettings`.

        Without `tools` nothing is looked up.
        """
        settings = replace(
            self.settings.chat,
            instructions=self.read("OPENAI_INSTRUCTIONS"),
            tools=self._tools() if tools else (),
            functions=self.functions,
            deadline_seconds=self._seconds_to_ask(),
            cache_key=cache_key,
            draws=self.draws,
        )
        answer = ChatModel(self._key(), settings).answer(
            prompt, user, more_instructions, instructions=instructions, tools=tools
        )
        return replace(answer, suggestions=answer.suggestions[: self.settings.suggested_questions])

    def next_words(self) -> str:
        """What to ask for with an answer, so that it comes with suggestions; "" for none."""
        number = self.settings.suggested_questions
        return instruction(number) if number else ""

    def transcribe(self, name: str, data: bytes, media_type: str) -> str:
        """See `kaiwa.model.transcriber.Transcriber.transcribe`."""
        base_url, model = self.settings.chat.base_url, self.settings.transcription_model
        transcriber = Transcriber(self._key(), base_url, model, self._seconds_to_ask())
        return transcriber.transcribe(name, data, media_type)

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        """See `kaiwa.model.moderator.Moderator.flags`. Nothing is flagged without a moderator."""
        model = self.settings.moderation_model
        if model is None:
            return False
        base_url = self.settings.chat.base_url
        moderator = Moderator(self._key(), base_url, model, self._seconds_to_ask())
        return moderator.flags(text, attachments)

    def seconds_left(self) -> float:
        """How far off the deadline is; 0 or less once it is over."""
        return self.settings.chat.deadline_seconds - (time.monotonic() - self.started)

    def _tools(self) -> Sequence[Tool]:
        if not self.settings.has_tools:
            return ()
        return read_tools(self.read("OPENAI_TOOLS"), self.read)

    def _key(self) -> str:
        return self.read("OPEN_AI_API_KEY")

    def _seconds_to_ask(self) -> float:
        return max(LEAST_SECONDS, self.seconds_left())
