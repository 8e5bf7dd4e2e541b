"""Texts of Kaiwa's own, on the real gateway to a table of moto's."""

import json

import pytest
from pynamodb.attributes import UTCDateTimeAttribute

from kaiwa.line.errors import LineRefusedError, LineUnavailableError, LineUnclearError
from kaiwa.own_texts import OwnText, own_text, queued
from kaiwa.table.account_items import Account, account_item_id
from kaiwa.table.items import (
    NOTICE,
    SENT,
    Conversation,
    Message,
    conversation_item_id,
    usage_id,
)
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations
from line_reply.delivery.own_text import deliver_own
from tests.builders import NOON, USER_ID, at, text_event
from tests.fakes import FakeClock, FakeLine
from tests.unit.conftest import TABLE_NAME

NOTICED = OwnText("notice-1", USER_ID, NOTICE, "Linked.", NOON)


class World:
    """A worker with its surroundings, and an operation that was accepted."""

    def __init__(self, messages: MessageTable) -> None:
        self.messages = messages
        self.operations = Operations(TABLE_NAME)
        self.chat = FakeLine()
        self.clock = FakeClock(at(10))
        Account(account_item_id("account"), line_user_id=USER_ID, address="h•@e•.com").save()
        today = usage_id(USER_ID, NOON.date())
        text = "From *ChatGPT*"
        accepted = self.operations.accept("operation-1", "account", USER_ID, text, today, 10, NOON)
        self.own = OwnText(accepted.message_id, USER_ID, SENT, text, NOON, "operation-1")

    def deliver(self, own: OwnText | None = None, *, last_attempt: bool = False) -> str:
        return deliver_own(
            own or self.own, last_attempt, self.messages, self.operations, self.chat, self.clock
        )

    def status(self) -> str:
        operation = self.operations.find("operation-1", "account", NOON)
        assert operation is not None
        return operation.status


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages)


def test_a_text_is_pushed_as_it_is_kept_and_reported(world: World) -> None:
    assert world.status() == "accepted"
    assert world.deliver() == "delivered"
    assert world.chat.shown == ["From *ChatGPT*"]
    assert world.status() == "delivered"
    kept = Message.get(world.own.id)
    assert (kept.role, kept.content, kept.delivery) == (SENT, "From *ChatGPT*", "delivered")


def test_a_text_that_comes_again_is_shown_once(world: World) -> None:
    for _ in range(2):
        assert world.deliver() == "delivered"
    assert world.chat.shown == ["From *ChatGPT*"]


@pytest.mark.parametrize("took_effect", [True, False])
def test_a_push_without_an_answer_is_repeated_safely(world: World, took_effect: bool) -> None:
    world.chat.failures = [(LineUnclearError(), took_effect)]
    with pytest.raises(LineUnclearError):
        world.deliver()
    assert world.status() == "accepted"
    assert world.deliver() == "delivered"
    assert world.chat.shown == ["From *ChatGPT*"]


def test_what_line_refuses_for_good_has_failed(world: World) -> None:
    world.chat.failures = [(LineRefusedError(), False)]
    for _ in range(2):
        assert world.deliver() == "failed"
    assert (world.status(), world.chat.shown) == ("failed", [])


def test_after_the_last_attempt_it_is_delayed_until_somebody_tries_again(world: World) -> None:
    world.chat.failures = [(LineUnavailableError(), False), (LineUnclearError(), True)]
    for error, status in ((LineUnavailableError, "accepted"), (LineUnclearError, "delayed")):
        with pytest.raises(error):
            world.deliver(last_attempt=status == "delayed")
        assert world.status() == status
    assert world.deliver() == "delivered"
    assert world.status() == "delivered"
    assert world.chat.shown == ["From *ChatGPT*"]


def test_a_text_that_was_deleted_does_not_come_back(world: World) -> None:
    world.deliver()
    Message(world.own.id).delete()
    assert world.deliver() == "deleted"
    assert world.status() == "delivered"
    assert world.chat.shown == ["From *ChatGPT*"]


@pytest.mark.parametrize("failure", [(LineUnclearError(), True), (LineUnavailableError(), False)])
def test_a_text_of_yesterday_is_not_pushed_any_more(
    world: World, failure: tuple[Exception, bool]
) -> None:
    world.chat.failures = [failure]
    with pytest.raises(type(failure[0])):
        world.deliver()
    shown = list(world.chat.shown)
    world.clock.now = at(24 * 3600 + 1)
    assert world.deliver() == "too old"
    assert world.chat.shown == shown


def test_a_text_that_waited_for_a_day_leaves_nothing(world: World) -> None:
    world.clock.now = at(24 * 3600 + 1)
    assert world.deliver() == "too old"
    assert world.deliver(NOTICED) == "too old"
    assert list(Message.by_line_user_id.query(USER_ID)) == []


@pytest.mark.parametrize("since", [Conversation.stopped_at, Conversation.forgotten_at])
def test_nothing_goes_to_a_user_who_does_not_want_it(
    world: World, since: UTCDateTimeAttribute
) -> None:
    """LINE takes a push to somebody who has blocked the bot, and shows it to nobody."""
    Conversation(conversation_item_id(USER_ID)).update([since.set(at(5))])
    assert world.deliver() == "unwelcome"
    assert world.deliver(NOTICED) == "unwelcome"
    assert world.status() == "failed"
    assert world.chat.calls == []
    assert list(Message.by_line_user_id.query(USER_ID)) == []


def test_a_notice_is_no_operation(world: World) -> None:
    assert world.deliver(NOTICED) == "delivered"
    assert world.status() == "accepted"


@pytest.mark.parametrize("operation_id", ["operation-1", None])
def test_it_survives_the_queue(operation_id: str | None) -> None:
    own = OwnText("message-1", USER_ID, SENT, "From ChatGPT", at(0.25), operation_id)
    event = queued(own)
    assert (event.conversation_id, event.event_id) == (USER_ID, "message-1")
    assert own_text(json.loads(json.dumps(event.event))) == own
    assert own_text(text_event()) is None
