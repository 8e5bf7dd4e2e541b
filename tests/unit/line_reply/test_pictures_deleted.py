"""Pictures go with what they were drawn for."""

from dataclasses import replace

import pytest

from kaiwa.line.events import Unsend
from kaiwa.line.messages import Edit, ReceivedMessage
from kaiwa.log import hashed
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.drawing import Drawn, Offered
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, edited_event, event, received, work_of
from tests.unit.line_reply.arrivals import attempt, in_the_group
from tests.unit.line_reply.world import World


@pytest.fixture
def drawing(world: World) -> World:
    world.drawing = Offered.COMMAND
    return world


def draw(world: World, message: ReceivedMessage) -> None:
    world.model.says = [ModelAnswer("", 1, 1, drawn=Drawn(b"\xff\xd8\xff", "A cat"))]
    assert world.turn(message) == "delivered"


def owners(world: World) -> list[tuple[str, str]]:
    """In whose folders pictures are left: the chat and the person."""
    folders = [name.split("/")[:2] for name in world.pictures.kept]
    names = {hashed(each): each for each in (USER_ID, OTHER_USER_ID, GROUP_ID)}
    return [(names[chat], names[person]) for chat, person in folders]


def test_forgetting_takes_those_of_groups_along(drawing: World) -> None:
    theirs = replace(in_the_group(received("/draw a dog", 3)), user_id=OTHER_USER_ID)
    for message in (received("/draw a cat", 1), in_the_group(received("/draw a boat", 2)), theirs):
        draw(drawing, message)
    assert owners(drawing) == [(USER_ID, USER_ID), (GROUP_ID, USER_ID), (GROUP_ID, OTHER_USER_ID)]
    drawing.tell("/forget yes", 4)
    assert owners(drawing) == [(GROUP_ID, OTHER_USER_ID)]
    drawing.forget_chat()(GROUP_ID)
    assert owners(drawing) == []


def test_what_was_drawn_for_a_message_goes_when_it_is_taken_back(drawing: World) -> None:
    draw(drawing, received("/draw a cat", 1))
    draw(drawing, received("/draw a dog", 2))
    kept = list(drawing.pictures.kept)
    unsend = work_of(event("unsend", unsend={"messageId": f"{1:018}"}))
    assert isinstance(unsend, Unsend)
    assert drawing.lifecycle().unsend(unsend) == "unsent"
    assert list(drawing.pictures.kept) == kept[1:]


@pytest.mark.parametrize(("text", "left"), [("", 0), ("@Kaiwa /draw a dog", 1)])
def test_it_goes_when_an_edit_leaves_nothing_for_the_bot(
    drawing: World, text: str, left: int
) -> None:
    draw(drawing, in_the_group(received("/draw a cat", 1)))
    edit = work_of(edited_event(text, 2, mentions_bot=bool(text)))
    assert isinstance(edit, Edit)
    drawing.lifecycle().edit(edit, attempt())
    assert len(drawing.pictures.kept) == left
