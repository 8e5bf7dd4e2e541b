"""Models for tests: they remember what they were asked, and fail when told to."""

from collections.abc import Callable, Sequence

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.drawing import Draws
from kaiwa.model.functions import Functions
from kaiwa.model.models import Model, Models
from kaiwa.model.prompt import Attachment, PromptMessage


class FakeModel(Model):
    """Answers with its prompt's last words, or with what it was given to say or to raise.

    A recording is what its bytes say; flagged is what contains the word "forbidden".
    """

    def __init__(self, says: Sequence[str | Exception | ModelAnswer] = ()) -> None:
        self.says = list(says)
        self.prompts: list[list[PromptMessage]] = []
        self.users: list[str] = []
        self.with_tools: list[bool] = []
        self.cache_keys: list[str | None] = []
        self.instructions: list[str] = []
        """What was asked in addition to, or instead of, the operator's instructions."""
        self.suggestions_wanted = ""
        """What it is told when the operator wants suggestions."""
        self.seconds: float = 120
        self.drew: list[Draws] = []
        """What it was told of drawing, by each attempt."""
        self.offered: list[Functions] = []

    def offering(self, functions: Functions) -> "FakeModel":
        self.offered.append(functions)
        return self

    def seconds_left(self) -> float:
        return self.seconds

    def that(self, draws: Draws) -> "FakeModel":
        self.drew.append(draws)
        return self

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
        self.prompts.append(list(prompt))
        self.users.append(user)
        self.with_tools.append(tools)
        self.cache_keys.append(cache_key)
        self.instructions.append(instructions or more_instructions)
        said = self.says.pop(0) if self.says else f"Re: {prompt[-1]['content']}"
        if isinstance(said, Exception):
            raise said
        if isinstance(said, ModelAnswer):
            return said
        return ModelAnswer(said, input_tokens=10, output_tokens=5, cached_tokens=4)

    def next_words(self) -> str:
        return self.suggestions_wanted

    def preload(self) -> None:
        pass

    def transcribe(self, name: str, data: bytes, media_type: str) -> str:
        return data.decode(errors="replace")

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        return "forbidden" in text


class FakeModels(Models):
    """Always the model that `current` returns."""

    def __init__(self, current: Callable[[], Model]) -> None:
        self.current = current

    def begin(self) -> Model:
        return self.current()
