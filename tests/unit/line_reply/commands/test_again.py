"""What `/again` shows, on the real gateways to a table of moto's."""

from datetime import timedelta
from typing import Any

import pytest

from kaiwa.line.errors import LineRefusedError, LineUnavailableError, LineUnclearError
from kaiwa.own_texts import OwnText
from kaiwa.table.items import NOTICE, SENT, USER, Message, answer_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content, Delivery
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.fakes.tables import LaggingTable
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION, TABLE_NAME, TIMEZONE

IN_GROUP: dict[str, Any] = {"conversation_id": GROUP_ID, "one_to_one": False}


def repeated(world: World, **changes: Any) -> list[str]:
    """What is shown, without an error, when it is asked for now."""
    before = len(world.line.shown)
    world.tell("/again", 900 + before, **changes)
    return world.line.shown[before:]


NOTHING = [TEXTS.nothing_to_repeat]


def test_there_may_be_nothing(world: World) -> None:
    assert repeated(world) == NOTHING
    world.say("Hello", 1)
    assert repeated(world) == NOTHING


def test_the_last_answer_as_line_shows_it_each_time(world: World) -> None:
    world.say("Hello", 1, "Hi")
    world.say("And?", 2, "# Well\n\nThis is **it**.")
    for _ in range(2):
        assert repeated(world) == ["■ Well\n\nThis is it."]


@pytest.mark.parametrize("delivery", Delivery)
def test_however_far_it_was_delivered(world: World, delivery: Delivery) -> None:
    question = world.say("Hello", 1, "Hi")
    Message(answer_id(question.id)).update([Message.delivery.set(delivery.value)])
    assert repeated(world) == ["Hi"]


def test_apologies_and_what_was_sent_from_chatgpt_are_no_answers(world: World) -> None:
    world.say("Hello", 1, "Hi")
    question = world.say("And?", 2)
    world.messages.store_answer(question, Content(NOTICE, "Sorry."), at(3))
    world.messages.store_own(OwnText("own-1", USER_ID, SENT, "From ChatGPT", at(4)), at(4))
    assert repeated(world) == ["Hi"]


LONG = [letter * 4000 for letter in "abcdefghijkl"]
"""The bubbles of an answer that takes two pushes besides the reply."""


@pytest.fixture
def long(world: World) -> World:
    """With an answer of so many bubbles."""
    world.say("Hello", 1, "\n\n".join(LONG))
    return world


def test_what_the_token_does_not_carry_of_a_long_one_is_pushed(long: World) -> None:
    assert long.tell("/again", 2) == "obeyed /again"
    assert [(call[0], len(call) - 2) for call in long.line.calls[-3:]] == [
        ("reply", 5),
        ("push", 5),
        ("push", 2),
    ]
    assert long.line.shown == LONG
    assert repeated(long) == LONG  # another event has other retry keys


@pytest.mark.parametrize("error", [LineUnavailableError(), LineUnclearError()])
@pytest.mark.parametrize("effective", [False, True])
@pytest.mark.parametrize("calls_before", [0, 1, 2])
def test_wherever_it_stops_another_attempt_shows_the_rest_once(
    long: World, error: Exception, effective: bool, calls_before: int
) -> None:
    long.line.failures = [*[(None, True)] * calls_before, (error, effective)]
    with pytest.raises(type(error)):
        long.tell("/again", 2)
    assert long.tell("/again", 2, attempt=2) == "obeyed /again"
    assert long.line.shown == LONG


def test_without_a_token_that_works_nothing_is_pushed(long: World) -> None:
    long.line.used_tokens.add("reply-token-2")
    assert long.tell("/again", 2) == "token used or expired"
    assert long.tell("/again", 3, reply_token=None) == "without a token"
    assert long.line.shown == []


def test_what_line_does_not_push_is_given_up(long: World) -> None:
    long.line.failures = [(None, True), (LineRefusedError(), False)]
    assert long.tell("/again", 2) == "failed"
    assert long.line.shown == LONG[:5]


def test_in_a_group_the_rest_is_pushed_there(world: World) -> None:
    world.say("Hello", 1, "\n\n".join(LONG[:6]), **IN_GROUP)
    world.tell("/again", 2, **IN_GROUP)
    assert world.line.calls[-1] == ("push", GROUP_ID, LONG[5])


def test_after_a_reset_it_is_still_there(world: World) -> None:
    world.say("Hello", 1, "Hi")
    world.tell("/reset", 2)
    assert repeated(world) == ["Hi"]


def test_what_the_index_does_not_show_yet_is_found(world: World) -> None:
    lagging = LaggingTable(TABLE_NAME, RETENTION, TIMEZONE)
    lagging.shown_until = at(2)
    world.messages = lagging
    world.say("Hello", 1, "Hi")
    world.say("And?", 3, "Well")
    assert repeated(world) == ["Well"]


class OutdatedTable(MessageTable):
    """Its index goes on showing what was deleted."""

    def newest(self, *_: object) -> list[Message]:
        return list(self.shown)

    shown: tuple[Message, ...] = ()


def test_what_the_index_still_shows_of_the_deleted_is_not(world: World) -> None:
    world.say("Hello", 1, "Hi")
    question = world.say("A secret", 2, "I see: a secret")
    outdated = OutdatedTable(TABLE_NAME, RETENTION, TIMEZONE)
    outdated.shown = tuple(Message.batch_get([question.id, answer_id(question.id)]))
    world.messages = outdated
    world.past.unsend(USER_ID, question.id, at(4))
    assert repeated(world) == ["Hi"]


def test_what_has_expired_is_not_shown_though_it_is_still_there(world: World) -> None:
    world.say("Hello", 1, "Hi")
    world.clock.now = at(0) + RETENTION
    long_after = world.clock.now - at(0)
    assert repeated(world, sent_at=at(0) + long_after) == ["Hi"]
    world.clock.pass_(10)
    assert repeated(world, sent_at=at(0) + long_after + timedelta(seconds=1)) == NOTHING


def test_what_is_to_be_forgotten_is_not_shown_though_it_is_still_there(world: World) -> None:
    world.say("Hello", 1, "Hi")
    world.past.hide(USER_ID, world.clock.now)
    assert Message.get(answer_id(received(number=1).message_id)).content == "Hi"
    assert repeated(world) == NOTHING
    world.say("I am back", 2, "Welcome")
    assert repeated(world) == ["Welcome"]


def test_in_a_group_nothing_of_a_member_who_is_to_be_forgotten(world: World) -> None:
    world.say("Hello", 1, "Hi", **IN_GROUP, user_id=OTHER_USER_ID)
    world.say("My secret", 2, "I see: your secret", **IN_GROUP)
    assert repeated(world, **IN_GROUP) == ["I see: your secret"]
    world.past.hide(USER_ID, world.clock.now)
    assert repeated(world, **IN_GROUP) == ["Hi"]


def test_a_group_and_its_members_have_answers_of_their_own(world: World) -> None:
    world.say("Hello", 1, "Hi, all", **IN_GROUP)
    assert repeated(world) == NOTHING
    world.say("Hello", 2, "Hi, you")
    assert repeated(world) == ["Hi, you"]
    assert repeated(world, **IN_GROUP) == ["Hi, all"]


def test_nothing_of_it_is_kept(world: World) -> None:
    world.say("Hello", 1, "Hi")
    repeated(world)
    roles = [message.role for message in Message.by_line_user_id.query(USER_ID)]
    assert roles == [USER, "assistant"]
