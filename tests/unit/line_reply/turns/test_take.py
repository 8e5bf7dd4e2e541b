"""One turn, on the real gateway to a table of moto's, with LINE and the model as fakes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from kaiwa.line.errors import LineUnavailableError, LineUnclearError
from kaiwa.log import hashed
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.errors import ModelUnavailableError
from kaiwa.model.prompt import PromptMessage
from kaiwa.queued_event import QueuedEvent
from kaiwa.table.items import ASSISTANT, NOTICE, USER, Message
from kaiwa.table.turns import Content, DailyLimits
from line_reply.delivery.bubbles import split
from line_reply.memory.history import HistoryLimits
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.fakes import FakeModel
from tests.unit.conftest import RETENTION
from tests.unit.line_reply.world import NO_LIMITS, CrashError, World, crash_after, sends, stored

NARROW = HistoryLimits(messages=4, characters=10_000, retention=RETENTION)


def test_a_message_is_answered_and_both_are_kept(world: World) -> None:
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.line.calls == [("reply", "reply-token-1", "Re: Hello")]
    assert world.model.users == [hashed(USER_ID)]
    assert stored() == {
        "000000000000000001": (USER, "Hello", None),
        "000000000000000001#assistant": (ASSISTANT, "Re: Hello", "delivered"),
    }


def test_the_next_answer_knows_what_was_said(world: World) -> None:
    world.turn(received("I am Hanako.", 1))
    world.turn(received("Who am I?", 2))
    assert world.model.prompts[-1] == [
        {"role": "user", "content": "I am Hanako."},
        {"role": "assistant", "content": "Re: I am Hanako."},
        {"role": "user", "content": "Who am I?"},
    ]


def test_nobody_sees_the_conversation_of_another(world: World) -> None:
    other = {"conversation_id": OTHER_USER_ID, "user_id": OTHER_USER_ID}
    world.turn(received("My secret", 1))
    world.turn(received("What was said?", 2, **other))
    world.turn(received("And here?", 3, conversation_id=GROUP_ID, one_to_one=False))
    assert world.model.prompts == [
        [{"role": "user", "content": "My secret"}],
        [{"role": "user", "content": "What was said?"}],
        [{"role": "user", "content": f"Member {hashed(USER_ID)[:6]}: And here?"}],
    ]


def test_an_event_that_comes_again_is_answered_once(world: World) -> None:
    world.turn(received("Hello", 1))
    again = received("Hello", 1, reply_token="another token")
    assert world.turn(again) == "delivered"
    assert world.line.shown == ["Re: Hello"]
    assert len(world.model.prompts) == 1


def test_an_event_older_than_a_day_is_ignored(world: World) -> None:
    old = received("Hello", 1, sent_at=world.clock.now - timedelta(hours=24))
    assert world.turn(old) == "too old"
    assert (world.line.calls, stored()) == ([], {})


def test_an_event_of_almost_a_day_ago_is_answered(world: World) -> None:
    young = received("Hello", 1, sent_at=world.clock.now - timedelta(hours=23, minutes=59))
    assert world.turn(young) == "delivered"


def test_in_a_group_it_is_the_speaker_that_the_model_hears_of(world: World) -> None:
    world.turn(received("Hello", 1, conversation_id=GROUP_ID, one_to_one=False))
    world.turn(received("Hello", 2, conversation_id=GROUP_ID, one_to_one=False, user_id=None))
    assert world.model.users == [hashed(USER_ID), hashed(GROUP_ID)]


def test_a_message_deleted_since_is_not_answered(world: World) -> None:
    world.messages.begin_turn(received("Hello", 1), NO_LIMITS, at(1))
    Message("000000000000000001").delete()
    assert world.turn(received("Hello", 1)) == "deleted"
    assert (world.line.calls, stored()) == ([], {})


def test_a_message_deleted_while_the_model_thinks_gets_no_answer(world: World) -> None:
    class Forgetful(FakeModel):
        def answer(
            self, prompt: Sequence[PromptMessage], user: str, *args: Any, **named: Any
        ) -> ModelAnswer:
            Message("000000000000000001").delete()
            return super().answer(prompt, user, *args, **named)

    world.model = Forgetful()
    assert world.turn(received("Hello", 1)) == "deleted"
    assert (world.line.calls, stored()) == ([], {})


def test_an_expired_token_means_a_push(world: World) -> None:
    world.line.used_tokens.add("reply-token-1")  # to LINE, used and expired are the same
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.line.calls == [
        ("reply", "reply-token-1", "Re: Hello"),
        ("push", USER_ID, "Re: Hello"),
    ]


def test_a_reply_that_may_have_arrived_is_never_pushed(world: World) -> None:
    world.line.failures = [(LineUnclearError(), True)]
    with pytest.raises(LineUnclearError):
        world.turn(received("Hello", 1))
    assert world.turn(received("Hello", 1)) == "unknown"
    assert world.turn(received("Hello", 1)) == "unknown"
    assert world.line.shown == ["Re: Hello"]
    assert [call[0] for call in world.line.calls] == ["reply", "reply"]


def test_a_reply_that_was_lost_on_the_way_is_sent_again(world: World) -> None:
    world.line.failures = [(LineUnclearError(), False)]
    with pytest.raises(LineUnclearError):
        world.turn(received("Hello", 1))
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.line.shown == ["Re: Hello"]


def test_a_reply_that_line_turned_away_may_still_be_pushed(world: World) -> None:
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(received("Hello", 1))
    world.line.used_tokens.add("reply-token-1")  # it expires meanwhile
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.line.shown == ["Re: Hello"]
    assert len(world.model.prompts) == 1


def test_a_failing_model_is_asked_again_and_the_message_keeps_its_place(world: World) -> None:
    world.model.says = [ModelUnavailableError()]
    with pytest.raises(ModelUnavailableError):
        world.turn(received("Hello", 1))
    before = Message.get("000000000000000001").created_at
    assert world.turn(received("Hello", 1)) == "delivered"
    assert Message.get("000000000000000001").created_at == before
    assert world.line.shown == ["Re: Hello"]


def test_apologise_tells_the_user_once(world: World) -> None:
    for _ in range(2):
        world.apologise(received("Hello", 1))
    assert world.line.shown == [TEXTS.try_later]
    assert stored()["000000000000000001#assistant"] == (NOTICE, TEXTS.try_later, "delivered")


def test_apologise_leaves_an_answer_alone(world: World) -> None:
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(received("Hello", 1))
    world.apologise(received("Hello", 1))
    assert world.line.shown == []
    assert stored()["000000000000000001#assistant"] == (ASSISTANT, "Re: Hello", "stored")


def test_turns_are_ordered_whatever_the_clocks_say(world: World) -> None:
    world.turn(received("First", 1, sent_at=at(5)))
    world.turn(received("Second", 2, sent_at=at(2)))  # LINE's clock, behind ours
    items = sorted(Message.scan(Message.role.exists()), key=lambda item: item.created_at)
    assert [item.content for item in items] == ["First", "Re: First", "Second", "Re: Second"]
    assert len({item.created_at for item in items}) == 4


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
        "000000000000000001#assistant": (NOTICE, TEXTS.try_later, "delivered"),
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
    [("text", "Hi", 4), ("audio", "Hi", 5), ("image", "", 4), ("text", LONG, 5)],
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
    with crash_after(5):
        assert world.turn(received("Hello", 1)) == "delivered"
