"""Coming, going, taking back and editing, on the real gateways to a table of moto's."""

from collections.abc import Sequence
from typing import Any

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.line.events import Follow, Join, Leave, Unfollow, Unsend
from kaiwa.line.messages import Edit
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.prompt import Attachment
from kaiwa.table.items import ASSISTANT, Message, answer_id
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
    edited_event,
    event,
    in_room,
    in_standby,
    received,
    unsend_event,
    work_of,
)
from tests.fakes import FakeModel
from tests.unit.line_reply.world import CrashError, World, attempt, crash_after, items

JA = texts_for("ja", "ja")
IN_GROUP = {"conversation_id": GROUP_ID, "one_to_one": False}


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


def unsend(world: World, line_event: dict[str, Any]) -> str:
    event = work_of(line_event)
    assert isinstance(event, Unsend)
    return world.lifecycle().unsend(event)


def edit(world: World, line_event: dict[str, Any], *, last: bool = False) -> str:
    event = work_of(line_event)
    assert isinstance(event, Edit)
    return world.lifecycle().edit(event, attempt(last=last))


def contents(chat_id: str) -> list[str]:
    return [message.content for message in Message.by_line_user_id.query(chat_id)]


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
    assert len(world.line.choices) == 8
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
        TEXTS.label_language,
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
