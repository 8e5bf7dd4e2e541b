"""Texts of Kaiwa's own, on the real gateway to a table of moto's."""

import pytest
from pynamodb.attributes import UTCDateTimeAttribute

from kaiwa.line.errors import LineRefusedError, LineUnavailableError, LineUnclearError
from kaiwa.own_texts import OwnText, queued
from kaiwa.table.account_items import Account, account_item_id
from kaiwa.table.accounts import Link
from kaiwa.table.items import (
    NOTICE,
    SENT,
    Conversation,
    Message,
    conversation_item_id,
)
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations, Sending
from line_reply.delivery.deliver import Deliver
from line_reply.delivery.own_text import DeliverOwnText
from tests.builders import NOON, USER_ID, at, work_of
from tests.unit.line_reply.arrivals import attempt
from tests.unit.line_reply.world import World
from tests.unit.tables import TABLE_NAME, TIMEZONE

NOTICED = OwnText("notice-1", USER_ID, NOTICE, "Linked.", NOON)


class OneText:
    """A worker with its surroundings, and an operation that was accepted."""

    def __init__(self, world: World) -> None:
        self.messages, self.chat, self.clock = world.messages, world.line, world.clock
        self.chats = world.chats()
        self.operations = Operations(TABLE_NAME, TIMEZONE)
        Account(account_item_id("account"), line_user_id=USER_ID, address="h•@e•.com").save()
        text = "From *ChatGPT*"
        sending = Sending("operation-1", Link("account", USER_ID, "h•@e•.com"), text)
        accepted = self.operations.accept(sending, 10, NOON)
        self.own = OwnText(accepted.message_id, USER_ID, SENT, text, NOON, "operation-1")

    def deliver(self, own: OwnText | None = None, *, last_attempt: bool = False) -> str:
        deliver = Deliver(self.messages, self.clock)
        use_case = DeliverOwnText(self.messages, self.operations, self.chats, deliver, self.clock)
        return use_case(own or self.own, attempt(last=last_attempt))

    def status(self) -> str:
        operation = self.operations.find("operation-1", "account", NOON)
        assert operation is not None
        return operation.status


@pytest.fixture
def sending(messages: MessageTable) -> OneText:
    return OneText(World(messages, at(10)))


def test_a_text_is_pushed_as_it_is_kept_and_reported(sending: OneText) -> None:
    assert sending.status() == "accepted"
    assert sending.deliver() == "delivered"
    assert sending.chat.shown == ["From *ChatGPT*"]
    assert sending.status() == "delivered"
    kept = Message.get(sending.own.id)
    assert (kept.role, kept.content, kept.delivery) == (SENT, "From *ChatGPT*", "delivered")


def test_a_text_that_comes_again_is_shown_once(sending: OneText) -> None:
    for _ in range(2):
        assert sending.deliver() == "delivered"
    assert sending.chat.shown == ["From *ChatGPT*"]


@pytest.mark.parametrize("took_effect", [True, False])
def test_a_push_without_an_answer_is_repeated_safely(sending: OneText, took_effect: bool) -> None:
    sending.chat.failures = [(LineUnclearError(), took_effect)]
    with pytest.raises(LineUnclearError):
        sending.deliver()
    assert sending.status() == "accepted"
    assert sending.deliver() == "delivered"
    assert sending.chat.shown == ["From *ChatGPT*"]


def test_what_line_refuses_for_good_has_failed(sending: OneText) -> None:
    sending.chat.failures = [(LineRefusedError(), False)]
    for _ in range(2):
        assert sending.deliver() == "failed"
    assert (sending.status(), sending.chat.shown) == ("failed", [])


def test_after_the_last_attempt_it_is_delayed_until_somebody_tries_again(sending: OneText) -> None:
    sending.chat.failures = [(LineUnavailableError(), False), (LineUnclearError(), True)]
    for error, status in ((LineUnavailableError, "accepted"), (LineUnclearError, "delayed")):
        with pytest.raises(error):
            sending.deliver(last_attempt=status == "delayed")
        assert sending.status() == status
    assert sending.deliver() == "delivered"
    assert sending.status() == "delivered"
    assert sending.chat.shown == ["From *ChatGPT*"]


def test_a_text_that_was_deleted_does_not_come_back(sending: OneText) -> None:
    sending.deliver()
    Message(sending.own.id).delete()
    assert sending.deliver() == "deleted"
    assert sending.status() == "delivered"
    assert sending.chat.shown == ["From *ChatGPT*"]


@pytest.mark.parametrize("failure", [(LineUnclearError(), True), (LineUnavailableError(), False)])
def test_a_text_of_yesterday_is_not_pushed_any_more(
    sending: OneText, failure: tuple[Exception, bool]
) -> None:
    sending.chat.failures = [failure]
    with pytest.raises(type(failure[0])):
        sending.deliver()
    shown = list(sending.chat.shown)
    sending.clock.now = at(24 * 3600 + 1)
    assert sending.deliver() == "too old"
    assert sending.chat.shown == shown


def test_a_text_that_waited_for_a_day_leaves_nothing(sending: OneText) -> None:
    sending.clock.now = at(24 * 3600 + 1)
    assert sending.deliver() == "too old"
    assert sending.deliver(NOTICED) == "too old"
    assert list(Message.by_line_user_id.query(USER_ID)) == []


@pytest.mark.parametrize("since", [Conversation.stopped_at, Conversation.forgotten_at])
def test_nothing_goes_to_a_user_who_does_not_want_it(
    sending: OneText, since: UTCDateTimeAttribute
) -> None:
    """LINE takes a push to somebody who has blocked the bot, and shows it to nobody."""
    Conversation(conversation_item_id(USER_ID)).update([since.set(at(5))])
    assert sending.deliver() == "unwelcome"
    assert sending.deliver(NOTICED) == "unwelcome"
    assert sending.status() == "failed"
    assert sending.chat.calls == []
    assert list(Message.by_line_user_id.query(USER_ID)) == []


def test_a_notice_is_no_operation(sending: OneText) -> None:
    assert sending.deliver(NOTICED) == "delivered"
    assert sending.status() == "accepted"


@pytest.mark.parametrize("operation_id", ["operation-1", None])
def test_it_survives_the_queue(operation_id: str | None) -> None:
    own = OwnText("message-1", USER_ID, SENT, "From ChatGPT", at(0.25), operation_id)
    event = queued(own)
    assert (event.conversation_id, event.event_id) == (USER_ID, "message-1")
    assert work_of(event.event) == own
