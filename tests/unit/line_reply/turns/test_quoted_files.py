"""Pictures, recordings and files that a question quotes."""

from collections.abc import Sequence
from typing import Any

import pytest

from kaiwa.line.content import Content
from kaiwa.line.errors import (
    ContentGoneError,
    ContentNotReadyError,
    ContentTooLargeError,
    LineUnavailableError,
    NoContentError,
)
from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import hashed
from kaiwa.model.prompt import Attachment
from line_reply.attachments.current import LARGEST, MEGABYTE
from line_reply.speech.languages.en import TEXTS
from line_reply.turns.quote import ABOUT_A_FILE, IN_A_FILE, RECORDING
from tests.builders import USER_ID, received
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import in_the_group, sends
from tests.unit.line_reply.world import World

THEIRS = "7"
TEN_MB = TEXTS.too_large.format(megabytes=10)
ME = f"Member {hashed(USER_ID)[:6]}"


def about(quoted_id: str, text: str = "What is this?", number: int = 9) -> ReceivedMessage:
    return in_the_group(received(text, number, quoted_id=quoted_id))


def prompt_of(world: World) -> Any:
    (prompt,) = world.model.prompts
    (message,) = prompt
    return message


@pytest.mark.parametrize(
    ("content", "words", "attachments"),
    [
        (
            Content(b"a cat", "image/jpeg"),
            f"{ME}: {IN_A_FILE}\n    \n    What is this?",
            [Attachment("image", "image", "image/jpeg", b"a cat")],
        ),
        (
            Content(b"%PDF-1.4", "application/pdf"),
            f"{ME}: {IN_A_FILE}\n    \n    What is this?",
            [Attachment("document", "file.pdf", "application/pdf", b"%PDF-1.4")],
        ),
        (
            Content(b"Dear all", "text/plain"),
            f"{ME}: [file: file]\n    > Dear all\n    \n    {IN_A_FILE}\n    \n    What is this?",
            None,
        ),
        (
            Content(b"See you at nine", "audio/x-m4a"),
            f"{ME}: {RECORDING}\n    > See you at nine\n    \n    What is this?",
            None,
        ),
    ],
)
def test_what_somebody_sent_to_the_group_is_fetched(
    world: World, content: Content, words: str, attachments: list[Attachment] | None
) -> None:
    world.line.contents[THEIRS] = content
    assert world.turn(about(THEIRS)) == "delivered"
    expected: dict[str, Any] = {"role": "user", "content": words}
    assert prompt_of(world) == expected | ({"attachments": attachments} if attachments else {})
    assert world.conversation(about(THEIRS).conversation_id).attachment_ids == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (ContentGoneError("status 410"), TEXTS.quote_gone),
        (Content(b"a video", "video/mp4"), TEXTS.video),
        (Content(b"a drawing", "image/heic"), TEXTS.unsupported_image),
        (Content(b"PK\x03\x04\x00", "application/zip"), TEXTS.unreadable_attachment),
        (Content(bytes(LARGEST + 1), "image/jpeg"), TEN_MB),
        (Content(bytes(26 * MEGABYTE), "audio/x-m4a"), TEN_MB),
        (ContentTooLargeError(1), TEN_MB),
        (Content(b"", "audio/x-m4a"), TEXTS.audio_not_understood),
        (Content(b"forbidden", "audio/x-m4a"), TEXTS.refused),
    ],
)
def test_what_cannot_be_used_is_said(
    world: World, content: Content | Exception, sentence: str
) -> None:
    world.line.contents[THEIRS] = content
    assert world.turn(about(THEIRS)) == "delivered"
    assert (world.line.shown, world.model.prompts) == ([sentence], [])


@pytest.mark.parametrize("error", [ContentNotReadyError(), LineUnavailableError()])
def test_another_attempt_may_get_it(world: World, error: Exception) -> None:
    world.line.contents[THEIRS] = error
    with pytest.raises(type(error)):
        world.turn(about(THEIRS))
    world.line.contents[THEIRS] = Content(b"a cat", "image/jpeg")
    assert world.turn(about(THEIRS)) == "delivered"
    assert prompt_of(world)["attachments"][0].data == b"a cat"


def test_it_is_moderated(world: World) -> None:
    class Strict(FakeModel):
        def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
            return bool(attachments)

    world.model = Strict()
    world.line.contents[THEIRS] = Content(b"a cat", "image/jpeg")
    assert world.turn(about(THEIRS)) == "delivered"
    assert world.line.shown == [TEXTS.refused]


def test_who_replies_to_the_answer_asks_about_the_same_picture(world: World) -> None:
    world.line.contents[THEIRS] = Content(b"a cat", "image/jpeg")
    world.turn(about(THEIRS))
    for number in (1, 2, 3, 4):
        world.turn(about(f"bubble-{number}", "And then?", number=9 + number))
    prompts = [prompt[-1] for prompt in world.model.prompts]
    assert [len(each.get("attachments", [])) for each in prompts] == [1, 1, 1, 1, 0]
    assert ABOUT_A_FILE in prompts[1]["content"]
    world.line.contents[THEIRS] = ContentGoneError("status 410")
    world.turn(about("bubble-1", "And then?", number=20))
    assert world.line.shown[-1].startswith(f"Re: {ME}: [quoted, said by you]")
    assert ABOUT_A_FILE not in world.line.shown[-1]


# Ones own


def attached(world: World, message: ReceivedMessage) -> list[bytes]:
    """What the prompt has of the picture or pictures."""
    world.turn(message)
    return [each.data for each in world.model.prompts[-1][-1].get("attachments", [])]


def test_an_old_picture_is_seen_again_by_its_quote_or_by_that_of_its_notice(world: World) -> None:
    world.holds(1, b"a cat")
    world.holds(2, b"a dog")
    world.turn(sends("image", 1))
    world.turn(sends("image", 5000))
    world.line.contents[f"{5000:018}"] = Content(b"a dog", "image/png")
    cat = received("What is this?", 5001, quoted_id=f"{1:018}")
    also_the_cat = received("And this?", 5002, quoted_id="bubble-1")
    assert [attached(world, each) for each in (cat, also_the_cat)] == [[b"a cat"], [b"a cat"]]
    assert attached(world, received("And the last one?", 5003)) == [b"a dog"]


def test_a_picture_that_line_does_not_have_any_more_is_said_to_be_gone(world: World) -> None:
    world.turn(sends("image", 1))
    world.line.contents[f"{1:018}"] = NoContentError()
    world.turn(received("What is this?", 5000, quoted_id=f"{1:018}"))
    assert world.line.shown[1:] == [TEXTS.quote_gone]


def test_a_song_that_was_sent_as_a_file_is_no_recording(world: World) -> None:
    world.holds(1, b"\x00\x01", "audio/mpeg")
    world.turn(sends("file", 1, fileName="data"))
    world.turn(received("So?", 5000, quoted_id=f"{1:018}"))
    assert world.line.shown[1:] == [TEXTS.unsupported_file.format(name="data")]


def test_words_that_are_quoted_leave_the_current_picture_where_it_is(world: World) -> None:
    world.holds(2, b"a cat")
    world.turn(received("I like cats", 1))
    world.turn(sends("image", 2))
    assert attached(world, received("So?", 3, quoted_id=f"{1:018}")) == [b"a cat"]
    assert world.model.prompts[-1][-1]["content"] == "[quoted, said by me]\n> I like cats\n\nSo?"


def test_what_was_refused_once_is_quoted_as_its_note(world: World) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    world.messages.leave_out([f"{1:018}"])
    assert attached(world, received("So?", 3, quoted_id=f"{1:018}")) == []
    assert world.model.prompts[-1][-1]["content"] == "[quoted, said by me]\n> [image]\n\nSo?"
