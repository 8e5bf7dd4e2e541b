"""Texts of Kaiwa's own, on the real gateway to a table of moto's."""

import pytest

from kaiwa.accounts import Accounts, Link
from kaiwa.line import LineUnclearError
from kaiwa.models import NOTICE, SENT, Message, usage_id
from kaiwa.own_texts import OwnText, own_text, queued
from kaiwa.table import MessageTable
from line_reply.own import deliver_own
from tests.builders import NOON, USER_ID, at, text_event
from tests.fakes import FakeChat, FakeClock
from tests.unit.conftest import TABLE_NAME

OWN = OwnText("operation-1", USER_ID, SENT, "From ChatGPT")
LINK = Link("account", USER_ID, "h•@e•.com")


class World:
    """A worker with its surroundings, and an operation that was accepted."""

    def __init__(self, messages: MessageTable) -> None:
        self.messages = messages
        self.accounts = Accounts(TABLE_NAME)
        self.chat = FakeChat()
        self.clock = FakeClock(at(10))
        self.accounts.offer("code", USER_ID, NOON)
        self.accounts.redeem("code", "account", LINK.address, NOON, replace=False)
        self.accounts.accept(OWN.id, LINK, OWN.text, usage_id(USER_ID, NOON.date()), 10, NOON)

    def deliver(self, own: OwnText = OWN) -> str:
        return deliver_own(own, self.messages, self.accounts, self.chat, self.clock)

    def status(self) -> str:
        operation = self.accounts.operation(OWN.id, "account")
        assert operation is not None
        return operation.status


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages)


def test_a_text_is_pushed_kept_and_reported(world: World) -> None:
    assert world.status() == "accepted"
    assert world.deliver() == "delivered"
    assert world.chat.calls == [("push", USER_ID, "From ChatGPT")]
    assert world.status() == "delivered"
    kept = Message.get(OWN.id)
    assert (kept.role, kept.content, kept.delivery) == (SENT, "From ChatGPT", "delivered")


def test_a_text_that_comes_again_is_shown_once(world: World) -> None:
    for _ in range(2):
        assert world.deliver() == "delivered"
    assert world.chat.shown == ["From ChatGPT"]


@pytest.mark.parametrize("took_effect", [True, False])
def test_a_push_without_an_answer_is_repeated_safely(world: World, took_effect: bool) -> None:
    world.chat.failures = [(LineUnclearError(), took_effect)]
    with pytest.raises(LineUnclearError):
        world.deliver()
    assert world.status() == "accepted"
    assert world.deliver() == "delivered"
    assert world.chat.shown == ["From ChatGPT"]


def test_a_text_that_was_deleted_does_not_come_back(world: World) -> None:
    world.deliver()
    Message(OWN.id).delete()
    assert world.deliver() == "deleted"
    assert world.chat.shown == ["From ChatGPT"]


def test_a_text_of_yesterday_is_not_pushed_again(world: World) -> None:
    world.chat.failures = [(LineUnclearError(), True)]
    with pytest.raises(LineUnclearError):
        world.deliver()
    world.clock.pass_(24 * 3600 + 1)
    assert world.deliver() == "too old"
    assert world.chat.shown == ["From ChatGPT"]


def test_a_notice_is_no_operation(world: World) -> None:
    assert world.deliver(OwnText("notice-1", USER_ID, NOTICE, "Linked.")) == "delivered"
    assert world.status() == "accepted"


def test_it_survives_the_queue() -> None:
    event = queued(OWN)
    assert (event.conversation_id, event.event_id) == (USER_ID, OWN.id)
    assert own_text(event.event) == OWN
    assert own_text(text_event()) is None
