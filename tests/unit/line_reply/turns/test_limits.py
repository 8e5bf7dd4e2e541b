"""Limits of a day, summaries that are asked for, and whatever stops a turn."""

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.model.errors import ModelUnavailableError
from kaiwa.queued_event import QueuedEvent
from kaiwa.table.items import APOLOGY, ASSISTANT, USER, Message
from kaiwa.table.turns import Content, DailyLimits
from line_reply.delivery.bubbles import split
from line_reply.memory.history import HistoryLimits
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.stored import CrashError, crash_after, stored
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION

NARROW = HistoryLimits(messages=4, characters=10_000, retention=RETENTION)


def test_the_limit_of_messages_gets_a_sentence_and_nothing_is_kept(world: World) -> None:
    world.daily_limits = DailyLimits(messages=1)
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.turn(received("More", 2)) == "limit reached"
    assert world.line.shown == ["Re: Hello", TEXTS.limit_reached]
    assert stored() == {
        "000000000000000001": (USER, "Hello", None),
        "000000000000000001#assistant": (ASSISTANT, "Re: Hello", "delivered"),
    }


def test_the_limit_of_tokens_lets_the_answer_through_that_reaches_it(world: World) -> None:
    world.daily_limits = DailyLimits(tokens=15)  # what the fake's one answer costs
    outcomes = [world.turn(received("Hello", number)) for number in (1, 2)]
    assert outcomes == ["delivered", "limit reached"]


def test_the_limit_holds_for_each_person_wherever_they_speak(world: World) -> None:
    world.daily_limits = DailyLimits(messages=1)
    in_group = {"conversation_id": GROUP_ID, "one_to_one": False}
    outcomes = [
        world.turn(received("Hello", 1, **in_group)),
        world.turn(received("Hello", 2, user_id=OTHER_USER_ID, **in_group)),
        world.turn(received("Hello", 3, **in_group)),
        world.turn(received("Hello", 4)),
    ]
    assert outcomes == ["delivered", "delivered", "limit reached", "limit reached"]


def test_the_next_local_day_begins_anew(world: World) -> None:
    world.daily_limits = DailyLimits(messages=1)
    until_midnight = 3 * 60 * 60  # 21:00 in Tokyo is noon
    world.turn(received("Hello", 1))
    world.clock.now = at(until_midnight - 2)
    assert world.turn(received("Still?", 2)) == "limit reached"
    assert world.turn(received("And now?", 3, sent_at=at(until_midnight))) == "delivered"


def test_another_attempt_at_a_taken_message_is_within_any_limit(world: World) -> None:
    world.daily_limits = DailyLimits(messages=1)
    world.model.says = [ModelUnavailableError()]
    with pytest.raises(ModelUnavailableError):
        world.turn(received("Hello", 1))
    assert world.turn(received("Hello", 1)) == "delivered"


def test_a_limit_that_nobody_could_be_told_of_is_told_again(world: World) -> None:
    world.daily_limits = DailyLimits(messages=1)
    world.turn(received("Hello", 1))
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(received("More", 2))
    assert world.turn(received("More", 2)) == "limit reached"
    assert world.turn(received("More", 2)) == "token used or expired"
    assert world.line.shown == ["Re: Hello", TEXTS.limit_reached]


def test_a_summary_is_asked_for_before_the_window_is_full(world: World) -> None:
    world.history_limits = NARROW
    for number in (1, 2, 3):
        world.turn(received(f"Q{number}", number))
    requested = QueuedEvent(
        USER_ID,
        "000000000000000003",
        {
            "type": "kaiwa.summary",
            "id": "000000000000000003",
            "conversation_id": USER_ID,
            "number": 1,
        },
    )
    assert world.queue.sent == [requested]


def test_the_answer_is_there_before_the_summary_is_asked_for(world: World) -> None:
    shown: list[list[str]] = []

    class Watching(type(world.queue)):  # type: ignore[misc]
        def send(self, queued: QueuedEvent) -> None:
            shown.append(list(world.line.shown))

    world.queue, world.history_limits = Watching(), NARROW
    for number in (1, 2, 3):
        world.turn(received(f"Q{number}", number))
    assert shown == [["Re: Q1", "Re: Q2", "Re: Q3"]]


def test_a_queue_out_of_order_fails_no_answer(world: World) -> None:
    world.queue.failure, world.history_limits = RuntimeError("no queue"), NARROW
    outcomes = [world.turn(received(f"Q{number}", number)) for number in (1, 2, 3)]
    assert outcomes == ["delivered"] * 3


def test_an_apology_after_a_failure_takes_the_message_whatever_the_limit(world: World) -> None:
    world.daily_limits = DailyLimits(tokens=1)
    world.messages.count_tokens(USER_ID, Content(ASSISTANT, "", 1_000_000), at(0))
    world.apologise(received("Hello", 1))
    assert stored() == {
        "000000000000000001": (USER, "Hello", None),
        "000000000000000001#assistant": (APOLOGY, TEXTS.try_later, "delivered"),
    }


def test_what_was_taken_back_gets_no_apology(world: World) -> None:
    world.past.unsend(USER_ID, "000000000000000001", at(1))
    world.apologise(received("Hello", 1))
    assert world.line.calls == []


def test_a_message_taken_back_before_it_came_is_not_answered(world: World) -> None:
    world.past.unsend(USER_ID, "000000000000000001", at(1))
    assert world.turn(received("Hello", 1)) == "deleted"
    assert (world.line.calls, world.model.prompts) == ([], [])


LONG = "\n\n".join(f"{number}".ljust(4000, ".") for number in range(7))


@pytest.mark.parametrize(
    ("kind", "says", "writes"),
    [("text", "Hi", 3), ("audio", "Hi", 4), ("image", "", 3), ("text", LONG, 4)],
)
def test_whatever_stops_the_worker_the_next_attempt_ends_the_turn(
    world: World, kind: str, says: str, writes: int
) -> None:
    for number in range(1, writes + 1):
        world.holds(number, b"Hello", "audio/mp4")
        world.model.says, world.line.shown = [says, says], []
        with pytest.raises(CrashError), crash_after(number):
            world.turn(sends(kind, number))
        assert world.turn(sends(kind, number)) == "delivered"
        assert world.line.shown == (split(says) or [TEXTS.image_received])
        answer = Message.get(f"{number:018}#assistant")
        assert (answer.delivery, answer.next_bubble) == ("delivered", len(world.line.shown))


def test_that_many_writes_are_all_that_a_turn_makes(world: World) -> None:
    with crash_after(4):
        assert world.turn(received("Hello", 1)) == "delivered"
