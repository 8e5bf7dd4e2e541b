"""One turn, on the real gateway to a table of moto's, with LINE and the model as fakes."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from kaiwa.chat_model import (
    ModelAnswer,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    PromptMessage,
)
from kaiwa.line import LineUnavailableError, LineUnclearError
from kaiwa.line_events import ReceivedText
from kaiwa.log import hashed
from kaiwa.models import ASSISTANT, NOTICE, USER, Message
from kaiwa.table import MessageTable
from line_reply.history import HistoryLimits
from line_reply.texts import NO_ANSWER, TRY_LATER
from line_reply.turn import apologise, take_turn
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.fakes import FakeChat, FakeClock, FakeModel

LIMITS = HistoryLimits(messages=20, characters=10_000)


class World:
    """A worker with its surroundings. `turn` is one attempt at a turn."""

    def __init__(self, messages: MessageTable) -> None:
        self.messages = messages
        self.chat = FakeChat()
        self.model = FakeModel()
        self.clock = FakeClock(at(10))

    def turn(self, message: ReceivedText, *, last_attempt: bool = False) -> str:
        self.clock.pass_(1)
        return take_turn(
            message, last_attempt, self.messages, self.chat, self.model, LIMITS, self.clock
        )


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages)


def stored() -> dict[str, tuple[str, str, str | None]]:
    """Every message and answer in the table: role, content and delivery by id."""
    return {
        item.id: (item.role, item.content, item.delivery) for item in Message.scan() if item.role
    }


def test_a_message_is_answered_and_both_are_kept(world: World) -> None:
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.chat.calls == [("reply", "reply-token-1", "Re: Hello")]
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
    world.turn(received("My secret", 1))
    world.turn(received("What was said?", 2, conversation_id=OTHER_USER_ID))
    world.turn(received("And here?", 3, conversation_id=GROUP_ID))
    assert [prompt[-1]["content"] for prompt in world.model.prompts] == [
        "My secret",
        "What was said?",
        "And here?",
    ]
    assert [len(prompt) for prompt in world.model.prompts] == [1, 1, 1]


def test_an_event_that_comes_again_is_answered_once(world: World) -> None:
    world.turn(received("Hello", 1))
    again = received("Hello", 1, redelivered=True, reply_token="another token")
    assert world.turn(again) == "delivered"
    assert world.chat.shown == ["Re: Hello"]
    assert len(world.model.prompts) == 1


def test_an_event_older_than_a_day_is_ignored(world: World) -> None:
    old = received("Hello", 1, sent_at=world.clock.now - timedelta(hours=24))
    assert world.turn(old) == "too old"
    assert (world.chat.calls, stored()) == ([], {})


def test_an_event_of_almost_a_day_ago_is_answered(world: World) -> None:
    young = received("Hello", 1, sent_at=world.clock.now - timedelta(hours=23, minutes=59))
    assert world.turn(young) == "delivered"


def test_in_a_group_it_is_the_speaker_that_the_model_hears_of(world: World) -> None:
    world.turn(received("Hello", 1, conversation_id=GROUP_ID))
    world.turn(received("Hello", 2, conversation_id=GROUP_ID, speaker_id=None))
    assert world.model.users == [hashed(USER_ID), hashed(GROUP_ID)]


def test_a_message_deleted_since_is_not_answered(world: World) -> None:
    world.messages.begin_turn(received("Hello", 1), at(1))
    Message("000000000000000001").delete()
    assert world.turn(received("Hello", 1)) == "deleted"
    assert (world.chat.calls, stored()) == ([], {})


def test_a_message_deleted_while_the_model_thinks_gets_no_answer(world: World) -> None:
    class Forgetful(FakeModel):
        def answer(self, prompt: Sequence[PromptMessage], user: str) -> ModelAnswer:
            Message("000000000000000001").delete()
            return super().answer(prompt, user)

    world.model = Forgetful()
    assert world.turn(received("Hello", 1)) == "deleted"
    assert (world.chat.calls, stored()) == ([], {})


def test_an_expired_token_means_a_push(world: World) -> None:
    world.chat.used_tokens.add("reply-token-1")  # to LINE, used and expired are the same
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.chat.calls == [
        ("reply", "reply-token-1", "Re: Hello"),
        ("push", USER_ID, "Re: Hello"),
    ]


def test_a_reply_that_may_have_arrived_is_never_pushed(world: World) -> None:
    world.chat.failures = [(LineUnclearError(), True)]
    with pytest.raises(LineUnclearError):
        world.turn(received("Hello", 1))
    assert world.turn(received("Hello", 1)) == "unknown"
    assert world.turn(received("Hello", 1)) == "unknown"
    assert world.chat.shown == ["Re: Hello"]
    assert [call[0] for call in world.chat.calls] == ["reply", "reply"]


def test_a_reply_that_was_lost_on_the_way_is_sent_again(world: World) -> None:
    world.chat.failures = [(LineUnclearError(), False)]
    with pytest.raises(LineUnclearError):
        world.turn(received("Hello", 1))
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.chat.shown == ["Re: Hello"]


def test_a_reply_that_line_turned_away_may_still_be_pushed(world: World) -> None:
    world.chat.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(received("Hello", 1))
    world.chat.used_tokens.add("reply-token-1")  # it expires meanwhile
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.chat.shown == ["Re: Hello"]
    assert len(world.model.prompts) == 1


def test_a_failing_model_is_asked_again_and_the_message_keeps_its_place(world: World) -> None:
    world.model.says = [ModelUnavailableError()]
    with pytest.raises(ModelUnavailableError):
        world.turn(received("Hello", 1))
    before = Message.get("000000000000000001").created_at
    assert world.turn(received("Hello", 1)) == "delivered"
    assert Message.get("000000000000000001").created_at == before
    assert world.chat.shown == ["Re: Hello"]


def test_the_last_attempt_says_sorry(world: World) -> None:
    world.model.says = [ModelUnavailableError()]
    assert world.turn(received("Hello", 1), last_attempt=True) == "delivered"
    assert world.chat.shown == [TRY_LATER]


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (ModelTimeoutError(), TRY_LATER),
        (ModelRefusedError(), TRY_LATER),
        ("", NO_ANSWER),
    ],
)
def test_what_trying_again_cannot_mend_gets_a_kind_sentence(
    world: World, outcome: str | Exception, sentence: str
) -> None:
    world.model.says = [outcome]
    assert world.turn(received("Hello", 1)) == "delivered"
    assert world.chat.shown == [sentence]
    assert stored() == {
        "000000000000000001": (USER, "Hello", None),
        "000000000000000001#assistant": (NOTICE, sentence, "delivered"),
    }


def test_an_apology_never_enters_a_prompt(world: World) -> None:
    world.model.says = [ModelRefusedError()]
    world.turn(received("Hello", 1))
    world.turn(received("Are you there?", 2))
    assert world.model.prompts[-1] == [{"role": "user", "content": "Are you there?"}]


def test_apologise_tells_the_user_once(world: World) -> None:
    for _ in range(2):
        apologise(received("Hello", 1), world.messages, world.chat, world.clock)
    assert world.chat.shown == [TRY_LATER]
    assert stored()["000000000000000001#assistant"] == (NOTICE, TRY_LATER, "delivered")


def test_apologise_leaves_an_answer_alone(world: World) -> None:
    world.chat.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.turn(received("Hello", 1))
    apologise(received("Hello", 1), world.messages, world.chat, world.clock)
    assert world.chat.shown == []
    assert stored()["000000000000000001#assistant"] == (ASSISTANT, "Re: Hello", "stored")


def test_the_line_sdk_is_loaded_while_the_model_thinks(world: World) -> None:
    world.turn(received("Hello", 1))
    assert world.chat.preloaded == 1


def test_turns_are_ordered_whatever_the_clocks_say(world: World) -> None:
    world.turn(received("First", 1, sent_at=at(5)))
    world.turn(received("Second", 2, sent_at=at(2)))  # LINE's clock, behind ours
    items = sorted(Message.scan(Message.role.exists()), key=lambda item: item.created_at)
    assert [item.content for item in items] == ["First", "Re: First", "Second", "Re: Second"]
    assert len({item.created_at for item in items}) == 4
