"""A reminder that is due: pushed once, or not at all."""

from datetime import timedelta

import pytest

from kaiwa.line.errors import LineRefusedError, LineUnclearError
from kaiwa.table.items import NOTICE
from line_reply.reminders.due import ReminderDue
from line_reply.work import Unreadable
from tests.builders import GROUP_ID, USER_ID, received, work_of
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.reminders.calls import call, calling, model_says, words_of
from tests.unit.line_reply.stored import CrashError, crash_after, items, stored
from tests.unit.line_reply.world import World


@pytest.fixture
def due(world: World) -> ReminderDue:
    """One is set, and its time has come."""
    model_says(world, calling(call()))
    world.turn(received("Remind me", 1))
    return come_due(world, USER_ID)


def come_due(world: World, chat_id: str) -> ReminderDue:
    (reminder,) = world.reminders.of_chat(chat_id)
    world.clock.now = reminder.at + timedelta(seconds=20)
    _, queued = world.schedules.planned[reminder.id]
    work = work_of(dict(queued.event))
    assert isinstance(work, ReminderDue)
    world.line.shown.clear()
    return work


def test_it_is_pushed_once_however_often_it_comes(world: World, due: ReminderDue) -> None:
    assert world.remind()(due) == "delivered"
    assert world.line.calls[-1] == ("push", USER_ID, "⏰ Meeting")
    assert stored()[due.reminder_id] == (NOTICE, "⏰ Meeting", "delivered")
    assert f"reminders#{USER_ID}" not in items()
    assert world.remind()(due) == "cancelled"
    assert world.line.shown == ["⏰ Meeting"]


@pytest.mark.parametrize("writes", range(1, 5))
def test_a_worker_that_dies_shows_it_once(world: World, due: ReminderDue, writes: int) -> None:
    with pytest.raises(CrashError), crash_after(writes):
        world.remind()(due)
    world.remind()(due)
    assert world.line.shown == ["⏰ Meeting"]
    assert words_of(world, USER_ID) == []


def test_line_that_gives_no_answer_is_asked_again(world: World, due: ReminderDue) -> None:
    world.line.failures = [(LineUnclearError(), True)]
    with pytest.raises(LineUnclearError):
        world.remind()(due)
    assert world.remind()(due) == "delivered"
    assert world.line.shown == ["⏰ Meeting"]


def test_line_that_refuses_it_is_not(world: World, due: ReminderDue) -> None:
    world.line.failures = [(LineRefusedError(), False)]
    assert world.remind()(due) == "failed"
    assert world.remind()(due) == "cancelled"


def test_a_day_late_is_too_late(world: World, due: ReminderDue) -> None:
    world.clock.pass_(24 * 60 * 60)
    assert world.remind()(due) == "too old"
    assert (world.line.shown, words_of(world, USER_ID)) == ([], [])


def test_who_has_blocked_the_bot_is_sent_nothing(world: World, due: ReminderDue) -> None:
    world.conversations.stop(USER_ID, world.clock.now)
    assert world.remind()(due) == "unwelcome"
    assert (world.line.shown, words_of(world, USER_ID)) == ([], [])


def test_nothing_of_before_is_said_to_who_wants_to_be_forgotten(
    world: World, due: ReminderDue
) -> None:
    """Forgetting may not have come further than to hide it."""
    world.past.hide(USER_ID, world.clock.now)
    assert world.remind()(due) == "unwelcome"


def test_a_group_is_reminded_of_what_a_member_asked_for(world: World) -> None:
    model_says(world, calling(call()))
    world.turn(in_the_group(received("Remind us", 1)))
    assert world.remind()(come_due(world, GROUP_ID)) == "delivered"
    assert world.line.calls[-1] == ("push", GROUP_ID, "⏰ Meeting")


@pytest.mark.parametrize("missing", ["id", "conversation_id"])
def test_what_names_no_reminder_is_unreadable(missing: str) -> None:
    whole = ReminderDue(USER_ID, "reminder-1").queued().event
    lacking = {name: value for name, value in whole.items() if name != missing}
    ids = lacking.get("id"), lacking.get("conversation_id")
    assert work_of(lacking) == Unreadable("kaiwa.reminder", missing, *ids)
