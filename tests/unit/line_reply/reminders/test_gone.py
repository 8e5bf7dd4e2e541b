"""Reminders that are gone: with their question, with the bot, with all that is known."""

import pytest

from kaiwa.schedules import SchedulesUnavailableError
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, event, in_group, received, work_of
from tests.unit.line_reply.arrivals import attempt, in_the_group
from tests.unit.line_reply.reminders.calls import call, calling, model_says, words_of
from tests.unit.line_reply.world import World


@pytest.fixture
def everywhere(world: World) -> World:
    """The user and another have a reminder each in their chats, and in a group."""
    for number, (user, place) in enumerate(
        (user, place) for user in (USER_ID, OTHER_USER_ID) for place in ("own", "group")
    ):
        model_says(world, calling(call(words=f"{user[1]} {place}")))
        own = received("Remind me", number + 1, user_id=user, conversation_id=user)
        world.turn(own if place == "own" else in_the_group(own))
    assert len(world.schedules.planned) == 4
    return world


def left(world: World) -> list[str]:
    chats = (USER_ID, OTHER_USER_ID, GROUP_ID)
    found = [words for chat_id in chats for words in words_of(world, chat_id)]
    assert len(world.schedules.planned) == len(found)
    return found


def test_forgetting_takes_the_persons_own_everywhere(everywhere: World) -> None:
    everywhere.tell("/forget yes", 900)
    assert left(everywhere) == ["2 own", "2 group"]


def test_forgetting_that_fails_half_way_is_finished(everywhere: World) -> None:
    everywhere.schedules.failures.extend([False, True])
    with pytest.raises(SchedulesUnavailableError):
        everywhere.tell("/forget yes", 900)
    everywhere.tell("/forget yes", 900, attempt=2)
    assert left(everywhere) == ["2 own", "2 group"]


def test_a_question_that_is_taken_back_reminds_of_nothing(everywhere: World) -> None:
    everywhere.lifecycle().unsend(work_of(event("unsend", 900)))  # type: ignore[arg-type]
    assert left(everywhere) == ["2 own", "1 group", "2 group"]


def test_who_blocks_the_bot_is_reminded_of_nothing(everywhere: World) -> None:
    everywhere.lifecycle().part(work_of(event("unfollow", 900)))  # type: ignore[arg-type]
    assert left(everywhere) == ["2 own", "1 group", "2 group"]


def test_a_group_that_the_bot_leaves_is_reminded_of_nothing(everywhere: World) -> None:
    everywhere.lifecycle().part(work_of(in_group(event("leave", 900))))  # type: ignore[arg-type]
    assert left(everywhere) == ["1 own", "2 own"]


def test_a_mention_that_is_edited_away_reminds_of_nothing(everywhere: World) -> None:
    gone = event("messageEdited", 900, message={"id": f"{2:018}", "type": "text", "text": ""})
    outcome = everywhere.lifecycle().edit(work_of(gone), attempt())  # type: ignore[arg-type]
    assert (outcome, left(everywhere)) == ("unsent", ["1 own", "2 own", "2 group"])
