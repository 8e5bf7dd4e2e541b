"""Which pictures and files a prompt has, and what of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from kaiwa.line.content import Content
from kaiwa.line.errors import ContentGoneError, ContentNotReadyError, LineUnavailableError
from kaiwa.line.messages import ReceivedMessage
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.errors import InputRefusedError, ModelRefusedError
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.table.items import ASSISTANT, Conversation
from line_reply.attachments import current as attachments
from line_reply.attachments.current import LARGEST, LONGEST_TEXTS
from line_reply.speech.languages.en import TEXTS
from tests.builders import USER_ID, at, received
from tests.fakes import FakeLine, FakeModel
from tests.unit.line_reply.world import World, of_set, sends, stored

TEN_MINUTES = 600
PDF = b"%PDF-1.7 a report"
JAPANESE = "品名,値段\r\n表示 能力 ソ,１２０円"
"""With letters whose second byte in Shift_JIS is a backslash."""


def image(data: bytes, media_type: str = "image/jpeg") -> Attachment:
    return Attachment("image", "image", media_type, data)


def asked(world: World, number: int, text: str = "What is this?") -> dict[str, Any]:
    """The question of that number, as the model got it."""
    assert world.turn(received(text, number)) == "delivered"
    return dict(world.model.prompts[-1][-1])


def attached(world: World, number: int) -> list[bytes]:
    """What was attached to the question of that number."""
    return [each.data for each in asked(world, number).get("attachments", ())]


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
        "attachments": [image(b"a cat"), Attachment("pdf", "report.pdf", "application/pdf", PDF)],
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


@pytest.mark.parametrize(
    "data",
    [
        JAPANESE.encode(),
        JAPANESE.encode("utf-8-sig"),
        JAPANESE.encode("cp932"),
        JAPANESE.encode("shift_jis"),
        JAPANESE.encode("utf-16"),
        JAPANESE.encode("iso2022_jp"),
    ],
)
def test_a_text_is_read_in_the_encodings_that_files_have(world: World, data: bytes) -> None:
    world.holds(1, data, "text/csv")
    world.turn(sends("file", 1, fileName="値段.csv"))
    assert asked(world, 2) == {
        "role": "user",
        "content": f"[file: 値段.csv]\n{JAPANESE}\n\nWhat is this?",
    }


def test_the_text_of_a_file_is_not_kept(world: World) -> None:
    world.holds(1, b"A secret", "text/plain")
    world.turn(sends("file", 1, fileName="a.txt"))
    world.model.says = ["Noted."]
    world.turn(received("Read it", 2))
    assert "A secret" not in str(stored())


@pytest.mark.parametrize(
    ("length", "cut"), [(LONGEST_TEXTS, ""), (LONGEST_TEXTS + 1, " …"), (500_000, " …")]
)
def test_a_long_text_is_cut(world: World, length: int, cut: str) -> None:
    world.holds(1, "字".encode() * length, "text/plain")
    world.turn(sends("file", 1, fileName="a.txt"))
    text = "字" * LONGEST_TEXTS + cut
    assert asked(world, 2)["content"] == f"[file: a.txt]\n{text}\n\nWhat is this?"


def test_of_several_texts_the_newest_have_the_room(world: World) -> None:
    for number, length in ((1, 9), (2, 5), (3, LONGEST_TEXTS)):
        world.holds(number, b"%d" % number * length, "text/plain")
        world.turn(sends("file", number, fileName=f"{number}.txt"))
    assert asked(world, 4)["content"] == (
        f"[file: 1.txt]\n …\n\n[file: 2.txt]\n …\n\n[file: 3.txt]\n{'3' * LONGEST_TEXTS}\n\n"
        "What is this?"
    )


def test_what_the_newer_texts_leave_is_for_the_older(world: World) -> None:
    for number, length in ((1, LONGEST_TEXTS), (2, LONGEST_TEXTS - 20)):
        world.holds(number, b"%d" % number * length, "text/plain")
        world.turn(sends("file", number, fileName=f"{number}.txt"))
    assert asked(world, 3)["content"] == (
        f"[file: 1.txt]\n111111 …\n\n[file: 2.txt]\n{'2' * (LONGEST_TEXTS - 20)}\n\nWhat is this?"
    )


def test_no_time_is_left_over_for_what_comes_after_a_slow_download(world: World) -> None:
    """All of an attempt shares one deadline, and LINE is told how much of it is left."""
    told: list[float] = []

    class Slow(FakeLine):
        def content(self, message_id: str, most_bytes: int, seconds: float = 30) -> Content:
            told.append(seconds)
            world.model.seconds -= 50
            return super().content(message_id, most_bytes, seconds)

    world.line = Slow()
    for number in (1, 2, 3):
        world.holds(number, b"picture %d" % number)
        world.turn(sends("image", number))
    attached(world, 4)
    assert told == [120, 70, 20]


@pytest.mark.parametrize("name", ["report.pdf", "report.txt"])
def test_a_pdf_is_known_by_its_beginning(world: World, name: str) -> None:
    world.holds(1, PDF, "application/octet-stream")
    world.turn(sends("file", 1, fileName=name))
    expected = [Attachment("pdf", name, "application/pdf", PDF)]
    assert asked(world, 2)["attachments"] == expected


def test_an_empty_file_is_empty(world: World) -> None:
    world.holds(1, b"", "text/plain")
    world.turn(sends("file", 1, fileName="a.txt"))
    assert asked(world, 2)["content"] == "[file: a.txt]\n\n\nWhat is this?"


@pytest.mark.parametrize(
    ("failure", "words"),
    [(ContentNotReadyError(), TEXTS.not_ready), (LineUnavailableError(), TEXTS.try_later)],
)
def test_what_line_does_not_give_yet_is_asked_for_until_the_last_attempt(
    world: World, failure: Exception, words: str
) -> None:
    world.turn(sends("image", 1))
    world.line.contents["000000000000000001"] = failure
    with pytest.raises(type(failure)):
        world.turn(received("What is this?", 2))
    assert world.turn(received("What is this?", 2), last_attempt=True) == "delivered"
    assert world.line.shown == [TEXTS.image_received, words]


def test_the_picture_is_in_the_prompt_once_and_its_note_stays(world: World) -> None:
    world.holds(1, b"a cat")
    world.turn(sends("image", 1))
    world.turn(received("What is this?", 2))
    world.turn(received("And now?", 2 + TEN_MINUTES))
    assert world.model.prompts[-1] == [
        {"role": "user", "content": "[image]"},
        {"role": "user", "content": "What is this?"},
        {"role": ASSISTANT, "content": "Re: What is this?"},
        {"role": "user", "content": "And now?"},
    ]


def test_ten_minutes_are_counted_from_each_picture(world: World) -> None:
    assert timedelta(seconds=TEN_MINUTES) == attachments.CURRENT
    for number in (1, 301):
        world.holds(number, b"picture %d" % number)
        world.turn(sends("image", number))
    assert attached(world, 700) == [b"picture 301"]
