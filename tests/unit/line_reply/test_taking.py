"""Which events are still to be acted upon."""

from datetime import timedelta

from kaiwa.line.events import OLDEST_EVENT
from kaiwa.table.messages import MessageTable
from line_reply.taking import refusal
from tests.builders import at, received
from tests.unit.line_reply.world import items

EVENT = received()
LATEST = EVENT.sent_at + OLDEST_EVENT


def test_an_event_is_taken_once_though_it_may_be_tried_often(messages: MessageTable) -> None:
    assert refusal(EVENT, 1, messages, at(2)) is None
    assert refusal(EVENT, 2, messages, at(3)) is None
    assert refusal(EVENT, 1, messages, at(4)) == "taken before"
    assert refusal(received(number=2), 1, messages, at(5)) is None


def test_an_event_is_taken_for_a_day(messages: MessageTable) -> None:
    assert refusal(EVENT, 1, messages, LATEST) is None


def test_one_that_is_older_leaves_no_trace(messages: MessageTable) -> None:
    assert refusal(EVENT, 1, messages, LATEST + timedelta(milliseconds=1)) == "too old"
    assert items() == {}
