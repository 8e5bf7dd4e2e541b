"""A group that lets the bot listen in: how that begins, what is heard, how it ends."""

from dataclasses import replace
from typing import Any

import pytest

from kaiwa.line.errors import LineRefusedError, LineUnavailableError
from kaiwa.line.events import Follow, Join, Leave, MemberJoined, Overheard, Unsend
from kaiwa.line.messages import Edit
from kaiwa.table.messages import MessageTable
from line_reply.admission import Admission
from line_reply.attempt import Attempt
from line_reply.commands.help import Help
from line_reply.commands.orders import Command, Order
from line_reply.commands.request import Request
from line_reply.speech.languages.en import TEXTS
from tests.builders import (
    GROUP_ID,
    OTHER_USER_ID,
    USER_ID,
    Event,
    at,
    edited_event,
    event,
    group_event,
    in_group,
    in_standby,
    overheard,
    received,
    unsend_event,
    work_of,
)
from tests.unit.line_reply.arrivals import attempt, in_the_group
from tests.unit.line_reply.stored import items
from tests.unit.line_reply.world import World

BEGINS = TEXTS.listening_begins.format(hours=24)


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages, at(0))


def tell(world: World, text: str, number: int = 1, tried: int = 1) -> str:
    return world.tell_as(in_the_group(received(text, number)), tried)


def hear(world: World, text: str, number: int, user_id: str = USER_ID) -> str:
    said = group_event(text, number, mentions_bot=False)
    told = in_group({**said, "type": "kaiwa.overheard"}, user_id)
    work = work_of(told)
    assert isinstance(work, Overheard)
    world.clock.now = max(world.clock.now, at(number))
    return world.overhear()(work, attempt())


def kept(world: World) -> list[str] | None:
    heard = world.overheard.read(GROUP_ID, world.clock.now)
    return None if heard is None else [each.content for each in heard.texts]


def happens(world: World, line_event: Event) -> str:
    work = work_of(line_event)
    match work:
        case Unsend():
            return world.lifecycle().unsend(work)
        case Edit():
            return world.lifecycle().edit(work, attempt())
        case Leave():
            return world.lifecycle().part(work)
        case Join() | Follow():
            return world.lifecycle().welcome(work, world.chat(work))
        case MemberJoined():
            return world.lifecycle().tell_newcomers(work, world.chat(work))
        case _:
            raise AssertionError(work)


def test_everybody_is_told_before_anything_is_heard(world: World) -> None:
    assert hear(world, "Secret", 1) == "not to be heard"
    assert tell(world, "/listen on", 2) == "obeyed /listen"
    assert world.line.shown == [BEGINS]
    assert hear(world, "Lunch?", 3) == "overheard"
    assert kept(world) == ["Lunch?"]
    assert "Secret" not in str(items())
    assert len(world.line.calls) == 1
    assert [each for each in items() if each.startswith("usage#")] == []


def test_a_second_on_says_that_it_is(world: World) -> None:
    for number in (1, 2):
        tell(world, "/聞いて　オン", number)
    hear(world, "Lunch?", 3)
    tell(world, "/listen", 4)
    already = TEXTS.listening_already.format(hours=24)
    assert world.line.shown == [BEGINS, already, already]
    assert kept(world) == ["Lunch?"]


def test_what_nobody_could_read_begins_nothing(world: World) -> None:
    world.line.failures = [(LineRefusedError(), False)]
    assert tell(world, "/listen on") == "failed"
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        tell(world, "/listen on", 2)
    assert kept(world) is None
    assert world.line.shown == []


def test_whether_it_was_read_is_not_guessed(world: World) -> None:
    world.line.used_tokens.add("reply-token-1")
    assert tell(world, "/listen on", 1, tried=2) == "obeyed /listen"
    assert [call[0] for call in world.line.calls] == ["reply", "push"]
    assert (world.line.shown, kept(world)) == ([BEGINS], [])
    world.overheard.stop(GROUP_ID)
    world.line.used_tokens.add("reply-token-2")
    world.line.failures = [(None, True), (LineRefusedError(), False)]
    assert tell(world, "/listen on", 2) == "failed"
    assert kept(world) is None


def test_off_deletes_at_once(world: World) -> None:
    before = items()
    tell(world, "/listen on", 1)
    hear(world, "Lunch?", 2)
    for number in (3, 4):
        tell(world, "/listen オフ", number)
    tell(world, "/listen", 5)
    stopped = TEXTS.listening_stopped
    assert world.line.shown == [BEGINS, stopped, stopped, TEXTS.listening_is_off]
    left = {key for key in items() if not key.startswith(("event#", "sent#"))}
    assert left == set(before)


def test_where_it_is_not_allowed_it_is_not_begun_but_ended(world: World) -> None:
    tell(world, "/listen on", 1)
    hear(world, "Lunch?", 2)
    world.listening_hours = 0
    assert hear(world, "Dinner?", 3) == "not to be heard"
    tell(world, "/listen on", 4)
    tell(world, "/listen off", 5)
    assert world.line.shown[1:] == [TEXTS.listening_not_offered, TEXTS.listening_stopped]
    assert kept(world) is None


def test_it_is_for_groups(world: World) -> None:
    world.tell("/listen on")
    assert world.line.shown == [TEXTS.groups_only]


def test_everybody_may_end_it(world: World) -> None:
    nobody: Admission = world.admission(allowed="U0")
    mine = in_the_group(received("x"))
    ends = [nobody.may_order(Order(Command.LISTEN, each), mine) for each in ("off", "on", "")]
    assert ends == [True, False, False]


def test_what_is_taken_back_or_edited_is_so_here_too(world: World) -> None:
    tell(world, "/listen on", 1)
    hear(world, "Lunch?", 2)
    hear(world, "A secret", 3)
    assert happens(world, in_group(unsend_event(f"{3:018}", 4))) == "unsent"
    bare = edited_event("", 5, edits=2, mentions_bot=False)
    assert happens(world, bare) == "unknown message"
    edit = replace(overheard("Dinner?", 2), sent_at=at(5), edited=True)
    outcomes = [world.overhear()(edit, attempt()) for _ in range(2)]
    assert outcomes == ["overheard", "not to be heard"]
    assert kept(world) == ["Dinner?"]
    assert happens(world, edited_event("@Kaiwa x", 6, edits=2, mentions_bot=True)) == "edited"
    assert kept(world) == ["x"]
    assert "secret" not in str(items())


@pytest.mark.parametrize("kind", ["leave", "join"])
def test_whoever_leaves_hears_nothing_and_begins_anew(world: World, kind: str) -> None:
    tell(world, "/listen on", 1)
    hear(world, "Lunch?", 2)
    happens(world, event(kind, 3))
    assert kept(world) is None
    assert "Lunch" not in str(items())


def test_leaving_of_before_ends_nothing(world: World) -> None:
    world.clock.now = at(10)
    tell(world, "/listen on", 10)
    hear(world, "Lunch?", 11)
    for kind in ("leave", "join"):
        happens(world, event(kind, 3))
    assert kept(world) == ["Lunch?"]


def test_whoever_joins_is_told(world: World) -> None:
    assert happens(world, event("memberJoined", 1)) == "nothing to tell"
    tell(world, "/listen on", 2)
    assert happens(world, in_standby(event("memberJoined", 3))) == "on standby"
    assert happens(world, event("memberJoined", 4)) == "told newcomers"
    assert happens(world, event("memberJoined", 4)) == "token used or expired"
    world.listening_hours = 0
    assert happens(world, event("memberJoined", 5)) == "nothing to tell"
    assert world.line.shown == [BEGINS, TEXTS.listening_here.format(hours=24)]


def test_what_cannot_be_kept_is_let_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> bool:
        raise TimeoutError

    monkeypatch.setattr(world.overheard, "hear", fails)
    with pytest.raises(TimeoutError):
        hear(world, "Lunch?", 1)
    work = work_of(
        {**in_group(group_event("Lunch?", 1, mentions_bot=False)), "type": "kaiwa.overheard"}
    )
    assert isinstance(work, Overheard)
    assert world.overhear()(work, Attempt(5, 5)) == "not heard"


def test_forgetting_is_ones_own(world: World) -> None:
    tell(world, "/listen on", 1)
    hear(world, "Mine", 2)
    hear(world, "Theirs", 3, OTHER_USER_ID)
    world.tell("/forget yes", 4)
    assert kept(world) == ["Theirs"]
    assert "Mine" not in str(items())


def test_help_tells_of_it_where_it_is_allowed(world: World) -> None:
    hidden = (Command.LISTEN, Command.DIGEST)
    asked = Request(GROUP_ID, one_to_one=False, argument="", texts=TEXTS, anew=False)
    for help_, told in ((Help(), True), (Help(hidden), False)):
        (words,) = help_(asked).bubbles
        assert [f"\n{each} " in str(words) for each in hidden] == [told, told]
