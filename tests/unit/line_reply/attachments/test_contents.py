"""What a prompt has of a file: its text or all of it, and from when."""

from datetime import timedelta

import pytest

from kaiwa.line.content import Content
from kaiwa.line.errors import ContentNotReadyError, LineUnavailableError
from kaiwa.model.prompt import Attachment
from kaiwa.table.items import ASSISTANT
from line_reply.attachments import current as attachments
from line_reply.attachments.current import LONGEST_TEXTS
from line_reply.speech.languages.en import TEXTS
from tests.builders import received
from tests.fakes.line import FakeLine
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.attachments.questions import PDF, TEN_MINUTES, asked, attached
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World

JAPANESE = "品名,値段\r\n表示 能力 ソ,１２０円"
"""With letters whose second byte in Shift_JIS is a backslash."""


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
        "content": ("[file: 値段.csv]\n> 品名,値段\n> 表示 能力 ソ,１２０円\n\nWhat is this?"),
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
    assert asked(world, 2)["content"] == f"[file: a.txt]\n> {text}\n\nWhat is this?"


def test_of_several_texts_the_newest_have_the_room(world: World) -> None:
    for number, length in ((1, 9), (2, 5), (3, LONGEST_TEXTS)):
        world.holds(number, b"%d" % number * length, "text/plain")
        world.turn(sends("file", number, fileName=f"{number}.txt"))
    assert asked(world, 4)["content"] == (
        f"[file: 1.txt]\n>  …\n\n[file: 2.txt]\n>  …\n\n[file: 3.txt]\n> {'3' * LONGEST_TEXTS}\n\n"
        "What is this?"
    )


def test_what_the_newer_texts_leave_is_for_the_older(world: World) -> None:
    for number, length in ((1, LONGEST_TEXTS), (2, LONGEST_TEXTS - 20)):
        world.holds(number, b"%d" % number * length, "text/plain")
        world.turn(sends("file", number, fileName=f"{number}.txt"))
    assert asked(world, 3)["content"] == (
        f"[file: 1.txt]\n> 1111 …\n\n[file: 2.txt]\n> {'2' * (LONGEST_TEXTS - 20)}\n\nWhat is this?"
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


@pytest.mark.parametrize(
    ("name", "sent_as"), [("report.pdf", "report.pdf"), ("report.txt", "report.txt.pdf")]
)
def test_a_pdf_is_known_by_its_beginning(world: World, name: str, sent_as: str) -> None:
    world.holds(1, PDF, "application/octet-stream")
    world.turn(sends("file", 1, fileName=name))
    expected = [Attachment("document", sent_as, "application/pdf", PDF)]
    assert asked(world, 2)["attachments"] == expected


def test_an_empty_file_is_empty(world: World) -> None:
    world.holds(1, b"", "text/plain")
    world.turn(sends("file", 1, fileName="a.txt"))
    assert asked(world, 2)["content"] == "[file: a.txt]\n\nWhat is this?"


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
