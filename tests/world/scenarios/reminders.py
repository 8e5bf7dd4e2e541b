"""Reminders."""

from tests.world.scenarios.registry import scenario
from tests.world.stage import Stage


@scenario()
def reminder(stage: Stage) -> None:
    stage.says("w1", 1, text="remind")
    stage.tells("/reminders cancel 1", 700)


@scenario()
def reminder_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, text="remind")
    stage.forgets(2)


@scenario()
def reminder_and_unsend(stage: Stage) -> None:
    stage.says("w1", 1, text="remind")
    stage.unsends("w1", 2)


@scenario()
def reminder_in_group_and_forget(stage: Stage) -> None:
    stage.says("w1", 1, group=True, text="remind slowly")
    stage.forgets(2)
