"""Recordings, and what else becomes words."""

import pytest

from kaiwa.line.errors import (
    ContentGoneError,
    ContentNotReadyError,
    LineRefusedError,
    LineUnavailableError,
)
from kaiwa.log import hashed
from kaiwa.model.errors import InputRefusedError, ModelRefusedError, ModelUnavailableError
from kaiwa.table.items import ASSISTANT, USER, Message
from line_reply.attachments.recordings import LARGEST_RECORDING
from line_reply.speech.languages.en import TEXTS
from tests.builders import USER_ID, at, in_group, message_event, received
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import sends, sent
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World


def test_a_recording_is_written_down_and_answered(world: World) -> None:
    world.holds(1, "What time is it? 何時？".encode(), "audio/mp4")
    assert world.turn(sends("audio", 1)) == "delivered"
    assert world.model.prompts == [[{"role": "user", "content": "What time is it? 何時？"}]]
    assert stored() == {
        "000000000000000001": (USER, "What time is it? 何時？", None),
        "000000000000000001#assistant": (ASSISTANT, "Re: What time is it? 何時？", "delivered"),
    }
    assert Message.get("000000000000000001").kind == "audio"
    assert world.line.loading == [USER_ID]


def test_the_transcript_is_what_later_prompts_have(world: World) -> None:
    world.holds(1, b"I am Hanako.", "audio/mp4")
    world.turn(sends("audio", 1))
    world.turn(received("Who am I?", 2))
    assert world.model.prompts[-1] == [
        {"role": "user", "content": "I am Hanako."},
        {"role": "assistant", "content": "Re: I am Hanako."},
        {"role": "user", "content": "Who am I?"},
    ]


def test_another_attempt_does_not_write_a_recording_down_again(world: World) -> None:
    world.holds(1, b"Hello", "audio/mp4")
    world.model.says = [ModelUnavailableError()]
    with pytest.raises(ModelUnavailableError):
        world.turn(sends("audio", 1))
    assert world.turn(sends("audio", 1)) == "delivered"
    assert (world.line.shown, world.fetched()) == (["Re: Hello"], [1])


def test_a_recording_may_be_about_a_picture(world: World) -> None:
    world.holds(1, b"a cat")
    world.holds(2, b"What is this?", "audio/mp4")
    world.turn(sends("image", 1))
    world.turn(sends("audio", 2))
    assert [each.data for each in world.model.prompts[-1][-1]["attachments"]] == [b"a cat"]


def test_who_speaks_in_a_groups_recording_is_told(world: World) -> None:
    world.holds(1, b"Hello", "audio/mp4")
    world.turn(sent(in_group(message_event("audio", 1))))
    who = f"Member {hashed(USER_ID)[:6]}"
    assert world.model.prompts == [[{"role": "user", "content": f"{who}: Hello"}]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", TEXTS.audio_not_understood),
        (b"x" * (LARGEST_RECORDING + 1), TEXTS.too_large.format(megabytes=25)),
    ],
)
def test_a_recording_without_words_or_end_gets_a_sentence(
    world: World, data: bytes, words: str
) -> None:
    world.holds(1, data, "audio/mp4")
    assert world.turn(sends("audio", 1)) == "delivered"
    assert (world.line.shown, world.line.choices, world.model.prompts) == ([words], [], [])


def test_a_recording_that_was_taken_back_gets_no_answer(world: World) -> None:
    world.line.contents["000000000000000001"] = ContentGoneError()
    assert world.turn(sends("audio", 1)) == "deleted"
    assert world.line.shown == []


def test_a_recording_taken_back_while_it_is_written_down_leaves_no_word(world: World) -> None:
    class Slow(type(world.model)):  # type: ignore[misc]
        def transcribe(self, name: str, data: bytes, media_type: str) -> str:
            world.past.unsend(USER_ID, "000000000000000001", at(5))
            return super().transcribe(name, data, media_type)  # type: ignore[no-any-return]

    world.model = Slow()
    world.holds(1, b"a secret", "audio/mp4")
    assert world.turn(sends("audio", 1)) == "deleted"
    assert (world.line.shown, world.model.prompts) == ([], [])
    assert Message.get("000000000000000001").content is None


@pytest.mark.parametrize(
    ("failure", "words"),
    [(ContentNotReadyError(), TEXTS.not_ready), (LineUnavailableError(), TEXTS.try_later)],
)
def test_what_line_does_not_give_yet_is_asked_for_again(
    world: World, failure: Exception, words: str
) -> None:
    world.line.contents["000000000000000001"] = failure
    with pytest.raises(type(failure)):
        world.turn(sends("audio", 1))
    assert world.line.shown == []
    assert world.turn(sends("audio", 1), last_attempt=True) == "delivered"
    assert world.line.shown == [words]


def test_what_line_refuses_to_give_is_not_asked_for_again(world: World) -> None:
    world.line.contents["000000000000000001"] = LineRefusedError()
    assert world.turn(sends("audio", 1)) == "delivered"
    assert world.line.shown == [TEXTS.try_later]


@pytest.mark.parametrize(
    ("failure", "takes_others", "words"),
    [
        (ModelRefusedError("status 401"), False, TEXTS.try_later),
        (InputRefusedError("status 400"), True, TEXTS.audio_not_understood),
        # A wrong key or an unknown model, to servers that say 400 to that as well.
        (InputRefusedError("status 400"), False, TEXTS.try_later),
    ],
)
def test_a_recording_that_openai_refuses_gets_a_sentence(
    world: World, failure: Exception, takes_others: bool, words: str
) -> None:
    """Such as one that is too long: it would be refused again."""

    class Deaf(FakeModel):
        def transcribe(self, name: str, data: bytes, media_type: str) -> str:
            if takes_others and data.startswith(b"RIFF"):
                return ""
            raise failure

    world.model = Deaf()
    world.holds(1, b"\0", "audio/mp4")
    assert world.turn(sends("audio", 1)) == "delivered"
    assert world.line.shown == [words]


@pytest.mark.parametrize(
    ("kind", "of_message", "note"),
    [
        ("sticker", {}, "[sticker: happy, smile]"),
        ("sticker", {"keywords": None}, "[sticker]"),
        ("sticker", {"text": "Hooray"}, "[sticker: Hooray, happy, smile]"),
        (
            "location",
            {},
            "[location: Tokyo Station, 1-9-1 Marunouchi, Chiyoda-ku, Tokyo (35.68, 139.76)]",
        ),
    ],
)
def test_stickers_and_places_are_told_to_the_model(
    world: World, kind: str, of_message: dict[str, object], note: str
) -> None:
    assert world.turn(sends(kind, 1, **of_message)) == "delivered"
    assert world.model.prompts == [[{"role": "user", "content": note}]]
    assert world.line.shown == [f"Re: {note}"]


def test_a_video_is_in_no_prompt(world: World) -> None:
    world.turn(sends("video", 1))
    world.turn(received("Hello", 2))
    assert world.model.prompts == [[{"role": "user", "content": "Hello"}]]
