"""Setting reminders: what is stored, scheduled and said, once."""

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.model.functions import FunctionCall
from kaiwa.schedules import SchedulesUnavailableError
from line_reply.reminders.due import ReminderDue
from line_reply.reminders.set import MOST_CALLS, MOST_OF_PERSON, reminder_id
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, received
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.reminders.calls import (
    HOW_TO_CANCEL,
    MORNING,
    call,
    calling,
    model_says,
    words_of,
)
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World

SET = f"I'll remind you on {MORNING}: “Meeting”.\n{HOW_TO_CANCEL}"


def ask(world: World, number: int = 1) -> str:
    return world.turn(received("Remind me of the meeting at 9 tomorrow", number))


def test_it_is_stored_scheduled_and_confirmed_with_date_and_zone(world: World) -> None:
    model_says(world, calling(call()))
    assert ask(world) == "delivered"
    assert world.line.shown == [SET]
    (reminder,) = world.reminders.of_chat(USER_ID)
    assert (reminder.words, reminder.person_id, reminder.number) == ("Meeting", USER_ID, 1)
    # What the scheduler keeps has ids and no words.
    due = ReminderDue(USER_ID, reminder.id).queued()
    assert world.schedules.planned == {reminder.id: (reminder.at, due)}
    assert due.event == {
        "type": "kaiwa.reminder",
        "id": reminder.id,
        "conversation_id": USER_ID,
    }
    # The conversation knows it, so that the model does not set it again.
    assert stored()[f"{1:018}#assistant"] == ("assistant", SET, "delivered")


def test_people_hear_it_in_their_language(world: World) -> None:
    world.tell("/language ja", 900)
    model_says(world, calling(call(words="会議")))
    ask(world, 901)
    assert world.line.shown[-1] == (
        "2026年11月23日（月）09:00（Asia/Tokyo）に「会議」とお知らせします。\n"
        "確認や取り消しは /reminders と送ってください。"
    )


def test_without_the_setting_nothing_is_offered(world: World) -> None:
    ask(world)
    assert world.model.offered == []


def test_an_answer_may_come_with_it(world: World) -> None:
    model_says(world, calling(call(), text="Sure."))
    ask(world)
    assert world.line.shown == [f"Sure.\n\n{SET}"]


def test_an_attempt_that_comes_again_sets_none_twice(world: World) -> None:
    """Nor does it change what was set, whatever the model says this time."""
    model_says(world, calling(call()), calling(call(words="Party")))
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        ask(world)
    ask(world)
    assert world.line.shown == [SET]
    assert words_of(world, USER_ID) == ["Meeting"]
    again = world.set_reminders()
    question = world.messages.by_ids([f"{1:018}"])[0]
    texts = world.chat(received()).voice()
    assert again([call(words="Party")], question, texts) == SET
    assert len(world.schedules.planned) == 1


def test_one_that_would_not_fire_is_not_kept(world: World) -> None:
    model_says(world, calling(call()), calling(call()), calling(call()))
    world.schedules.failures.append(True)
    with pytest.raises(SchedulesUnavailableError):
        ask(world)
    assert words_of(world, USER_ID) == []
    ask(world)
    assert words_of(world, USER_ID) == ["Meeting"]
    world.schedules.failures.append(True)
    assert world.turn(received("And again", 2), last_attempt=True) == "delivered"
    assert world.line.shown[-1].startswith("Sorry, I can't answer right now.")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (call(at="2026-11-22T20:00"), "I can't remind you on Sunday, 22 November 2026, 20:00"),
        (call(at="2027-11-24T09:00"), "please choose a time within a year."),
        (FunctionCall("set_reminder", "{"), "I could not make out when to remind you"),
    ],
)
def test_what_cannot_be_is_said(world: World, wrong: FunctionCall, said: str) -> None:
    model_says(world, calling(wrong))
    ask(world)
    (shown,) = world.line.shown
    assert said in shown
    assert HOW_TO_CANCEL not in shown
    assert (words_of(world, USER_ID), world.schedules.planned) == ([], {})


def test_a_message_sets_a_few(world: World) -> None:
    calls = [call(words=f"No. {number}") for number in range(MOST_CALLS + 1)]
    model_says(world, calling(*calls))
    ask(world)
    assert len(words_of(world, USER_ID)) == MOST_CALLS
    assert f"I can set {MOST_CALLS} reminders at a time." in world.line.shown[0]


def test_a_person_has_so_many_in_all_chats_together(world: World) -> None:
    for number in range(MOST_OF_PERSON):
        model_says(world, calling(call(words=f"No. {number}")))
        message = received("Remind me", number + 1)
        world.turn(message if number % 2 else in_the_group(message))
    model_says(world, calling(call(words="One more")), calling(call(words="Mine")))
    ask(world, 100)
    assert world.line.shown[-1] == (
        "There can be 20 reminders at most. Cancel some with /reminders, and send it again."
    )
    world.turn(in_the_group(received("Remind me", 101, user_id=OTHER_USER_ID)))
    assert words_of(world, GROUP_ID)[-1] == "Mine"
    assert len(words_of(world, GROUP_ID)) == MOST_OF_PERSON // 2 + 1


def test_a_quota_that_is_nearly_used_is_told(world: World) -> None:
    warning = "(Few of this month's notifications are left, so the reminder may not arrive.)"
    for used, number in ((89.0, 1), (90.0, 2)):
        world.line.quota_used = used
        model_says(world, calling(call()))
        ask(world, number)
    assert [warning in shown for shown in world.line.shown] == [False, True]


def test_ids_are_of_the_message_and_the_call() -> None:
    assert reminder_id("1", 0) == reminder_id("1", 0)
    assert len({reminder_id("1", 0), reminder_id("1", 1), reminder_id("2", 0)}) == 3
    assert len(reminder_id("1", 0)) <= 64  # what the scheduler takes for a name
