"""What is said of pictures and files that nobody can read."""

from collections.abc import Sequence
from typing import Any

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.line.messages import ReceivedMessage
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.errors import InputRefusedError, ModelRefusedError
from kaiwa.model.prompt import Attachment, PromptMessage
from line_reply.attachments.current import LARGEST
from line_reply.speech.languages.en import TEXTS
from tests.builders import USER_ID, at, received
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.attachments.questions import PDF, asked, attached
from tests.unit.line_reply.world import World


def holds_heic(world: World) -> ReceivedMessage:
    world.holds(1, b"a cat", "image/heic")
    return sends("image", 1)


def holds_large_image(world: World) -> ReceivedMessage:
    world.holds(1, b"x" * (LARGEST + 1))
    return sends("image", 1)


def holds_binary(world: World) -> ReceivedMessage:
    world.holds(1, b"\0\1\2", "text/plain")
    return sends("file", 1, fileName="data.txt")


@pytest.mark.parametrize(
    ("holds", "words"),
    [
        (holds_heic, TEXTS.unsupported_image),
        (holds_large_image, TEXTS.too_large.format(megabytes=10)),
        (holds_binary, TEXTS.unsupported_file.format(name="data.txt")),
    ],
)
def test_what_can_not_be_read_is_said_once(world: World, holds: Any, words: str) -> None:
    world.turn(holds(world))
    world.turn(received("What is this?", 2))
    assert (world.line.shown[-1], world.model.prompts) == (words, [])
    assert attached(world, 3) == []
    assert world.model.prompts == [[{"role": "user", "content": "What is this?"}]]
    assert world.fetched() == [1]


def test_of_several_that_can_not_be_read_it_is_said_once_too(world: World) -> None:
    for number in (1, 2):
        world.holds(number, b"a cat", "image/heic")
        world.turn(sends("image", number))
    world.turn(received("What is this?", 3))
    assert world.line.shown[-1] == TEXTS.unsupported_image
    assert attached(world, 4) == []


def test_words_between_do_not_hide_that_something_can_not_be_read(world: World) -> None:
    """The first words came before the picture did, though they were about it."""
    world.holds(1, b"a cat")
    world.holds(2, b"a dog", "image/heic")
    world.turn(sends("image", 1))
    world.turn(sends("image", 2))
    world.line.contents["000000000000000002"] = LineUnavailableError()
    world.turn(received("Look!", 3), last_attempt=True)
    world.holds(2, b"a dog", "image/heic")
    world.turn(received("What is this?", 4))
    assert world.line.shown[-2:] == [TEXTS.try_later, TEXTS.unsupported_image]


def test_an_answer_that_did_not_leave_has_what_can_not_be_read_left_out(world: World) -> None:
    world.holds(1, b"a cat", "image/heic")
    world.turn(sends("image", 1))
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(received("What is this?", 2))
    assert world.turn(received("What is this?", 2)) == "delivered"
    assert world.line.shown == [TEXTS.image_received, TEXTS.unsupported_image]
    assert attached(world, 3) == []


class Picky(FakeModel):
    """Does not take what is attached; `failure` is what it says."""

    failure: Exception = InputRefusedError("status 400")

    def answer(
        self, prompt: Sequence[PromptMessage], user: str, *args: Any, **named: Any
    ) -> ModelAnswer:
        if prompt[-1].get("attachments") or "[file" in prompt[-1]["content"]:
            raise self.failure
        return super().answer(prompt, user, *args, **named)


@pytest.mark.parametrize(
    ("kind", "data", "media_type"),
    [
        ("image", b"GIF89a, and it moves", "image/gif"),
        ("file", PDF, "application/pdf"),
        ("file", b"too many words", "text/plain"),
    ],
)
def test_what_the_model_does_not_take_is_said_once(
    world: World, kind: str, data: bytes, media_type: str
) -> None:
    world.model = Picky()
    world.holds(1, data, media_type)
    world.turn(sends(kind, 1))
    assert world.turn(received("What is this?", 2)) == "delivered"
    assert world.line.shown[-1] == TEXTS.unreadable_attachment
    # It was asked once more without, to know what is to blame.
    assert [prompt[-1] for prompt in world.model.prompts] == [
        {"role": "user", "content": "What is this?"}
    ]
    assert asked(world, 3, "Tell me a joke") == {"role": "user", "content": "Tell me a joke"}
    assert world.fetched() == [1]


class Broken(FakeModel):
    """Answers 400 to whatever it is asked, as some servers do to a wrong key."""

    def answer(self, *args: Any, **named: Any) -> ModelAnswer:
        raise InputRefusedError("status 400")


class BrokenJudge(FakeModel):
    """The same of what judges."""

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        raise InputRefusedError("status 400")


@pytest.mark.parametrize("broken", [Broken, BrokenJudge])
@pytest.mark.parametrize(
    ("kind", "data", "media_type"),
    [("image", b"a cat", "image/jpeg"), ("file", b"words", "text/plain")],
)
def test_a_server_that_takes_nothing_is_no_fault_of_what_is_attached(
    world: World, broken: type[FakeModel], kind: str, data: bytes, media_type: str
) -> None:
    world.holds(1, data, media_type)
    world.turn(sends(kind, 1))
    world.model = broken()
    assert world.turn(received("What is this?", 2)) == "delivered"
    assert world.line.shown[-1] == TEXTS.try_later
    world.model = FakeModel()
    question = asked(world, 3)
    assert "attachments" in question or "words" in question["content"]


def test_what_the_second_question_cost_is_counted(world: World) -> None:
    world.model = Picky()
    world.holds(1, b"broken")
    world.turn(sends("image", 1))
    world.turn(received("What is this?", 2))
    day = at(0).date()
    assert world.messages.usage(USER_ID, [day])[day].tokens == 15


def test_the_next_picture_is_attached_without_the_one_before(world: World) -> None:
    world.model = Picky()
    world.holds(1, b"broken")
    world.turn(sends("image", 1))
    world.turn(received("What is this?", 2))
    world.model = FakeModel()
    world.holds(3, b"a cat")
    world.turn(sends("image", 3))
    assert attached(world, 4) == [b"a cat"]


def test_a_key_that_is_not_accepted_is_no_fault_of_the_picture(world: World) -> None:
    world.model = Picky()
    world.model.failure = ModelRefusedError("status 401")
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    world.turn(received("What is this?", 2))
    assert world.line.shown[-1] == TEXTS.try_later
    world.model = FakeModel()
    assert attached(world, 3) == [b"a cat"]


def test_words_that_the_model_does_not_take_are_no_fault_of_a_picture(world: World) -> None:
    world.model.says = [InputRefusedError("status 400")]
    world.turn(received("Hello", 1))
    assert world.line.shown == [TEXTS.try_later]


@pytest.mark.parametrize(
    "of_message", [{"fileName": "a.zip"}, {"fileName": "a.txt", "fileSize": LARGEST + 1}]
)
def test_a_file_that_was_turned_away_does_not_trouble_the_next_words(
    world: World, of_message: dict[str, object]
) -> None:
    world.holds(1, b"x" * (LARGEST + 1))
    world.turn(sends("file", 1, **of_message))
    assert "attachments" not in asked(world, 2, "Tell me a joke")
    assert world.line.shown[-1] == "Re: Tell me a joke"


def test_what_can_not_be_read_does_not_take_the_rest_with_it(world: World) -> None:
    world.holds(1, b"a cat")
    world.holds(2, b"a dog", "image/heic")
    for number in (1, 2):
        world.turn(sends("image", number))
    world.turn(received("What is this?", 3))
    assert world.line.shown[-1] == TEXTS.unsupported_image
    assert attached(world, 4) == [b"a cat"]
