"""What tests of summaries share: turns to be summarised, and what the model was told."""

import re
from collections.abc import Sequence
from typing import Any

from kaiwa.model.answer import ModelAnswer
from kaiwa.model.prompt import PromptMessage
from line_reply.memory.history import HistoryLimits
from line_reply.memory.summarise import INSTRUCTIONS
from line_reply.memory.summary_due import SummaryDue
from tests.builders import (
    USER_ID,
    received,
)
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import due_of
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION

NARROW = HistoryLimits(messages=8, characters=10_000, retention=RETENTION)


FACT = re.compile(r"My name is \w+")


class Rememberer(FakeModel):
    """Asked to summarise, it keeps the names that it is told, and counts what it has read."""

    def answer(
        self, prompt: Sequence[PromptMessage], user: str, *args: Any, **named: Any
    ) -> ModelAnswer:
        answer = super().answer(prompt, user, *args, **named)
        if not named.get("instructions"):
            return answer
        names = sorted(set(FACT.findall(prompt[-1]["content"])))
        return ModelAnswer(". ".join(names) or "Nothing", 10, 5, 4)


def chat(world: World, first: int, last: int, *, text: str = "Question {}") -> None:
    """Turns of these numbers, without summaries."""
    for number in range(first, last + 1):
        assert world.turn(received(text.format(number), number)) == "delivered"


def asked_to_summarise(world: World) -> list[str]:
    """What the model was told each time that it was asked for a summary."""
    both = zip(world.model.prompts, world.model.instructions, strict=True)
    return [str(prompt[-1]["content"]) for prompt, said in both if said == INSTRUCTIONS]


def known(world: World, chat_id: str = USER_ID) -> str | None:
    """What the chat's summary says, as a prompt has it now."""
    summary = world.conversations.summary(chat_id, world.clock.now)
    return summary.text if summary else None


def catch_up(world: World, chat_id: str = USER_ID) -> list[str]:
    """Handle a request, and all that it leads to. Returns how they ended."""
    world.queue.sent, outcomes = [SummaryDue(chat_id, "turn").queued()], []
    while world.queue.sent:
        due = due_of(world.queue.sent.pop(0).event)
        outcomes.append(world.summarise_with(world.queue)(due))
    return outcomes


def summarised(world: World) -> list[int]:
    """The questions that were folded, by their numbers."""
    told = "".join(asked_to_summarise(world))
    return [int(number) for number in re.findall(r"User: Question (\d+)", told)]
