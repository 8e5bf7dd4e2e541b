"""Coming and going."""

from typing import Any

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.line.events import Follow, Join, Leave, Unfollow
from kaiwa.table.items import ASSISTANT
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content
from line_reply.speech.languages import texts_for
from line_reply.speech.languages.en import TEXTS
from tests.builders import (
    GROUP_ID,
    OTHER_USER_ID,
    ROOM_ID,
    USER_ID,
    at,
    event,
    in_room,
    in_standby,
    work_of,
)
from tests.unit.line_reply.lifecycle_events import IN_GROUP, contents
from tests.unit.line_reply.stored import CrashError, crash_after, items
from tests.unit.line_reply.world import World

JA = texts_for("ja", "ja")


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages, at(1000))


def welcome(world: World, line_event: dict[str, Any]) -> str:
    event = work_of(line_event)
    assert isinstance(event, Follow | Join)
    return world.lifecycle().welcome(event, world.chat(event))


def part(world: World, line_event: dict[str, Any], *, delete_data: bool = False) -> str:
    event = work_of(line_event)
    assert isinstance(event, Unfollow | Leave)
    world.delete_data_on_leave = delete_data
    return world.lifecycle().part(event)


# Coming


@pytest.mark.parametrize(
    ("code", "is_unblocked", "words"),
    [
        ("en", False, TEXTS.greeting),
        ("en", True, TEXTS.welcome_back),
        ("ja", False, JA.greeting),
        ("ja", True, JA.welcome_back),
    ],
)
def test_whoever_adds_the_bot_is_greeted_in_their_language(
    world: World, code: str, is_unblocked: bool, words: str
) -> None:
    world.line.user_language = code
    follow = event("follow", follow={"isUnblocked": is_unblocked})
    assert welcome(world, follow) == "greeted"
    assert world.line.shown == [words]
    assert len(world.line.choices) == 10
    assert world.conversations.get(USER_ID).detected_language == code


def test_an_older_kind_of_follow_is_a_greeting(world: World) -> None:
    follow = event("follow")
    del follow["follow"]
    assert welcome(world, follow) == "greeted"
    assert world.line.shown == [TEXTS.greeting]


@pytest.mark.parametrize("in_chat", [lambda each: each, in_room], ids=["group", "room"])
def test_the_bot_introduces_itself_where_it_joins(world: World, in_chat: Any) -> None:
    assert welcome(world, in_chat(event("join"))) == "greeted"
    assert world.line.shown == [TEXTS.introduction]
    assert world.line.choices == [
        TEXTS.label_help,
        TEXTS.label_reset,
        TEXTS.label_again,
        TEXTS.label_draw,
        TEXTS.label_language,
        TEXTS.label_reminders,
    ]


def test_on_standby_it_stays_silent_but_is_welcome(world: World) -> None:
    part(world, event("unfollow", 1))
    assert welcome(world, in_standby(event("follow", 2))) == "on standby"
    assert world.line.calls == []
    assert world.conversations.get(USER_ID).stopped_at is None


def test_a_greeting_that_line_did_not_take_is_tried_again(world: World) -> None:
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        welcome(world, event("follow"))
    assert welcome(world, event("follow")) == "greeted"
    assert welcome(world, event("follow")) == "token used or expired"
    assert world.line.shown == [TEXTS.greeting]


# Going


@pytest.mark.parametrize(("kind", "chat_id"), [("unfollow", USER_ID), ("leave", GROUP_ID)])
def test_by_default_what_was_said_stays(world: World, kind: str, chat_id: str) -> None:
    world.say("Hello", 1, "Hi", conversation_id=chat_id, one_to_one=chat_id == USER_ID)
    link = world.link()
    assert part(world, event(kind, 2)) == "stopped"
    assert world.conversations.get(chat_id).stopped_at == at(2)
    assert contents(chat_id) == ["Hello", "Hi"]
    assert world.accounts.link_of("account") == link


def test_who_comes_back_is_welcome(world: World) -> None:
    part(world, event("unfollow", 1))
    welcome(world, event("follow", 2))
    assert world.conversations.get(USER_ID).stopped_at is None


def test_a_follow_that_comes_late_changes_nothing(world: World) -> None:
    part(world, event("unfollow", 2))
    assert welcome(world, event("follow", 1)) == "parted since"
    assert world.conversations.get(USER_ID).stopped_at == at(2)
    assert world.line.calls == []


def test_a_user_who_leaves_may_be_forgotten(world: World) -> None:
    world.say("Hello", 1, "Hi")
    world.say("Me too", 2, "Aha", **IN_GROUP)
    world.link()
    world.exports.files = {USER_ID: ["a.csv"]}
    assert part(world, event("unfollow", 3), delete_data=True) == "stopped and forgot"
    assert (contents(USER_ID), contents(GROUP_ID)) == ([], [])
    assert world.accounts.link_to(USER_ID) is None
    assert world.exports.files == {}
    assert world.conversations.get(USER_ID).stopped_at == at(3)


def test_a_group_that_the_bot_leaves_may_be_forgotten(world: World) -> None:
    world.say("Hello", 1, "Hi", **IN_GROUP)
    world.say("Hello", 2, "Hi", **IN_GROUP, user_id=OTHER_USER_ID)
    world.say("Mine", 3, "Yours")
    world.say("Elsewhere", 4, "There", conversation_id=ROOM_ID, one_to_one=False)
    link = world.link()
    assert part(world, event("leave", 5), delete_data=True) == "stopped and forgot"
    assert contents(GROUP_ID) == []
    assert (contents(USER_ID), contents(ROOM_ID)) == (["Mine", "Yours"], ["Elsewhere", "There"])
    assert world.accounts.link_of("account") == link


def test_leaving_that_was_stopped_is_finished_another_time(world: World) -> None:
    for writes in range(1, 30):
        world.say("Hello", 10 * writes, "Hi")
        crashed = False
        with crash_after(writes):
            try:
                part(world, event("unfollow", 10 * writes + 1), delete_data=True)
            except CrashError:
                crashed = True
        assert world.conversations.get(USER_ID).stopped_at == at(10 * writes + 1)
        part(world, event("unfollow", 10 * writes + 1), delete_data=True)
        assert contents(USER_ID) == []
        if not crashed:
            break
    assert not crashed


@pytest.mark.parametrize("delete_data", [False, True])
@pytest.mark.parametrize(
    ("gone", "back"),
    [(event("unfollow", 2), event("follow", 3)), (event("leave", 2), event("join", 3))],
)
def test_going_that_is_heard_of_after_coming_back_changes_nothing(
    world: World, gone: dict[str, Any], back: dict[str, Any], delete_data: bool
) -> None:
    chat_id = GROUP_ID if gone["type"] == "leave" else USER_ID
    world.say("Hello", 1, "Hi", conversation_id=chat_id, one_to_one=chat_id == USER_ID)
    assert welcome(world, back) == "greeted"
    before = items()
    assert part(world, gone, delete_data=delete_data) == "welcome since"
    assert items() == before


def test_going_that_is_heard_of_after_something_was_said_since_changes_nothing(
    world: World,
) -> None:
    world.say("Hello", 1, "Hi")
    world.say("I am back", 3, "Hi again")
    before = items()
    assert part(world, event("unfollow", 2), delete_data=True) == "welcome since"
    assert items() == before


def test_an_answer_that_is_stored_after_they_went_keeps_nobody(world: World) -> None:
    question = world.say("Hello", 1)
    world.messages.store_answer(question, Content(ASSISTANT, "Hi"), at(3))
    assert part(world, event("unfollow", 2), delete_data=True) == "stopped and forgot"
