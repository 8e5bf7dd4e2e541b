"""One turn, from the message to the delivered answer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from kaiwa.line.errors import LineUnavailableError, LineUnclearError
from kaiwa.log import hashed
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.errors import ModelUnavailableError
from kaiwa.model.prompt import PromptMessage
from kaiwa.table.items import APOLOGY, ASSISTANT, USER, Message
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.fakes.model import FakeModel
from tests.unit.line_reply.parts import NO_LIMITS
from tests.unit.line_reply.stored import stored
from tests.unit.line_reply.world import World


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
    assert stored()["000000000000000001#assistant"] == (APOLOGY, TEXTS.try_later, "delivered")


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
