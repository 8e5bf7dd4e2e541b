"""Schedules in which something was broken once, as `make explore` printed them."""

import pytest

from tests.world.explore import exploring

FOUND = {
    "an answer had the retry key of the apology before it": "try_again:18=7",
    "what asked to go on anew had the key of what was deleted": "go_on_and_unsend:26=7",
    "a group took a question for a picture meanwhile": "picture_quoted:10=2,46=1,63=1,70=1",
    "a group took a question for a reminder meanwhile": (
        "reminder_in_group_and_forget:2=1,28=1,41=1,52=1"
    ),
    "SSM failed until what was overheard became a dead letter": "dead_letters:12=2",
    "a worker died that had drawn for a question that was forgotten": (
        "drawing_in_group_and_forget:2=1,14=1,86=8"
    ),
}


@pytest.mark.parametrize("schedule", FOUND.values(), ids=FOUND)
def test_all_holds_where_it_did_not(schedule: str) -> None:
    name, _, choices = schedule.partition(":")
    pairs = (each.split("=") for each in choices.split(","))
    deviations = {int(number): int(option) for number, option in pairs}
    with exploring(name) as explorer:
        assert explorer.replay(deviations).problems == []
