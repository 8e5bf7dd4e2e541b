"""Catching up with a long past, request by request."""

import pytest

from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from line_reply.memory.history import HistoryLimits
from line_reply.memory.summarise import NOTHING
from line_reply.memory.summary_due import MOST_IN_A_ROW, SummaryDue
from tests.builders import (
    USER_ID,
    at,
    work_of,
)
from tests.fakes.model import FakeModel
from tests.unit.line_reply.memory.summaries import (
    NARROW,
    Rememberer,
    asked_to_summarise,
    catch_up,
    chat,
    summarised,
)
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION


@pytest.fixture
def world(messages: MessageTable) -> World:
    world = World(messages)
    world.model, world.history_limits = Rememberer(), NARROW
    return world


def test_a_long_past_is_caught_up_with_without_waiting_for_turns(world: World) -> None:
    chat(world, 1, 40)
    outcomes = catch_up(world)
    assert set(outcomes) <= {"summarised", NOTHING}
    assert summarised(world) == list(range(1, 39))
    assert catch_up(world) == [NOTHING]


def test_long_messages_are_caught_up_with_too(world: World) -> None:
    world.history_limits = HistoryLimits(messages=40, characters=1000, retention=RETENTION)
    chat(world, 1, 12, text="Question {} " + "x" * 200)
    assert len(catch_up(world)) > 2
    assert summarised(world) == list(range(1, 12))


def test_one_request_leads_to_the_same_next_one_however_often_it_comes(world: World) -> None:
    chat(world, 1, 40)
    first = SummaryDue(USER_ID, "turn")
    world.queue.sent.clear()
    for _ in range(2):
        world.summarise_with(world.queue)(first)
    second, again = world.queue.sent
    assert again == second
    assert (second.conversation_id, second.event_id) == (USER_ID, "turn#2")
    assert work_of(second.event) == SummaryDue(USER_ID, "turn", 2)
    assert SummaryDue(USER_ID, "turn", 2).next() == SummaryDue(USER_ID, "turn", 3)


def test_what_one_turn_leads_to_is_bounded() -> None:
    due: SummaryDue | None = SummaryDue(USER_ID, "turn")
    numbers = 0
    while due:
        due, numbers = due.next(), numbers + 1
    assert numbers == MOST_IN_A_ROW


def test_a_request_of_an_older_version_is_the_first_of_its_turn() -> None:
    event = {"type": "kaiwa.summary", "id": "turn", "conversation_id": USER_ID}
    assert work_of(event) == SummaryDue(USER_ID, "turn")


def test_a_queue_out_of_order_fails_nothing(world: World) -> None:
    chat(world, 1, 40)
    world.queue.failure = RuntimeError()
    assert world.summarise_with(world.queue)(SummaryDue(USER_ID, "turn")) == "summarised"


@pytest.mark.parametrize(
    "failure", [ModelUnavailableError(), ModelTimeoutError(), ModelRefusedError(), ""]
)
def test_after_a_failure_nothing_more_is_asked_for(world: World, failure: Exception | str) -> None:
    chat(world, 1, 40)
    world.model = FakeModel(says=[failure])
    assert catch_up(world) == ["not summarised"]


def test_expired_messages_are_not_summarised_though_they_are_still_there(world: World) -> None:
    chat(world, 1, 5)
    for number in (1, 2):
        Message(f"{number:018}").update([Message.expires_at.set(at(6))])
    world.clock.now = at(10)
    chat(world, 11, 13)
    world.summarise_chat()
    assert asked_to_summarise(world)[0].splitlines()[3] == "User: Question 3"
