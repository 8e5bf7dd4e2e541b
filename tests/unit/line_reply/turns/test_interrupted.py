"""A worker that dies while the user's reply token runs out: what the next attempt still may do."""

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.table.items import Message
from line_reply.delivery import deliver
from line_reply.speech.languages.en import TEXTS
from tests.builders import received
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.stored import CrashError, crash_after, stored
from tests.unit.line_reply.world import World


def outcome_after(world: World, writes: int) -> tuple[str, list[str]]:
    """How the next attempt ends, and what the user has seen by then."""
    number, world.line.shown = writes + 1, []
    with pytest.raises(CrashError), crash_after(writes):
        world.turn(received("Hello", number))
    world.line.used_tokens.add(f"reply-token-{number}")
    return world.turn(received("Hello", number)), world.line.shown


def test_it_is_pushed_unless_the_reply_may_have_been_called(world: World) -> None:
    seen = ["Re: Hello"]
    assert [outcome_after(world, writes) for writes in (1, 2, 3)] == [
        ("delivered", seen),  # the message was taken
        ("unknown", []),  # the answer was stored, with the mark of the reply that comes next
        ("delivered", seen),  # it was delivered
    ]


def test_a_line_out_of_reach_takes_the_mark_back(world: World) -> None:
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(received("Hello", 1))
    assert stored()[f"{1:018}#assistant"] == ("assistant", "Re: Hello", "stored")


def test_what_fails_before_the_call_fails_before_the_mark(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(deliver, "bubbles_of", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            world.turn(received("Hello", 1))
    assert stored() == {f"{1:018}": ("user", "Hello", None)}
    world.line.used_tokens.add("reply-token-1")
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.line.shown == ["Re: Hello"]


def test_what_is_left_out_is_noted_before_the_reply_may_be_called(world: World) -> None:
    world.holds(1, b"", "image/bmp")
    world.turn(sends("image", 1))
    with pytest.raises(CrashError), crash_after(3):  # taken, answered, left out
        world.turn(received("What is it?", 2))
    assert Message.get(f"{1:018}").left_out
    world.line.used_tokens.add("reply-token-2")
    assert world.turn(received("What is it?", 2)) == "delivered"
    assert world.line.shown[1:] == [TEXTS.unsupported_image]
