"""Pictures that were sent together."""

from dataclasses import replace
from itertools import permutations

import pytest

from kaiwa.line.errors import (
    LineUnavailableError,
)
from kaiwa.table.turns import DailyLimits
from line_reply.speech.languages.en import TEXTS
from tests.builders import OTHER_USER_ID, USER_ID, at, received
from tests.unit.line_reply.arrivals import of_set, sends
from tests.unit.line_reply.attachments.choices import OF_A_PICTURE
from tests.unit.line_reply.world import World


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_a_set_of_pictures_in_any_order_gets_one_answer(
    world: World, order: tuple[int, ...]
) -> None:
    outcomes = [world.turn(of_set(number, index, 3)) for number, index in enumerate(order, start=1)]
    assert outcomes == ["one of several", "one of several", "delivered"]
    assert world.line.shown == [TEXTS.images_received.format(count=3)]
    assert world.line.choices == OF_A_PICTURE


def test_a_member_of_a_set_that_comes_again_gets_no_answer_of_its_own(world: World) -> None:
    pictures = [of_set(number, number, 3) for number in (1, 2, 3)]
    again = [*pictures[:2], pictures[0], pictures[2], pictures[1], pictures[2], pictures[0]]
    outcomes = [world.turn(message) for message in again]
    several, delivered = "one of several", "delivered"
    assert outcomes == [several, several, several, delivered, several, delivered, several]
    assert world.line.shown == [TEXTS.images_received.format(count=3)]


def test_a_set_whose_answer_was_lost_gets_it_from_its_last_member(world: World) -> None:
    world.turn(of_set(1, 1, 2))
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(of_set(2, 2, 2))
    assert [world.turn(of_set(number, number, 2)) for number in (1, 2)] == [
        "one of several",
        "delivered",
    ]
    assert world.line.shown == [TEXTS.images_received.format(count=2)]


def test_the_last_of_a_set_is_taken_up_after_a_crash(world: World) -> None:
    world.turn(of_set(1, 1, 2))
    world.messages.begin_turn(of_set(2, 2, 2), DailyLimits(), at(3))  # and no more
    assert world.turn(of_set(2, 2, 2)) == "delivered"
    assert world.line.shown == [TEXTS.images_received.format(count=2)]


def test_two_sets_get_an_answer_each(world: World) -> None:
    for number, index in ((1, 1), (2, 2), (3, 1), (4, 2)):
        world.turn(of_set(number, index, 2, "first" if number < 3 else "second"))
    assert world.line.shown == [TEXTS.images_received.format(count=2)] * 2


def test_words_between_the_pictures_of_a_set_lose_nothing_of_it(world: World) -> None:
    for number in (1, 3, 5):
        world.holds(number, b"picture %d" % number)
    world.turn(of_set(1, 1, 3))
    world.turn(received("Look!", 2))
    world.turn(of_set(3, 2, 3))
    world.turn(received("Wait", 4))
    world.turn(of_set(5, 3, 3))
    words = ["Re: Look!", "Re: Wait", TEXTS.images_received.format(count=3)]
    assert world.line.shown == words
    world.turn(received("What is this?", 6))
    attached = [each.data for each in world.model.prompts[-1][-1]["attachments"]]
    assert attached == [b"picture 1", b"picture 3", b"picture 5"]


def test_many_words_between_the_pictures_of_a_set_do_not_lose_its_answer(world: World) -> None:
    """The conversation names the last messages only."""
    world.turn(of_set(1, 1, 2))
    for number in range(2, 12):
        world.turn(received("Wait", number))
    world.turn(of_set(12, 2, 2))
    assert world.line.shown[-1] == TEXTS.images_received.format(count=2)


def test_another_picture_between_those_of_a_set_is_current_as_well(world: World) -> None:
    world.turn(of_set(1, 1, 2))
    world.turn(received("Look!", 2))
    world.turn(sends("image", 3))
    world.turn(of_set(4, 2, 2))
    assert world.line.shown[1:] == [
        TEXTS.image_received,
        TEXTS.images_received.format(count=2),
    ]
    assert world.conversation().attachment_ids == [f"{number:018}" for number in (1, 3, 4)]


def test_a_set_of_twenty_gets_one_answer_and_is_attached_as_a_whole(world: World) -> None:
    for number in range(1, 21):
        world.holds(number, b"picture %d" % number)
        world.turn(of_set(number, number, 20))
    world.turn(received("What are these?", 21))
    assert world.line.shown == [TEXTS.images_received.format(count=20), "Re: What are these?"]
    assert len(world.model.prompts[-1][-1]["attachments"]) == 20


@pytest.mark.parametrize("taken_back", [1, 2])
def test_a_member_taken_back_does_not_lose_the_answer_of_the_others(
    world: World, taken_back: int
) -> None:
    for number in (1, 2):
        world.turn(of_set(number, number, 3))
    world.past.unsend(USER_ID, f"{taken_back:018}", at(2.5))
    assert world.turn(of_set(3, 3, 3)) == "delivered"
    assert world.line.shown == [TEXTS.images_received.format(count=2)]


@pytest.mark.parametrize("taken_back", [1, 2, 3])
def test_a_member_taken_back_before_it_came_does_not_either(world: World, taken_back: int) -> None:
    world.past.unsend(USER_ID, f"{taken_back:018}", at(0))
    for _ in range(2):
        for number in (1, 2, 3):
            world.turn(of_set(number, number, 3))
    assert world.line.shown == [TEXTS.images_received.format(count=2)]
    assert world.line.choices == OF_A_PICTURE


def test_the_one_picture_that_is_left_of_a_set_is_one(world: World) -> None:
    world.turn(of_set(1, 1, 2))
    world.past.unsend(USER_ID, "000000000000000001", at(1.5))
    world.turn(of_set(2, 2, 2))
    assert world.line.shown == [TEXTS.image_received]


def test_a_set_that_was_taken_back_gets_no_answer(world: World) -> None:
    for number in (1, 2):
        world.past.unsend(USER_ID, f"{number:018}", at(0))
    assert [world.turn(of_set(number, number, 2)) for number in (1, 2)] == [
        "one of several",
        "deleted",
    ]
    assert world.line.shown == []


def test_the_answered_member_taken_back_leaves_the_others_without_another_answer(
    world: World,
) -> None:
    for number in (1, 2, 3):
        world.turn(of_set(number, number, 3))
    world.past.unsend(USER_ID, "000000000000000003", at(4))
    for number in (1, 2, 3):
        assert world.turn(of_set(number, number, 3)) == "one of several"
    assert world.line.shown == [TEXTS.images_received.format(count=3)]


def test_an_answer_for_one_that_was_taken_back_is_tried_again(world: World) -> None:
    world.past.unsend(USER_ID, "000000000000000002", at(0))
    world.turn(of_set(1, 1, 2))
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(of_set(2, 2, 2))
    assert world.turn(of_set(2, 2, 2)) == "delivered"
    assert world.line.shown == [TEXTS.image_received]


def test_a_member_that_comes_again_before_the_last_is_retried_takes_its_place(
    world: World,
) -> None:
    world.turn(of_set(1, 1, 2))
    world.messages.begin_turn(of_set(2, 2, 2), DailyLimits(), at(3))  # and no more
    outcomes = [world.turn(of_set(number, number, 2)) for number in (1, 2, 1)]
    assert outcomes == ["delivered", "one of several", "delivered"]
    assert world.line.shown == [TEXTS.images_received.format(count=2)]


def test_old_versions_of_line_do_not_say_how_many_there_are(world: World) -> None:
    pictures = [sends("image", number, imageSet={"id": "set"}) for number in (1, 2)]
    assert [world.turn(picture) for picture in pictures] == ["delivered", "one of several"]
    assert world.line.shown == [TEXTS.image_received]
    assert world.conversation().attachment_ids == [each.message_id for each in pictures]


def test_sets_are_told_apart_by_their_chats_too(world: World) -> None:
    for number in (1, 2):
        world.turn(of_set(number, number, 2))
        other = of_set(number + 2, number, 2)
        world.turn(replace(other, conversation_id=OTHER_USER_ID, user_id=OTHER_USER_ID))
    assert world.line.shown == [TEXTS.images_received.format(count=2)] * 2


@pytest.mark.parametrize("allowed", [1, 2])
def test_at_the_days_limit_a_set_hears_of_it_once(world: World, allowed: int) -> None:
    world.daily_limits = DailyLimits(messages=allowed)
    for _ in range(2):
        for number in (1, 2, 3):
            world.turn(of_set(number, number, 3))
    assert world.line.shown == [TEXTS.limit_reached]


def test_a_set_that_failed_altogether_gets_one_apology(world: World) -> None:
    for number in (1, 2, 3):
        world.apologise(of_set(number, number, 3))
    assert world.line.shown == [TEXTS.try_later]


def test_the_apology_for_a_set_is_one_too(world: World) -> None:
    world.turn(of_set(1, 1, 2))
    world.apologise(of_set(2, 2, 2))
    assert world.line.shown == [TEXTS.try_later]
