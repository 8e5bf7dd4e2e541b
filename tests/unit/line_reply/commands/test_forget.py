"""Forgetting a user, on the real gateways to a table of moto's. How it is ordered is in
`test_obeying`, how it is stored in `tests/unit/kaiwa`.
"""

import pytest

from kaiwa.exports import NotDeletedError
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from tests.builders import GROUP_ID, OTHER_USER_ID, ROOM_ID, USER_ID, at, received
from tests.unit.line_reply.stored import CrashError, crash_after, items, wipe
from tests.unit.line_reply.world import World, settings


def fill(world: World) -> None:
    """The user and somebody else have talked with the bot: alone, in a group, and in a room."""
    for number, person in enumerate((USER_ID, OTHER_USER_ID), 1):
        world.say("Mine", 10 * number, "Yours", conversation_id=person, user_id=person)
        for offset, chat_id in enumerate((GROUP_ID, ROOM_ID), 1):
            world.say(
                "Ours",
                10 * number + offset,
                "All right",
                conversation_id=chat_id,
                one_to_one=False,
                user_id=person,
            )
    world.conversations.set_persona(USER_ID, "Be brief.")
    world.conversations.set_persona(OTHER_USER_ID, "Be kind.")
    world.link()
    world.exports.files = {USER_ID: ["a.csv"], OTHER_USER_ID: ["b.csv"]}


def messages_of(*numbers: int) -> set[str]:
    ids = [received(number=number).message_id for number in numbers]
    return {each for message_id in ids for each in (message_id, f"{message_id}#assistant")}


THEIRS = messages_of(20, 21, 22)


def forget_the_user(world: World) -> None:
    world.forget_chat()(USER_ID)


def assert_forgotten(world: World) -> None:
    kept = items()
    assert {key for key in kept if key[:1].isdigit()} == THEIRS
    assert not [key for key in kept if key.startswith("account#")]
    assert world.exports.files == {OTHER_USER_ID: ["b.csv"]}
    mine = kept[f"conversation#{USER_ID}"]
    times = {"lastCreatedAt", "forgottenAt", "welcomedAt"}
    assert set(mine) == {"id", "pastVersion", "groupTurns", *times}
    theirs = kept[f"conversation#{OTHER_USER_ID}"]
    assert theirs["persona"] == {"S": "Be kind."}
    words = ("Mine", "Be brief.", "h•@e•.com")
    assert not [key for key in kept if USER_ID in key for word in words if word in str(kept[key])]


def test_all_of_the_user_is_deleted_and_nothing_of_anybody_else(messages: MessageTable) -> None:
    world = World(messages, at(1000))
    fill(world)
    before = set(items())
    forget_the_user(world)
    assert_forgotten(world)
    gone = before - set(items())
    assert gone == {*messages_of(10, 11, 12), "account#account"}  # markers and counters stay


def test_wherever_it_stops_another_time_finishes_it(messages: MessageTable) -> None:
    for writes in range(1, 40):
        wipe()
        world = World(messages, at(1000))
        fill(world)
        crashed = False
        with crash_after(writes):
            try:
                forget_the_user(world)
            except CrashError:
                crashed = True
        hidden = world.conversations.get(USER_ID)
        assert hidden.forgotten_at is not None  # at once, whatever happens then
        assert settings(world)["persona"] is None
        forget_the_user(world)
        assert_forgotten(world)
        if not crashed:
            break
    assert writes > 5
    assert not crashed


def test_files_that_are_still_there_are_deleted_another_time(messages: MessageTable) -> None:
    world = World(messages, at(1000))
    fill(world)
    world.exports.failures = [NotDeletedError()]
    with pytest.raises(NotDeletedError):
        forget_the_user(world)
    assert world.accounts.link_to(USER_ID) is None  # nobody reads the chat from ChatGPT any more
    forget_the_user(world)
    assert_forgotten(world)


def test_a_user_who_never_said_anything_can_be_forgotten(messages: MessageTable) -> None:
    world = World(messages, at(1000))
    forget_the_user(world)
    assert set(items()) == {f"conversation#{USER_ID}"}


def test_what_is_said_afterwards_stays(messages: MessageTable) -> None:
    world = World(messages, at(1000))
    world.say("Hello", 1, "Hi")
    forget_the_user(world)
    world.say("I am back", 2, "Welcome")  # sent before, by LINE's clock
    forgotten_at = world.conversations.get(USER_ID).forgotten_at
    assert forgotten_at is not None
    kept = list(Message.by_line_user_id.query(USER_ID))
    assert [message.content for message in kept] == ["I am back", "Welcome"]
    assert all(message.created_at > forgotten_at for message in kept)
