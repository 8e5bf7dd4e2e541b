"""The model as one attempt uses it: whatever it asks for shares one deadline."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.chat import ChatModel
from kaiwa.model.client import load
from kaiwa.model.moderator import Moderator
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.model.transcriber import Transcriber
from line_reply.settings import ModelsSettings

LEAST_SECONDS = 1.0
"""What a question gets even if all else has used up the time."""


@dataclass(frozen=True)
class Model:
    """What hears, judges and answers. The methods raise the errors of `kaiwa.model`."""

    api_key: str = field(repr=False)
    instructions: str
    settings: ModelsSettings
    started: float = field(default_factory=time.monotonic)

    def preload(self) -> None:
        """Load what every question needs."""
        load()

    def answer(
        self,
        prompt: Sequence[PromptMessage],
        user: str,
        more_instructions: str = "",
        *,
        instructions: str | None = None,
        tools: bool = True,
    ) -> ModelAnswer:
        """See `kaiwa.model.chat.ChatModel.answer`."""
        settings = replace(
            self.settings.chat,
            instructions=self.instructions,
            deadline_seconds=self._seconds_to_ask(),
        )
        return ChatModel(self.api_key, settings).answer(
            prompt, user, more_instructions, instructions=instructions, tools=tools
        )

    def transcribe(self, name: str, data: bytes, media_type: str) -> str:
        """See `kaiwa.model.transcriber.Transcriber.transcribe`."""
        base_url, model = self.settings.chat.base_url, self.settings.transcription_model
        transcriber = Transcriber(self.api_key, base_url, model, self._seconds_to_ask())
        return transcriber.transcribe(name, data, media_type)

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        """See `kaiwa.model.moderator.Moderator.flags`. Nothing is flagged without a moderator."""
        model = self.settings.moderation_model
        if model is None:
            return False
        base_url = self.settings.chat.base_url
        return Moderator(self.api_key, base_url, model, self._seconds_to_ask()).flags(
            text, attachments
        )

    def seconds_left(self) -> float:
        """How far off the deadline is; 0 or less once it is over."""
        return self.settings.chat.deadline_seconds - (time.monotonic() - self.started)

    def _seconds_to_ask(self) -> float:
        return max(LEAST_SECONDS, self.seconds_left())
