"""Taking messages back, and editing them."""

from collections.abc import Sequence
from typing import Any

import pytest

from kaiwa.line.events import Unsend
from kaiwa.line.messages import Edit
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.prompt import Attachment
from kaiwa.table.items import Message, answer_id
from kaiwa.table.messages import MessageTable
from tests.builders import (
    GROUP_ID,
    OTHER_USER_ID,
    USER_ID,
    at,
    edited_event,
    in_standby,
    received,
    unsend_event,
    work_of,
)
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import attempt
from tests.unit.line_reply.lifecycle_events import IN_GROUP, contents
from tests.unit.line_reply.stored import items
from tests.unit.line_reply.world import World


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages, at(1000))


def unsend(world: World, line_event: dict[str, Any]) -> str:
    event = work_of(line_event)
    assert isinstance(event, Unsend)
    return world.lifecycle().unsend(event)


def edit(world: World, line_event: dict[str, Any], *, last: bool = False) -> str:
    event = work_of(line_event)
    assert isinstance(event, Edit)
    return world.lifecycle().edit(event, attempt(last=last))


# Taking back


@pytest.mark.parametrize("change", [lambda each: each, in_standby], ids=["active", "standby"])
def test_what_is_taken_back_is_gone_with_its_answer(world: World, change: Any) -> None:
    world.say("Hello", 1, "Hi")
    secret = world.say("A secret", 2, "I see: a secret")
    for _ in range(2):
        assert unsend(world, change(unsend_event(secret.id, 3))) == "unsent"
    assert contents(USER_ID) == ["Hello", "Hi"]
    assert "secret" not in str(items())
    assert world.line.calls == []


def test_what_is_taken_back_before_it_comes_is_not_taken(world: World) -> None:
    message = received("A secret", 2)
    unsend(world, unsend_event(message.message_id, 3))
    assert "secret" not in str(items())
    with pytest.raises(AssertionError):
        world.say("A secret", 2)
    assert "secret" not in str(items())


def test_what_is_taken_back_late_is_gone_too(world: World) -> None:
    secret = world.say("A secret", 2, "I see: a secret")
    world.clock.pass_(48 * 3600)
    unsend(world, unsend_event(secret.id, 3))
    assert contents(USER_ID) == []


def test_nobody_takes_back_what_is_in_another_chat(world: World) -> None:
    secret = world.say("Hello", 2, "Hi", conversation_id=OTHER_USER_ID, user_id=OTHER_USER_ID)
    assert unsend(world, unsend_event("another", 3)) == "unsent"
    assert Message.get(secret.id).content == "Hello"
    assert contents(OTHER_USER_ID) == ["Hello", "Hi"]


# Editing


def said_in_the_group(world: World) -> Message:
    return world.say("I am Aki", 1, "Hello, Aki", **IN_GROUP)


def test_new_words_take_the_place_of_the_old(world: World) -> None:
    question = said_in_the_group(world)
    edited = edited_event("@Kaiwa I am Akiko", 2, mentions_bot=True)
    assert edit(world, edited) == "edited"
    assert contents(GROUP_ID) == ["I am Akiko", "Hello, Aki"]
    assert edit(world, edited) == "unknown message"  # once is enough
    assert Message.get(question.id).created_at == question.created_at
    assert world.line.calls == []


def test_the_latest_edit_stays_whichever_comes_last(world: World) -> None:
    said_in_the_group(world)
    assert edit(world, edited_event("@Kaiwa second", 3, mentions_bot=True)) == "edited"
    assert edit(world, edited_event("@Kaiwa first", 2, mentions_bot=True)) == "unknown message"
    assert contents(GROUP_ID) == ["second", "Hello, Aki"]


@pytest.mark.parametrize("text", [None, "", "@Kaiwa", "@Kaiwa  "])
def test_what_is_no_longer_for_the_bot_is_gone(world: World, text: str | None) -> None:
    question = said_in_the_group(world)
    edited = edited_event(text or "", 2, mentions_bot=bool(text))
    if text is None:
        edited["message"] = {"id": edited["message"]["id"], "type": "text"}
    assert edit(world, edited) == "unsent"
    assert contents(GROUP_ID) == []
    assert list(Message.batch_get([answer_id(question.id)])) == []


def test_words_that_are_flagged_leave_the_history(world: World) -> None:
    said_in_the_group(world)
    edited = edited_event("@Kaiwa forbidden", 2, mentions_bot=True)
    assert edit(world, edited) == "unsent"
    assert contents(GROUP_ID) == []


class Failing(FakeModel):
    """Judges nothing."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        raise self.error


def test_a_moderator_out_of_reach_is_asked_again(world: World) -> None:
    said_in_the_group(world)
    edited = edited_event("@Kaiwa I am Akiko", 2, mentions_bot=True)
    before = items()
    world.model = Failing(ModelUnavailableError())
    with pytest.raises(ModelUnavailableError):
        edit(world, edited)
    assert items() == before
    world.model = FakeModel()
    assert edit(world, edited) == "edited"


@pytest.mark.parametrize(
    ("error", "last"),
    [
        (ModelRefusedError(), False),
        (ModelTimeoutError(), False),
        (ModelRefusedError(), True),
        (ModelTimeoutError(), True),
        (ModelUnavailableError(), True),
    ],
)
def test_words_that_nobody_judges_leave_the_history_with_the_old_ones(
    world: World, error: Exception, last: bool
) -> None:
    said_in_the_group(world)
    edited = edited_event("@Kaiwa I am Akiko", 2, mentions_bot=True)
    world.model = Failing(error)
    assert edit(world, edited, last=last) == "unsent"
    assert contents(GROUP_ID) == []


@pytest.mark.parametrize("text", ["@Kaiwa hi", "@Kaiwa", "@Kaiwa forbidden"])
def test_an_edit_of_what_is_not_known_stores_nothing(world: World, text: str) -> None:
    assert edit(world, edited_event(text, 2, mentions_bot=True)) == "unknown message"
    assert items() == {}


def test_what_an_older_edit_took_out_stays_as_a_later_one_has_it(world: World) -> None:
    said_in_the_group(world)
    assert edit(world, edited_event("@Kaiwa second", 3, mentions_bot=True)) == "edited"
    assert edit(world, edited_event("", 2, mentions_bot=False)) == "unknown message"
    assert contents(GROUP_ID) == ["second", "Hello, Aki"]


def test_an_edit_of_the_day_before_yesterday_does_nothing(world: World) -> None:
    said_in_the_group(world)
    world.clock.pass_(24 * 3600)
    assert edit(world, edited_event("@Kaiwa hi", 2, mentions_bot=True)) == "too old"
    assert contents(GROUP_ID) == ["I am Aki", "Hello, Aki"]
