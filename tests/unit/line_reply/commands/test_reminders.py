"""/reminders: the list, and cancelling."""

from datetime import timedelta

import pytest

from line_reply.commands.orders import Command, order_in
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, USER_ID, received
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.reminders.calls import MORNING, call, calling, model_says, words_of
from tests.unit.line_reply.world import World

EVENING = "Monday, 23 November 2026, 21:00 (Asia/Tokyo)"


@pytest.fixture
def two(world: World) -> World:
    """Two are set, the later one first."""
    calls = [call(at="2026-11-23T21:00", words="Party"), call()]
    model_says(world, calling(*calls))
    world.turn(received("Remind me", 1))
    return world


def test_lists_the_next_one_first_with_a_button_each(two: World) -> None:
    assert two.tell("/reminders", 2) == "obeyed /reminders"
    assert two.line.shown[-1] == (
        "These are the reminders.\n\n"
        f"2. {MORNING}\nMeeting\n"
        f"1. {EVENING}\nParty\n\n"
        "To cancel one, tap its button, or send /reminders cancel and its number."
    )
    assert two.line.choices == ["Cancel no. 2", "Cancel no. 1"]


def test_says_that_there_are_none(world: World) -> None:
    world.offers_reminders = True
    world.tell("/reminders")
    assert world.line.shown[-1].startswith("There are no reminders.")


def test_says_where_there_can_be_none(two: World) -> None:
    two.offers_reminders = False
    two.tell("/reminders", 2)
    assert two.line.shown[-1].startswith("These are the reminders.")
    for number, button in enumerate([*two.line.commands.values()], 3):
        two.tell(button, number)
    two.tell("/reminders", 9)
    assert two.line.shown[-1] == TEXTS.reminders_off


def test_a_button_cancels_what_it_names_once(two: World) -> None:
    two.tell("/reminders", 2)
    button = two.line.commands["Cancel no. 2"]
    two.tell(button, 3)
    assert two.line.shown[-1] == f"I have cancelled the reminder of {MORNING}: “Meeting”."
    two.tell(button, 4)
    assert two.line.shown[-1].startswith("There is no such reminder.")
    assert words_of(two, USER_ID) == ["Party"]
    assert len(two.schedules.planned) == 1


@pytest.mark.parametrize("said", ["/reminders cancel 2", "/リマインダー cancel ２。"])
def test_a_number_cancels_too_and_stays_what_it_was(two: World, said: str) -> None:
    two.tell(said, 2)
    two.tell(said, 3)
    assert words_of(two, USER_ID) == ["Party"]


def test_japanese_has_words_for_it(two: World) -> None:
    two.tell("/language ja", 2)
    two.tell("/リマインド 取り消し 1", 3)
    assert two.line.shown[-1] == (
        "2026年11月23日（月）21:00（Asia/Tokyo）の「Party」を取り消しました。"
    )


def test_what_never_came_is_not_listed(two: World) -> None:
    two.clock.pass_(timedelta(days=1, hours=1).total_seconds())
    two.tell("/reminders", 25 * 3600)
    assert two.line.choices == []


def test_a_groups_are_listed_and_cancelled_there(world: World) -> None:
    model_says(world, calling(call()))
    world.turn(in_the_group(received("Remind us", 1)))
    world.tell_as(in_the_group(received("/reminders cancel 1", 2)))
    assert words_of(world, GROUP_ID) == []


def test_is_called_by_its_names() -> None:
    orders = [order_in(text) for text in ("/reminders", "/リマインダー", "/リマインド")]
    assert [order and order.command for order in orders] == [Command.REMINDERS] * 3
