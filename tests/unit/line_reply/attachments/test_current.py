"""Which pictures and files a prompt has."""

from typing import Any

import pytest

from kaiwa.line.errors import ContentGoneError, LineUnavailableError
from kaiwa.model.prompt import Attachment
from kaiwa.table.items import Conversation
from line_reply.attachments import current as attachments
from line_reply.speech.languages.en import TEXTS
from tests.builders import USER_ID, at, received
from tests.unit.line_reply.arrivals import of_set, sends
from tests.unit.line_reply.attachments.questions import PDF, TEN_MINUTES, asked, attached
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World


def image(data: bytes, media_type: str = "image/jpeg") -> Attachment:
    return Attachment("image", "image", media_type, data)


def test_the_next_words_are_about_the_picture(world: World) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    assert world.turn(received("What is this?", 2)) == "delivered"
    assert world.model.prompts == [
        [
            {"role": "user", "content": "[image]"},
            {"role": "user", "content": "What is this?", "attachments": [image(b"a cat")]},
        ]
    ]


def test_the_history_keeps_a_note_and_not_the_picture(world: World) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    world.turn(received("What is this?", 2))
    assert [content for _, content, _ in stored().values()] == [
        "[image]",
        TEXTS.image_received,
        "What is this?",
        "Re: What is this?",
    ]


def test_more_words_within_the_ten_minutes_are_about_it_too(world: World) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    assert [attached(world, number) for number in (2, 3)] == [[b"a cat"], [b"a cat"]]


@pytest.mark.parametrize(
    ("seconds", "found"), [(TEN_MINUTES - 1, [b"a cat"]), (TEN_MINUTES, []), (5000, [])]
)
def test_a_picture_is_current_for_ten_minutes(
    world: World, seconds: int, found: list[bytes]
) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    assert attached(world, 1 + seconds) == found


def test_what_a_prompt_has_is_not_fetched_when_it_is_not_current(world: World) -> None:
    world.turn(sends("image", 1))
    attached(world, 1 + TEN_MINUTES)
    assert world.fetched() == []


def test_another_attempt_much_later_is_about_the_same(world: World) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    world.line.contents["000000000000000001"] = LineUnavailableError()
    with pytest.raises(LineUnavailableError):
        world.turn(received("What is this?", 2))
    world.holds(1, b"a cat")
    world.clock.pass_(3600)
    assert attached(world, 2) == [b"a cat"]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_a_set_is_attached_as_it_came(world: World, order: tuple[int, ...]) -> None:
    for number, index in enumerate(order, start=1):
        world.holds(number, b"picture %d" % index)
        world.turn(of_set(number, index, 3))
    assert attached(world, 4) == [b"picture %d" % index for index in order]


def test_pictures_and_files_in_a_row_belong_together(world: World) -> None:
    world.holds(1, b"a cat")
    world.holds(2, PDF, "application/pdf")
    world.turn(sends("image", 1))
    world.turn(sends("file", 2))
    assert asked(world, 3) == {
        "role": "user",
        "content": "What is this?",
        "attachments": [
            image(b"a cat"),
            Attachment("document", "report.pdf", "application/pdf", PDF),
        ],
    }


def test_a_new_picture_takes_the_place_of_what_was_talked_about(world: World) -> None:
    for number in (1, 3):
        world.holds(number, b"picture %d" % number)
    world.turn(sends("image", 1))
    assert attached(world, 2) == [b"picture 1"]
    world.turn(sends("image", 3))
    assert attached(world, 4) == [b"picture 3"]


def test_a_prompt_takes_the_newest_twenty(world: World) -> None:
    for number in range(1, 23):
        world.holds(number, b"picture %d" % number)
        world.turn(sends("image", number))
    assert attached(world, 23) == [b"picture %d" % number for number in range(3, 23)]


def test_a_prompt_takes_the_newest_that_fit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 10)
    monkeypatch.setattr(attachments, "LARGEST_TOGETHER", 20)
    for number, size in ((1, 1), (2, 10), (3, 10), (4, 9)):
        world.holds(number, b"%d" % number * size)
        world.turn(sends("image", number))
    assert attached(world, 5) == [b"3" * 10, b"4" * 9]


@pytest.mark.parametrize("gone", [1, 2])
def test_what_line_has_no_more_is_left_out(world: World, gone: int) -> None:
    for number in (1, 2):
        world.holds(number, b"picture %d" % number)
        world.turn(sends("image", number))
    world.line.contents[f"{gone:018}"] = ContentGoneError()
    assert attached(world, 3) == [b"picture %d" % (3 - gone)]


def test_what_was_taken_back_is_not_even_asked_for(world: World) -> None:
    for number in (1, 2):
        world.holds(number, b"picture %d" % number)
        world.turn(sends("image", number))
    world.past.unsend(USER_ID, "000000000000000001", at(3))
    assert attached(world, 4) == [b"picture 2"]
    assert world.fetched() == [2]


@pytest.mark.parametrize("point", [Conversation.reset_at, Conversation.forgotten_at])
def test_after_a_new_start_words_are_about_nothing_earlier(world: World, point: Any) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    conversation = world.conversation()
    conversation.update([point.set(conversation.last_created_at)])
    assert attached(world, 20) == []


def test_nobody_elses_pictures_are_attached(world: World) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    other = "U" + "2" * 32
    world.turn(received("What is this?", 2, conversation_id=other, user_id=other))
    assert world.model.prompts[-1] == [{"role": "user", "content": "What is this?"}]


@pytest.mark.parametrize("media_type", ["image/png", "image/webp", "image/gif", "image/jpeg"])
def test_the_picture_is_of_the_type_that_line_tells(world: World, media_type: str) -> None:
    world.holds(1, b"a cat", media_type)
    world.turn(sends("image", 1))
    assert asked(world, 2)["attachments"] == [image(b"a cat", media_type)]
