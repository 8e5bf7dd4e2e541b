"""Asking a question again that got an apology."""

from dataclasses import replace

import pytest

from kaiwa.line.content import Content
from kaiwa.line.errors import ContentNotReadyError
from kaiwa.log import hashed
from kaiwa.model.errors import ModelRefusedError, ModelUnavailableError
from kaiwa.table.items import APOLOGY, ASSISTANT, USER
from kaiwa.table.turns import DailyLimits
from line_reply.speech.languages.en import TEXTS
from tests.builders import OTHER_USER_ID, USER_ID, at, received
from tests.unit.line_reply.arrivals import attempt, in_the_group, sends, tapped
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World

QUESTION = f"{1:018}"
BUTTON = f"try-again {QUESTION}"


def apologised(world: World, text: str = "Hello") -> None:
    world.model.says = [ModelRefusedError()]
    world.turn(received(text, 1))
    assert (world.line.shown, world.line.choices) == ([TEXTS.try_later], ["Try again"])


def test_the_question_gets_its_answer_in_place_of_the_apology(world: World) -> None:
    apologised(world)
    assert world.tap("Try again", 2) == "delivered"
    assert (world.line.shown[1:], world.line.choices) == (["Re: Hello"], [])
    assert stored() == {
        QUESTION: (USER, "Hello", None),
        f"{QUESTION}#assistant": (ASSISTANT, "Re: Hello", "delivered"),
    }
    world.turn(received("And now?", 3))
    assert [each["content"] for each in world.model.prompts[-1]] == [
        "Hello",
        "Re: Hello",
        "And now?",
    ]


def test_however_often_it_is_tapped_there_is_one_answer(world: World) -> None:
    apologised(world)
    assert [world.take_tap(BUTTON, number) for number in (2, 3, 3)] == ["delivered"] * 3
    assert world.line.shown == [TEXTS.try_later, "Re: Hello"]
    assert len(world.model.prompts) == 2


def test_it_may_fail_again_and_be_tried_again(world: World) -> None:
    apologised(world)
    world.model.says = [ModelUnavailableError(), ModelUnavailableError()]
    with pytest.raises(ModelUnavailableError):
        world.take_tap(BUTTON, 2)
    assert world.take_tap(BUTTON, 2, last_attempt=True) == "delivered"
    assert (world.line.shown, world.line.choices) == ([TEXTS.try_later] * 2, ["Try again"])
    assert stored()[f"{QUESTION}#assistant"][0] == APOLOGY
    assert world.take_tap(BUTTON, 3) == "delivered"
    assert world.line.shown[2:] == ["Re: Hello"]


def test_a_defect_ends_in_another_apology(world: World) -> None:
    apologised(world)
    world.apologise(tapped(BUTTON, 2))
    assert (world.line.shown, world.line.choices) == ([TEXTS.try_later] * 2, ["Try again"])


def test_the_apology_for_a_defect_can_be_tried_again_too(world: World) -> None:
    world.apologise(received("Hello", 1))
    assert world.line.choices == ["Try again"]
    assert world.tap("Try again", 2) == "delivered"
    assert world.line.shown[1:] == ["Re: Hello"]


def test_it_counts_as_a_message_and_limits_hold(world: World) -> None:
    world.daily_limits = DailyLimits(messages=2)
    apologised(world)
    world.model.says = [ModelRefusedError()]
    world.take_tap(BUTTON, 2)
    assert world.take_tap(BUTTON, 3) == "limit reached"
    assert world.line.shown == [TEXTS.try_later, TEXTS.try_later, TEXTS.limit_reached]
    assert stored()[f"{QUESTION}#assistant"][0] == APOLOGY
    world.daily_limits = DailyLimits()
    assert world.take_tap(BUTTON, 4) == "delivered"
    assert world.line.shown[3:] == ["Re: Hello"]


def test_a_recording_that_was_not_ready_is_written_down(world: World) -> None:
    world.line.contents[QUESTION] = ContentNotReadyError()
    world.turn(sends("audio", 1), last_attempt=True)
    assert world.line.shown == [TEXTS.not_ready]
    world.line.contents[QUESTION] = Content(b"See you", "audio/mp4")
    assert world.tap("Try again", 2) == "delivered"
    assert world.line.shown[1:] == ["Re: See you"]


def test_what_was_quoted_and_what_was_attached_is_still_known(world: World) -> None:
    world.turn(received("I like tea", 1))
    world.model.says = [ModelRefusedError()]
    world.turn(received("Why?", 2, quoted_id=f"{1:018}"))
    world.tap("Try again", 3)
    assert world.model.prompts[-1] == world.model.prompts[-2]
    assert "I like tea" in str(world.model.prompts[-1][-1])


def test_in_a_group_the_question_stays_whose_it_was(world: World) -> None:
    world.model.says = [ModelRefusedError()]
    world.turn(in_the_group(received("Hello", 1)))
    group_id = in_the_group(received()).conversation_id
    tap = replace(
        tapped(BUTTON, 2), conversation_id=group_id, user_id=OTHER_USER_ID, one_to_one=False
    )
    world.take_turn()(tap, world.chat(tap), attempt())
    assert world.line.shown[1:] == [f"Re: Member {hashed(USER_ID)[:6]}: Hello"]


@pytest.mark.parametrize("what", ["unsent", "forgotten", "of another chat"])
def test_what_is_not_there_is_not_asked(world: World, what: str) -> None:
    apologised(world)
    if what == "unsent":
        world.past.unsend(USER_ID, QUESTION, at(2))
    if what == "forgotten":
        world.past.hide(USER_ID, at(2))
    tap = tapped(BUTTON, 3)
    if what == "of another chat":
        tap = replace(tap, conversation_id=OTHER_USER_ID, user_id=OTHER_USER_ID)
    ended = world.take_turn()(tap, world.chat(tap), attempt())
    assert (ended, world.line.shown[1:]) == ("deleted", [TEXTS.nothing_to_go_on_with])
    assert len(world.model.prompts) == 1


def test_an_answer_is_not_asked_for_again(world: World) -> None:
    world.turn(received("Hello", 1))
    assert world.take_tap(BUTTON, 2) == "delivered"
    assert world.line.shown == ["Re: Hello"]
