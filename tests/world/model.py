"""The model: it says what can be told apart, draws, is cut off and fails as it is asked to."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.drawing import Drawn, Draws
from kaiwa.model.errors import ModelRefusedError
from kaiwa.model.functions import FunctionCall, Functions
from kaiwa.model.prompt import PromptMessage
from line_reply.memory.history import GO_ON
from tests.fakes.model import FakeModel
from tests.world import faults
from tests.world.faults import Fault

if TYPE_CHECKING:
    from tests.world.world import World

WORD = re.compile(r"\bw[0-9]+\b")
"""The words that people say: each once, so that whatever has one is known to be about that."""

REMIND = "remind"
"""A question with this word has the model set a reminder; with this and "wrongly", nonsense."""
DRAW, SLOWLY = "draw", "slowly"
"""With this word a picture comes with the answer, if that may be; with the other it takes a while,
in which others go on.
"""
LONG = "long"
"""The answer to it is cut off."""
FAILS = "fails"
"""The model refuses what has this word the first time that it is asked."""
DRAWING_SECONDS = 50
"""Longer than the user is left without a word, and shorter than a reply token lives."""
THINKING_SECONDS = 2
JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Prompt:
    """What the model was told, what is attached included. `began_at`: when the worker began that
    asked.
    """

    at: datetime
    began_at: datetime
    chat_id: str
    words: str
    is_summary: bool


class WorldModel(FakeModel):
    """The model for one attempt: it repeats the question's last line, and of what is to be
    summarised or gone on with each word, or the last one, that scenarios are told apart by.
    """

    def __init__(self, world: "World") -> None:
        super().__init__()
        self.world = world

    def seconds_left(self) -> float:
        began_at = self.world.worker.began_at
        return faults.MODEL_SECONDS - (self.world.clock.now - began_at).total_seconds()

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
        world = self.world
        words = "\n".join(str(each["content"]) for each in prompt)
        seen = "\n".join([*_pictures_in(prompt), words])
        chat_id = world.chat_called(cache_key or user)
        began_at = world.worker.began_at
        asked = Prompt(world.clock.now, began_at, chat_id, seen, bool(instructions))
        world.asked.append(asked)
        last = words.splitlines()[-1].rpartition(": ")[2].strip()
        if instructions:
            return self._step("answer", ModelAnswer(world.words_in(words), 10, 5, 4))
        if FAILS in last and sum(FAILS in each.words for each in world.asked) == 1:
            raise ModelRefusedError
        if words.endswith(GO_ON):
            return self._step("answer", ModelAnswer(f"On: {_last_word(words)}", 10, 5, 4))
        draws = self._draws(last)
        if SLOWLY in last:
            world.pause(DRAWING_SECONDS if draws else THINKING_SECONDS)
        if draws:
            return self._draw(last)
        calls = _calls(last, self.offered[-1] if self.offered and tools else None)
        text = "" if calls else f"Re: {last}"
        cut_at = len(text) if LONG in last else None
        return self._step("answer", ModelAnswer(text, 10, 5, 4, cut_at=cut_at, calls=calls))

    def _step(self, name: str, answer: ModelAnswer) -> ModelAnswer:
        def do(fault: Fault | None) -> ModelAnswer:
            return _changed(answer, fault)

        return self.world.step(faults.DRAWING if name == "draw" else faults.OPENAI, name, do)

    def _draws(self, last: str) -> bool:
        told = self.drew[-1] if self.drew else Draws.NO
        return told is Draws.MUST or (told is Draws.MAY and DRAW in last)

    def _draw(self, last: str) -> ModelAnswer:
        drawn = Drawn(JPEG + last.encode(), last)
        return self._step("draw", ModelAnswer(f"Re: {last}", 10, 5, 4, drawn=drawn))


def _last_word(words: str) -> str:
    return next(iter(WORD.findall(words)[-1:]), "")


def _pictures_in(prompt: Sequence[PromptMessage]) -> list[str]:
    """The words in what is attached."""
    parts = [part for each in prompt for part in each.get("attachments", ())]
    return [part.data.decode(errors="replace") for part in parts]


def _changed(answer: ModelAnswer, fault: Fault | None) -> ModelAnswer:
    """The answer as the fault makes it."""
    match fault and (fault.told or fault.kind):
        case faults.CUT_OFF if answer.text:
            return _with(answer, cut_at=len(answer.text))
        case faults.NO_PICTURE if answer.drawn:
            return _with(answer, drawn=Drawn(b"?", answer.drawn.prompt))
        case faults.BLOCKED:
            return _with(answer, drawn=None, text="", is_blocked=True)
    return answer


def _with(answer: ModelAnswer, **changes: Any) -> ModelAnswer:
    return replace(answer, **changes)


def _calls(question: str, functions: Functions | None) -> tuple[FunctionCall, ...]:
    if REMIND not in question or functions is None:
        return ()
    arguments: Any = {"minutes_from_now": 10, "at": None, "words": question}
    text = "{" if "wrongly" in question else json.dumps(arguments)
    return (FunctionCall("set_reminder", text),)
