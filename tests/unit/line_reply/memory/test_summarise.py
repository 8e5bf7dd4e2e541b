"""The running summary: what it costs and what it knows."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from kaiwa.log import hashed
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.prompt import PromptMessage
from kaiwa.own_texts import OwnText
from kaiwa.table.conversations import Summary
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import DailyLimits
from line_reply.memory.history import REMEMBERED, HistoryLimits
from line_reply.memory.summarise import INSTRUCTIONS, LONGEST_SUMMARY, NOTHING
from line_reply.memory.summary_due import SummaryDue
from tests.builders import (
    USER_ID,
    at,
    received,
    work_of,
)
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.memory.summaries import (
    NARROW,
    Rememberer,
    asked_to_summarise,
    chat,
    known,
)
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION


@pytest.fixture
def world(messages: MessageTable) -> World:
    world = World(messages)
    world.model, world.history_limits = Rememberer(), NARROW
    return world


def size(prompt: Sequence[PromptMessage]) -> int:
    return sum(len(message["content"]) for message in prompt)


def test_a_prompt_stays_flat_over_many_turns_and_still_knows_the_first(world: World) -> None:
    world.turn(received("My name is Hanako", 1))
    for number in range(2, 61):
        world.turn(received(f"Question {number}", number))
        world.summarise()
    prompts = world.model.prompts
    answered = [each for each in prompts if each[0]["content"].startswith(REMEMBERED)]
    summaries = asked_to_summarise(world)
    assert max(len(prompt) for prompt in prompts) <= 1 + NARROW.messages + 1
    assert max(size(prompt) for prompt in answered) < 500
    assert max(len(told) for told in summaries) < 1000
    assert len(summaries) < 30
    assert answered[-1][0]["content"] == f"{REMEMBERED}My name is Hanako"
    assert answered[-1][-1] == {"role": "user", "content": "Question 60"}


def test_what_was_said_is_either_in_the_prompt_or_in_the_summary(world: World) -> None:
    class Quoter(FakeModel):
        def answer(
            self, prompt: Sequence[PromptMessage], user: str, *args: Any, **named: Any
        ) -> ModelAnswer:
            super().answer(prompt, user, *args, **named)
            numbers = re.findall(r"Question (\d+)", prompt[-1]["content"])
            text = " ".join(f"Question {each}" for each in numbers)
            return ModelAnswer(text if named.get("instructions") else "Yes", 1, 1)

    world.model = Quoter()
    for number in range(1, 41):
        world.turn(received(f"Question {number}", number))
        known = "\n".join(message["content"] for message in world.model.prompts[-1])
        assert [int(each) for each in re.findall(r"Question (\d+)", known)] == list(
            range(1, number + 1)
        )
        world.summarise()


def test_the_oldest_turns_are_folded_and_the_newest_stay(world: World) -> None:
    chat(world, 1, 5)
    assert world.summarise() == ["summarised"]
    (told,) = asked_to_summarise(world)
    assert told.splitlines() == [
        "Summary so far: none",
        "",
        "Said since:",
        "User: Question 1",
        "Assistant: Re: Question 1",
        "User: Question 2",
        "Assistant: Re: Question 2",
        "User: Question 3",
        "Assistant: Re: Question 3",
    ]
    until = Message.get(f"{3:018}#assistant").created_at
    assert world.conversations.summary(USER_ID, world.clock.now) == Summary(
        "Nothing", until, Message.get(f"{1:018}").expires_at
    )
    assert world.conversation().summary_until == until
    chat(world, 6, 6)
    assert world.model.prompts[-1] == [
        {"role": "assistant", "content": f"{REMEMBERED}Nothing"},
        *(
            {"role": role, "content": content}
            for number in (4, 5)
            for role, content in (
                ("user", f"Question {number}"),
                ("assistant", f"Re: Question {number}"),
            )
        ),
        {"role": "user", "content": "Question 6"},
    ]


def test_the_next_summary_goes_on_from_the_last(world: World) -> None:
    chat(world, 1, 5)
    world.summarise()
    chat(world, 6, 9)
    assert world.summarise_chat() == "summarised"
    assert asked_to_summarise(world)[1].startswith(
        "Summary so far: Nothing\n\nSaid since:\nUser: Question 4\n"
    )
    summary = world.conversations.summary(USER_ID, world.clock.now)
    assert summary is not None
    assert summary.expires_at == Message.get(f"{1:018}").expires_at


def test_a_request_that_comes_again_costs_nothing(world: World) -> None:
    chat(world, 1, 5)
    assert [world.summarise_chat() for _ in range(3)] == ["summarised", NOTHING, NOTHING]
    assert len(asked_to_summarise(world)) == 1


def test_it_waits_in_its_chats_own_group(world: World) -> None:
    chat(world, 1, 5)
    (queued,) = world.queue.sent
    assert (queued.conversation_id, queued.event_id) == (USER_ID, f"{5:018}")
    assert work_of(queued.event) == SummaryDue(USER_ID, f"{5:018}")


def test_the_model_is_asked_without_tools_or_the_operators_instructions(world: World) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    class Watched(FakeModel):
        def answer(
            self, prompt: Sequence[PromptMessage], user: str, *args: Any, **named: Any
        ) -> ModelAnswer:
            asked.append((user, named))
            return super().answer(prompt, user, *args, **named)

    chat(world, 1, 5)
    world.model = Watched()
    world.summarise()
    assert asked == [(hashed(USER_ID), {"instructions": INSTRUCTIONS, "tools": False})]


def test_what_it_cost_is_counted(world: World) -> None:
    chat(world, 1, 5)
    world.summarise()
    day = at(0).date()
    used = world.messages.usage(USER_ID, [day])[day]
    assert (used.messages, used.tokens) == (5, 5 * 15 + 15)
    assert used.cached_tokens == 5 * 4 + 4


@pytest.mark.parametrize(
    "failure", [ModelUnavailableError(), ModelTimeoutError(), ModelRefusedError(), ""]
)
def test_a_model_that_fails_leaves_the_past_as_it_is(
    world: World, failure: Exception | str
) -> None:
    chat(world, 1, 5)
    world.model = FakeModel(says=[failure])
    assert world.summarise() == ["not summarised"]
    assert known(world) is None
    chat(world, 6, 6)
    assert len(world.model.prompts[-1]) == NARROW.messages + 1
    assert world.summarise() == ["summarised"]


def test_a_summary_is_never_longer_than_it_may_be(world: World) -> None:
    chat(world, 1, 5)
    world.model = FakeModel(says=["x" * 10_000])
    world.summarise()
    assert known(world) == "x" * LONGEST_SUMMARY


def test_what_is_to_be_summarised_at_once_is_bounded(world: World) -> None:
    world.history_limits = HistoryLimits(messages=20, characters=1000, retention=RETENTION)
    chat(world, 1, 30, text="{} " + "x" * 200)
    while world.summarise_chat() == "summarised":
        pass
    told = asked_to_summarise(world)
    assert max(len(each) for each in told) < 2000
    numbers = [int(each) for each in re.findall(r"User: (\d+)", "".join(told))]
    assert numbers == list(range(1, 30))


def test_one_turn_that_is_larger_than_a_prompt_is_folded_in_part(world: World) -> None:
    world.history_limits = HistoryLimits(messages=20, characters=100, retention=RETENTION)
    chat(world, 1, 1, text="{}" + "x" * 5000)
    assert world.summarise_chat() == "summarised"
    assert size(world.model.prompts[-1]) < 300
    assert world.summarise_chat() == NOTHING


@pytest.mark.parametrize("most_messages", [1, 2, 3])
def test_the_narrowest_window_is_summarised_too(world: World, most_messages: int) -> None:
    world.history_limits = HistoryLimits(most_messages, 10_000, RETENTION)
    world.turn(received("My name is Hanako", 1))
    chat(world, 2, 4)
    assert world.summarise_chat() == "summarised"
    assert known(world) == "My name is Hanako"


def test_what_was_not_answered_is_in_no_summary(world: World) -> None:
    chat(world, 1, 2)
    world.turn(received("something forbidden", 3))
    world.model.says = [ModelRefusedError()]
    world.turn(received("a misfortune", 4))
    world.turn(sends("video", 5))
    world.turn(sends("image", 6))
    world.messages.begin_turn(received("not yet", 7), DailyLimits(), at(7))
    chat(world, 8, 14)
    while world.summarise_chat() == "summarised":
        pass
    told = "\n".join(asked_to_summarise(world)).splitlines()
    assert [line for line in told if line.startswith("User")] == [
        "User: Question 1",
        "User: Question 2",
        "User: [image]",
        *(f"User: Question {number}" for number in range(8, 13)),
    ]


def test_what_was_sent_from_chatgpt_is_the_assistants(world: World) -> None:
    world.messages.store_own(OwnText("sent-1", USER_ID, "sent", "A reminder", at(0)), at(0))
    chat(world, 1, 5)
    world.summarise()
    assert asked_to_summarise(world)[0].splitlines()[3] == "Assistant: A reminder"
