"""Which events are acted upon, who is answered, and what the others are told."""

from datetime import timedelta
from typing import Any

import pytest

from kaiwa.line.events import OLDEST_EVENT
from line_reply.attempt import Attempt
from line_reply.commands.orders import Command, Order
from line_reply.speech.languages import languages, texts_for
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.unit.line_reply.stored import items
from tests.unit.line_reply.world import World

LISTED = f"{OTHER_USER_ID},{USER_ID}"
UNLISTED = OTHER_USER_ID
EVERYBODY = "*"
EVENT = received()
LATEST = EVENT.sent_at + OLDEST_EVENT


def refused(world: World, attempt: int, now: Any, number: int = 1) -> str | None:
    world.clock.now = now
    return world.admission().refusal(received(number=number), Attempt(attempt, 5))


def test_an_event_is_taken_once_though_it_may_be_tried_often(world: World) -> None:
    assert refused(world, 1, at(2)) is None
    assert refused(world, 2, at(3)) is None
    assert refused(world, 1, at(4)) == "taken before"
    assert refused(world, 1, at(5), number=2) is None


def test_an_event_is_taken_for_a_day(world: World) -> None:
    assert refused(world, 1, LATEST) is None


def test_one_that_is_older_leaves_no_trace(world: World) -> None:
    assert refused(world, 1, LATEST + timedelta(milliseconds=1)) == "too old"
    assert items() == {}


@pytest.mark.parametrize(
    ("listed", "user_id", "may"),
    [
        (EVERYBODY, USER_ID, True),
        (EVERYBODY, None, True),
        (LISTED, USER_ID, True),
        (UNLISTED, USER_ID, False),
        (LISTED, None, False),
        (LISTED, "", False),
    ],
)
def test_who_may_ask(world: World, listed: str, user_id: str | None, may: bool) -> None:
    assert world.admission(listed).may_ask(received(user_id=user_id)) == may


@pytest.mark.parametrize("command", Command)
def test_what_everybody_may_order(world: World, command: Command) -> None:
    for_everybody = command in ("/help", "/language", "/unlink", "/forget")
    order, message = Order(command), received()
    assert world.admission(UNLISTED).may_order(order, message) == for_everybody
    assert world.admission(LISTED).may_order(order, message)


def declined(world: World, language: str, **changes: Any) -> list[str]:
    """What somebody who is not let in is told now."""
    message = received(**changes)
    world.conversations.set_language(message.conversation_id, language)
    before = len(world.line.shown)
    world.line.used_tokens.clear()
    assert world.admission().decline(message, world.chat(message)) == "not allowed"
    return world.line.shown[before:]


@pytest.mark.parametrize("language", languages())
def test_only_the_user_sees_the_id(world: World, language: str) -> None:
    texts = texts_for(language, language)
    assert declined(world, language) == [texts.not_allowed.format(user_id=USER_ID)]
    for user_id in (USER_ID, None):
        in_group = {"conversation_id": GROUP_ID, "one_to_one": False, "user_id": user_id}
        assert declined(world, language, **in_group) == [texts.not_allowed_in_group]
    assert "{" not in texts.not_allowed_in_group
