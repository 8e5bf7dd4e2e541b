"""Pictures that come with an answer: asked for, kept, shown, changed and counted."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from kaiwa.line.messages import Kind
from kaiwa.log import hashed
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.drawing import Drawn, Draws, Offered
from kaiwa.model.errors import ModelUnavailableError, PictureRefusedError
from kaiwa.model.prompt import Attachment
from kaiwa.pictures import folder_of
from kaiwa.table.items import APOLOGY, ASSISTANT, NOTICE, USER
from kaiwa.table.turns import DailyLimits
from line_reply.speech.languages.en import TEXTS
from line_reply.turns.quote import UNKNOWN
from tests.builders import GROUP_ID, USER_ID, received
from tests.fakes.model import FakeModel
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.parts import PICTURES
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World

JPEG, BRIGHT = b"\xff\xd8\xff dark", b"\xff\xd8\xff bright"
CAT = ModelAnswer("Here it is.", 10, 5, drawn=Drawn(JPEG, "A cat\nin the rain"))
BRIGHT_CAT = ModelAnswer("", 10, 5, drawn=Drawn(BRIGHT, "A bright cat"))
NAME = f"{folder_of(USER_ID, USER_ID, f'{1:018}')}0"
ADDRESS = f"{PICTURES}/{NAME}"


@pytest.fixture
def drawing(world: World) -> World:
    world.drawing = Offered.COMMAND
    return world


def drawn(world: World, text: str = "/draw a cat", number: int = 1) -> None:
    world.model.says = [CAT]
    assert world.turn(received(text, number)) == "delivered"


def test_the_picture_is_a_bubble_above_the_words(drawing: World) -> None:
    drawn(drawing)
    assert drawing.line.shown == [ADDRESS, "Here it is."]
    assert drawing.line.pictures == [ADDRESS]
    assert drawing.pictures.kept == {NAME: JPEG}
    assert drawing.model.drew == [Draws.MUST]
    note = "[picture: A cat in the rain]\nHere it is."
    assert stored() == {
        f"{1:018}": (USER, "/draw a cat", None),
        f"{1:018}#assistant": (ASSISTANT, note, "delivered"),
    }


def test_later_prompts_know_of_it_by_its_note(drawing: World) -> None:
    drawn(drawing)
    drawing.turn(received("Thanks", 2))
    assert [each["content"] for each in drawing.model.prompts[-1]] == [
        "/draw a cat",
        "[picture: A cat in the rain]\nHere it is.",
        "Thanks",
    ]
    assert drawing.model.drew == [Draws.MUST, Draws.NO]


def test_a_picture_needs_no_words(drawing: World) -> None:
    drawing.model.says = [BRIGHT_CAT]
    drawing.turn(received("/描いて 明るい猫", 1))
    assert drawing.line.shown == [ADDRESS]
    assert stored()[f"{1:018}#assistant"][1] == "[picture: A bright cat]"


def test_the_last_picture_can_be_changed_within_minutes(drawing: World) -> None:
    drawn(drawing)
    drawing.model.says = [BRIGHT_CAT, CAT]
    drawing.turn(received("/draw make it brighter", 2))
    drawing.turn(received("/draw a dog", 2 + 601))
    attached = [prompt[-1].get("attachments") for prompt in drawing.model.prompts]
    assert attached == [None, [Attachment("image", "image", "image/jpeg", JPEG)], None]


def test_a_picture_that_is_quoted_can_be_changed_at_any_time(drawing: World) -> None:
    drawn(drawing)
    drawing.turn(received("Thanks", 2))
    quoting = replace(received("/draw brighter", 3), quoted_id="bubble-1")
    drawing.model.says = [BRIGHT_CAT]
    drawing.turn(quoting)
    last = drawing.model.prompts[-1][-1]
    assert last.get("attachments") == [Attachment("image", "image", "image/jpeg", JPEG)]
    assert last["content"].endswith("/draw brighter")


def test_the_user_may_have_sent_the_picture(drawing: World) -> None:
    drawing.holds(1, JPEG)
    drawing.turn(replace(received("", 1), text="[image]", kind=Kind.IMAGE))
    drawing.model.says = [BRIGHT_CAT]
    drawing.turn(received("/draw make it brighter", 2))
    last = drawing.model.prompts[-1][-1]
    assert last.get("attachments") == [Attachment("image", "image", "image/jpeg", JPEG)]


def test_a_picture_that_was_taken_back_is_not_changed(drawing: World) -> None:
    drawn(drawing)
    drawing.past.unsend(USER_ID, f"{1:018}", drawing.clock())
    drawing.pictures.delete(USER_ID, USER_ID, f"{1:018}")
    drawing.holds(2, JPEG)
    drawing.turn(replace(received("", 2), text="[image]", kind=Kind.IMAGE))
    drawing.past.unsend(USER_ID, f"{2:018}", drawing.clock())
    drawing.model.says = [BRIGHT_CAT]
    drawing.turn(received("/draw make it brighter", 3))
    assert [each["content"] for each in drawing.model.prompts[-1]] == ["/draw make it brighter"]
    assert drawing.model.prompts[-1][-1].get("attachments") is None
    drawing.turn(replace(received("/draw brighter", 4), quoted_id="bubble-1"))
    assert drawing.line.shown[-1] == f"Re: {UNKNOWN}\n\n/draw brighter"
    assert drawing.model.drew[-1] is Draws.MAY


def test_again_shows_the_picture_too(drawing: World) -> None:
    drawn(drawing)
    drawing.tell("/again", 2)
    assert drawing.line.pictures == [ADDRESS, ADDRESS]
    assert drawing.line.shown[2:] == [ADDRESS, "Here it is."]


@pytest.mark.parametrize(
    ("offered", "text", "draws"),
    [
        (Offered.OFF, "Hello", Draws.NO),
        (Offered.COMMAND, "Draw me a cat", Draws.NO),
        (Offered.MODEL, "Draw me a cat", Draws.MAY),
        (Offered.MODEL, "/draw a cat", Draws.MUST),
    ],
)
def test_the_operator_decides_when_the_model_may_draw(
    world: World, offered: Offered, text: str, draws: Draws
) -> None:
    world.drawing = offered
    world.turn(received(text, 1))
    assert world.model.drew == [draws]


@pytest.mark.parametrize("offered", [Offered.COMMAND, Offered.MODEL])
def test_a_person_has_so_many_pictures_a_day(world: World, offered: Offered) -> None:
    world.drawing, world.daily_limits = offered, DailyLimits(pictures=1)
    drawn(world)
    world.turn(in_the_group(received("/draw another", 2)))
    assert world.line.shown[-1] == TEXTS.no_pictures_left
    world.turn(received("Draw a third one", 3))
    assert world.line.shown[-1] == "Re: Draw a third one"
    assert world.model.drew == [Draws.MUST, Draws.NO]
    drawn(world, number=24 * 3600 + 1)
    assert len(world.line.pictures) == 2


@pytest.mark.parametrize(
    "said", [PictureRefusedError(), ModelAnswer("", 1, 1, is_blocked=True)], ids=type
)
def test_what_openai_refuses_to_draw_is_said_kindly(
    drawing: World, said: Exception | ModelAnswer
) -> None:
    drawing.model.says = [said]
    assert drawing.turn(received("/draw something else", 1)) == "delivered"
    assert (drawing.line.shown, drawing.pictures.kept) == ([TEXTS.picture_refused], {})
    assert stored()[f"{1:018}#assistant"][0] == NOTICE


def test_what_moderation_flags_is_never_drawn(drawing: World) -> None:
    drawing.turn(received("/draw something forbidden", 1))
    assert (drawing.line.shown, drawing.model.prompts) == ([TEXTS.refused], [])


@pytest.mark.parametrize("data", [b"GIF89a", b"\xff\xd8\xff" + bytes(1_000_000)], ids=len)
def test_what_line_would_not_show_is_an_apology(drawing: World, data: bytes) -> None:
    drawing.model.says = [ModelAnswer("", 1, 1, drawn=Drawn(data, ""))]
    drawing.turn(received("/draw a cat", 1))
    assert (drawing.line.shown, drawing.line.choices) == ([TEXTS.try_later], ["Try again"])
    assert stored()[f"{1:018}#assistant"][0] == APOLOGY


def test_a_picture_that_is_not_kept_is_not_drawn_again_by_itself(drawing: World) -> None:
    drawing.pictures.failure = EndpointConnectionError(endpoint_url="s3")
    drawn(drawing)
    assert drawing.line.shown == [TEXTS.try_later]
    drawing.pictures.failure, drawing.model.says = None, [CAT]
    drawing.tap("Try again", 2)
    assert drawing.line.shown[1:] == [ADDRESS, "Here it is."]


def test_a_question_that_is_taken_back_meanwhile_leaves_no_picture(drawing: World) -> None:
    class Slow(FakeModel):
        def answer(self, *_: Any, **__: Any) -> ModelAnswer:
            drawing.past.unsend(USER_ID, f"{1:018}", drawing.clock())
            return CAT

    drawing.model = Slow()
    assert drawing.turn(received("/draw a cat", 1)) == "deleted"
    assert (drawing.pictures.kept, drawing.line.shown) == ({}, [])


def test_what_a_worker_had_drawn_that_died_goes_with_the_question(drawing: World) -> None:
    asked = received("/draw a cat", 1)
    drawing.messages.begin_turn(asked, DailyLimits(), drawing.clock())
    drawing.pictures.put(USER_ID, USER_ID, asked.message_id, JPEG)
    drawing.past.unsend(USER_ID, asked.message_id, drawing.clock())
    assert drawing.turn(asked) == "deleted"
    assert (drawing.pictures.kept, drawing.line.shown) == ({}, [])


class Painter(FakeModel):
    """Has the picture once the user was told to wait."""

    def __init__(self, told: threading.Event, *, fails: bool) -> None:
        super().__init__()
        self.told, self.fails = told, fails

    def answer(self, *_: Any, **__: Any) -> ModelAnswer:
        assert self.told.wait(5)
        if self.fails:
            raise ModelUnavailableError
        return CAT


def patient(world: World, *, fails: bool = False) -> None:
    told = threading.Event()
    world.patience, world.model = timedelta(seconds=0.6), Painter(told, fails=fails)
    reply = world.line.reply

    def replied(*arguments: Any, **named: Any) -> list[str]:
        try:
            return reply(*arguments, **named)
        finally:
            told.set()

    world.line.reply = replied  # type: ignore[method-assign]


def test_the_reply_token_goes_to_a_sentence_when_it_takes_long(drawing: World) -> None:
    patient(drawing)
    assert drawing.turn(received("/draw a cat", 1)) == "delivered"
    assert drawing.line.shown == [TEXTS.still_drawing, ADDRESS, "Here it is."]
    assert [call[0] for call in drawing.line.calls] == ["reply", "push"]


def test_where_the_model_may_draw_nobody_knows_yet_that_it_does(drawing: World) -> None:
    drawing.drawing = Offered.MODEL
    patient(drawing)
    assert drawing.turn(received("Draw me a cat", 1)) == "delivered"
    assert drawing.line.shown == [TEXTS.still_answering, ADDRESS, "Here it is."]
    assert [call[0] for call in drawing.line.calls] == ["reply", "push"]


def test_a_later_attempt_says_nothing_of_the_wait_and_pushes(drawing: World) -> None:
    patient(drawing, fails=True)
    with pytest.raises(ModelUnavailableError):
        drawing.turn(received("/draw a cat", 1))
    drawing.model = FakeModel([CAT])
    assert drawing.turn(received("/draw a cat", 1)) == "delivered"
    assert drawing.line.shown == [TEXTS.still_drawing, ADDRESS, "Here it is."]
    assert [call[0] for call in drawing.line.calls] == ["reply", "reply", "push"]


def test_in_a_group_a_picture_lies_in_the_folder_of_who_asked(drawing: World) -> None:
    drawing.model.says = [CAT]
    drawing.turn(in_the_group(received("/draw a cat", 1)))
    (name,) = drawing.pictures.kept
    assert name.split("/")[:2] == [hashed(GROUP_ID), hashed(USER_ID)]


@pytest.mark.parametrize(
    ("offered", "text", "words"),
    [
        (Offered.OFF, "/draw a cat", TEXTS.draw_off),
        (Offered.OFF, "/draw", TEXTS.draw_off),
        (Offered.COMMAND, "/draw", TEXTS.draw_how),
    ],
)
def test_without_words_or_pictures_it_is_a_command(
    world: World, offered: Offered, text: str, words: str
) -> None:
    world.drawing = offered
    assert world.draw().is_told(received(text, 1)) is False
    world.tell(text)
    assert (world.line.shown, stored()) == ([words], {})
