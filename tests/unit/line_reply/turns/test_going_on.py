"""Going on with an answer that was cut off."""

from typing import Any

import pytest

from kaiwa.line.taps import NOTE
from kaiwa.log import hashed
from kaiwa.model.answer import CUT_OFF, ModelAnswer
from kaiwa.table.items import ASSISTANT, USER, Message
from line_reply.memory.history import GO_ON, HistoryLimits
from line_reply.speech.languages.en import TEXTS
from line_reply.turns.quote import ENDS_LIKE_THIS
from tests.builders import OTHER_USER_ID, USER_ID, at, postback_event, received, work_of
from tests.builders import in_group as in_a_group
from tests.unit.line_reply.arrivals import in_the_group, sent
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION

QUESTION = f"{1:018}"


def cut(text: str, rest: str = "") -> ModelAnswer:
    """What the model says of which only a part came; after it `rest`, which is not its own."""
    return ModelAnswer(f"{text}{CUT_OFF}{rest}", 10, 5, 4, cut_at=len(text))


def prompt(world: World) -> list[tuple[str, Any]]:
    return [(each["role"], each["content"]) for each in world.model.prompts[-1]]


def test_it_goes_on_where_it_stopped_as_often_as_it_is_cut_off(world: World) -> None:
    world.model.says = [cut("One, tw", "\n\n- [a](https://b.example)"), cut("o, thr"), "ee."]
    world.turn(received("Count", 1))
    assert (world.line.shown, world.line.choices) == (
        ["One, tw …\n\n・a (https://b.example)"],
        ["Go on"],
    )
    assert world.tap("Go on", 2) == "delivered"
    assert (world.line.shown[1:], world.line.choices) == (["o, thr …"], ["Go on"])
    assert world.tap("Go on", 3) == "delivered"
    assert (world.line.shown[2:], world.line.choices) == (["ee."], [])
    assert prompt(world) == [
        ("user", "Count"),
        ("assistant", "One, tw"),
        ("user", GO_ON),
        ("assistant", "o, thr"),
        ("user", GO_ON),
    ]
    assert world.model.prompts[2][:3] == world.model.prompts[1]
    assert stored() == {
        QUESTION: (USER, "Count", None),
        f"{QUESTION}#assistant": (ASSISTANT, "One, tw …\n\n- [a](https://b.example)", "delivered"),
        f"{QUESTION}#on1": (USER, NOTE, None),
        f"{QUESTION}#on1#assistant": (ASSISTANT, "o, thr …", "delivered"),
        f"{QUESTION}#on2": (USER, NOTE, None),
        f"{QUESTION}#on2#assistant": (ASSISTANT, "ee.", "delivered"),
    }


def test_two_taps_are_answered_once(world: World) -> None:
    world.model.says = [cut("One, tw"), "o."]
    world.turn(received("Count", 1))
    button = world.line.commands["Go on"]
    assert [world.take_tap(button, number) for number in (2, 3)] == ["delivered", "delivered"]
    assert world.line.shown == ["One, tw …", "o."]


def test_after_something_else_it_is_said_what_to_go_on_with(world: World) -> None:
    world.model.says = [cut("One, tw"), "Hi", "o."]
    world.turn(received("Count", 1))
    button = world.line.commands["Go on"]
    world.turn(received("Hello", 2))
    assert world.take_tap(button, 3) == "delivered"
    assert prompt(world) == [
        ("user", "Count"),
        ("assistant", "One, tw"),
        ("user", "Hello"),
        ("assistant", "Hi"),
        ("user", f"{ENDS_LIKE_THIS}\n> One, tw\n\n{GO_ON}"),
    ]


def test_an_answer_that_no_prompt_has_room_for_is_gone_on_with_all_the_same(world: World) -> None:
    world.history_limits = HistoryLimits(messages=20, characters=100, retention=RETENTION)
    world.model.says = [cut("x" * 200), "y"]
    world.turn(received("Count", 1))
    world.tap("Go on", 2)
    assert prompt(world) == [("user", f"{ENDS_LIKE_THIS}\n> {'x' * 200}\n\n{GO_ON}")]


def test_it_counts_as_a_message_and_waits_with_the_animation(world: World) -> None:
    world.model.says = [cut("One, tw"), "o."]
    world.turn(received("Count", 1))
    world.tap("Go on", 2)
    used = world.messages.usage(USER_ID, [at(0).date()])[at(0).date()]
    assert (used.messages, used.tokens) == (2, 30)
    assert world.line.loading == [USER_ID, USER_ID]


def test_in_a_group_any_member_may_go_on(world: World) -> None:
    world.model.says = [cut("One, tw"), "o."]
    world.turn(in_the_group(received("Count", 1)))
    event = in_a_group(postback_event(world.line.commands["Go on"], 2), OTHER_USER_ID)
    assert world.turn(sent(event)) == "delivered"
    assert prompt(world) == [
        ("user", f"Member {hashed(USER_ID)[:6]}: Count"),
        ("assistant", "One, tw"),
        ("user", f"Member {hashed(OTHER_USER_ID)[:6]}: {GO_ON}"),
    ]


@pytest.mark.parametrize("what", ["unsent", "forgotten", "never there", "whole", "of another chat"])
def test_what_cannot_be_gone_on_with_is_said(world: World, what: str) -> None:
    world.model.says = ["Whole." if what == "whole" else cut("One, tw")]
    world.turn(received("Count", 1))
    chat_id = OTHER_USER_ID if what == "of another chat" else USER_ID
    if what == "unsent":
        world.past.unsend(USER_ID, QUESTION, at(2))
    if what == "forgotten":
        world.past.hide(USER_ID, at(2))
    if what == "never there":
        Message(f"{QUESTION}#assistant").delete()
    event = postback_event(f"go-on {QUESTION}#on1 {QUESTION}#assistant", 3)
    event["source"]["userId"] = chat_id
    assert world.turn(sent(event)) == "delivered"
    assert world.line.shown[1:] == [TEXTS.nothing_to_go_on_with]
    assert len(world.model.prompts) == 1


def test_what_was_gone_on_with_is_taken_back_with_the_question(world: World) -> None:
    world.model.says = [cut("One, tw"), cut("o, thr"), "ee."]
    world.turn(received("Count", 1))
    world.tap("Go on", 2)
    world.tap("Go on", 3)
    world.turn(received("Hello", 4))
    world.past.unsend(USER_ID, QUESTION, at(5))
    kept = {each for each in stored() if not each.endswith("#assistant")}
    assert kept == {QUESTION, f"{4:018}"}
    assert stored().keys() - kept == {f"{4:018}#assistant"}


def test_a_button_of_another_bot_means_nothing() -> None:
    assert type(work_of(postback_event("go-on 1", 1))).__name__ == "Postback"
