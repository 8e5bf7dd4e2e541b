"""When a summary is thrown away, and what the next begins with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kaiwa.model.answer import ModelAnswer
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from tests.builders import (
    USER_ID,
    at,
    received,
)
from tests.fakes.model import FakeModel
from tests.unit.line_reply.memory.summaries import (
    NARROW,
    Rememberer,
    asked_to_summarise,
    catch_up,
    chat,
    known,
    summarised,
)
from tests.unit.line_reply.world import World


@pytest.fixture
def world(messages: MessageTable) -> World:
    world = World(messages)
    world.model, world.history_limits = Rememberer(), NARROW
    return world


def with_summary(world: World) -> None:
    world.turn(received("My name is Hanako", 1))
    chat(world, 2, 5)
    assert world.summarise_chat() == "summarised"
    world.queue.sent.clear()


def test_a_covered_message_that_is_taken_back_takes_the_summary_along(world: World) -> None:
    with_summary(world)
    world.past.unsend(USER_ID, f"{1:018}", at(100))
    assert known(world) is None
    chat(world, 6, 6)
    assert "Hanako" not in str(world.model.prompts[-1])
    assert world.summarise() == ["summarised"]
    assert known(world) == "Nothing"
    assert asked_to_summarise(world)[-1].splitlines()[3] == "User: Question 2"


def test_a_covered_message_that_is_edited_is_summarised_anew(world: World) -> None:
    with_summary(world)
    world.past.edit(USER_ID, f"{1:018}", "My name is Taro", at(100), at(100))
    chat(world, 6, 6)
    assert world.summarise() == ["summarised"]
    assert "User: My name is Taro\n" in asked_to_summarise(world)[-1]
    assert "User: My name is Hanako\n" not in asked_to_summarise(world)[-1]


@pytest.mark.parametrize("number", [5, 99])
def test_what_it_does_not_cover_leaves_a_summary_alone(world: World, number: int) -> None:
    with_summary(world)
    world.past.unsend(USER_ID, f"{number:018}", at(100))
    assert known(world) == "My name is Hanako"


@pytest.mark.parametrize("change", ["unsend", "edit", "reset", "hide"])
def test_a_past_that_changes_meanwhile_makes_the_summary_void(world: World, change: str) -> None:
    changes: dict[str, Callable[[], object]] = {
        "unsend": lambda: world.past.unsend(USER_ID, f"{1:018}", at(100)),
        "edit": lambda: world.past.edit(USER_ID, f"{1:018}", "Else", at(100), at(100)),
        "reset": lambda: world.past.reset(USER_ID, at(100)),
        "hide": lambda: world.past.hide(USER_ID, at(100)),
    }

    class Slow(FakeModel):
        def answer(self, *args: Any, **named: Any) -> ModelAnswer:
            changes[change]()
            return super().answer(*args, **named)

    chat(world, 1, 5)
    world.model = Slow()
    assert world.summarise() == ["the past has changed"]
    assert known(world) is None


def test_a_reset_takes_the_summary_and_the_next_begins_there(world: World) -> None:
    with_summary(world)
    world.past.reset(USER_ID, at(100))
    assert known(world) is None
    chat(world, 101, 105)
    assert world.summarise() == ["summarised"]
    assert known(world) == "Nothing"
    assert asked_to_summarise(world)[-1].splitlines()[3] == "User: Question 101"


DAYS = 24 * 60 * 60.0


def later(world: World, days: float, first: int, last: int) -> None:
    """Turns of these numbers, that many days after noon."""
    for number in range(first, last + 1):
        sent_at = at(number + days * DAYS)
        world.turn(received(f"Question {number}", number, sent_at=sent_at))


def test_a_summary_dies_with_what_it_covers(world: World) -> None:
    with_summary(world)
    world.clock.now = Message.get(f"{1:018}").expires_at - timedelta(seconds=1)
    assert known(world) == "My name is Hanako"
    world.clock.pass_(1)
    assert known(world) is None


def test_of_what_an_expired_summary_knew_the_older_half_goes(world: World) -> None:
    later(world, 0, 1, 3)
    later(world, 40, 4, 6)
    later(world, 80, 7, 14)
    assert catch_up(world)[:2] == ["summarised", "summarised"]
    later(world, 91, 15, 15)
    assert known(world) is None
    assert catch_up(world)[0] == "summarised"
    told = asked_to_summarise(world)[-1].splitlines()
    assert (told[0], told[3]) == ("Summary so far: none", "User: Question 7")
    summary = world.conversations.summary(USER_ID, world.clock.now)
    assert summary is not None
    assert summary.expires_at == Message.get(f"{7:018}").expires_at


def test_what_an_expired_summary_did_not_know_is_not_skipped(world: World) -> None:
    later(world, 0, 1, 5)
    assert catch_up(world) == ["summarised"]  # the first three turns
    later(world, 20, 6, 7)
    later(world, 91, 8, 11)
    assert known(world) is None
    catch_up(world)
    assert asked_to_summarise(world)[-1].splitlines()[3] == "User: Question 6"


@pytest.mark.parametrize("days", [50, 89])
def test_the_first_summary_of_a_slow_chat_skips_nothing(world: World, days: float) -> None:
    later(world, 0, 1, 3)
    later(world, days, 4, 7)
    assert catch_up(world) == ["summarised"]
    assert summarised(world) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("change", ["unsend", "edit"])
def test_a_summary_that_was_dropped_is_made_anew_of_all_that_is_there(
    world: World, change: str
) -> None:
    later(world, 0, 1, 3)
    later(world, 80, 4, 7)
    assert catch_up(world) == ["summarised"]
    if change == "unsend":
        world.past.unsend(USER_ID, f"{2:018}", at(81 * DAYS))
    else:
        world.past.edit(USER_ID, f"{2:018}", "Else", at(81 * DAYS), at(81 * DAYS))
    world.model.prompts.clear()
    world.model.instructions.clear()
    assert catch_up(world) == ["summarised"]
    assert summarised(world)[:2] == [1, 3]
