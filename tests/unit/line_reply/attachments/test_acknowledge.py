"""What comes without words: what is said to it, sets of pictures, and recordings."""

from dataclasses import replace
from itertools import permutations

import pytest

from kaiwa.line.errors import (
    ContentGoneError,
    ContentNotReadyError,
    LineRefusedError,
    LineUnavailableError,
)
from kaiwa.log import hashed
from kaiwa.model.errors import InputRefusedError, ModelRefusedError, ModelUnavailableError
from kaiwa.table.items import ASSISTANT, NOTICE, USER, Message
from kaiwa.table.turns import DailyLimits
from line_reply.attachments.current import LARGEST
from line_reply.attachments.recordings import LARGEST_RECORDING
from line_reply.speech.languages.en import TEXTS
from tests.builders import OTHER_USER_ID, USER_ID, at, in_group, message_event, received
from tests.fakes import FakeModel
from tests.unit.line_reply.world import World, of_set, sends, sent, stored

OF_A_PICTURE = [TEXTS.label_describe, TEXTS.label_translate, TEXTS.label_read_text]
OF_A_FILE = [TEXTS.label_summarise, TEXTS.label_translate]
ELSEWHERE = {"contentProvider": {"type": "external", "originalContentUrl": "https://a.test/b"}}


@pytest.mark.parametrize(
    ("kind", "of_message", "words", "choices"),
    [
        ("image", {}, TEXTS.image_received, OF_A_PICTURE),
        ("image", ELSEWHERE, TEXTS.external_content, []),
        ("audio", ELSEWHERE, TEXTS.external_content, []),
        ("video", {}, TEXTS.video, []),
        ("video", ELSEWHERE, TEXTS.video, []),
        ("file", {}, TEXTS.file_received.format(name="report.pdf"), OF_A_FILE),
        ("file", {"fileName": "表.CSV"}, TEXTS.file_received.format(name="表.CSV"), OF_A_FILE),
        ("file", {"fileSize": None}, TEXTS.file_received.format(name="report.pdf"), OF_A_FILE),
        ("file", {"fileName": "a.zip"}, TEXTS.unsupported_file.format(name="a.zip"), []),
        ("file", {"fileName": "a.{b}.exe"}, TEXTS.unsupported_file.format(name="a.{b}.exe"), []),
        ("file", {"fileName": "a.csv.gz"}, TEXTS.unsupported_file.format(name="a.csv.gz"), []),
        ("file", {"fileName": "a.docx"}, TEXTS.unsupported_file.format(name="a.docx"), []),
        ("file", {"fileName": "a.rs"}, TEXTS.file_received.format(name="a.rs"), OF_A_FILE),
        ("file", {"fileName": "pdf"}, TEXTS.file_received.format(name="pdf"), OF_A_FILE),
        ("file", {"fileName": None}, TEXTS.file_received.format(name="file"), OF_A_FILE),
        ("file", {"fileSize": LARGEST}, TEXTS.file_received.format(name="report.pdf"), OF_A_FILE),
        ("file", {"fileSize": LARGEST + 1}, TEXTS.too_large.format(megabytes=10), []),
    ],
)
def test_what_needs_no_model_gets_a_sentence(
    world: World, kind: str, of_message: dict[str, object], words: str, choices: list[str]
) -> None:
    message = sends(kind, 1, **of_message)
    assert world.turn(message) == "delivered"
    assert (world.line.shown, world.line.choices) == ([words], choices)
    assert (world.fetched(), world.model.prompts, world.line.loading) == ([], [], [])
    assert stored() == {
        "000000000000000001": (USER, message.text, None),
        "000000000000000001#assistant": (NOTICE, words, "delivered"),
    }


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
