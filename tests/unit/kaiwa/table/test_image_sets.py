"""Which pictures of a set have arrived, and whose answer is for all of them."""

from datetime import timedelta
from typing import Any

import pytest

from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.table.items import Message
from kaiwa.table.messages import LimitReachedError, MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import DailyLimits
from tests.builders import USER_ID, at, received
from tests.unit.kaiwa.table.harness import NO_LIMITS, NOW, items
from tests.unit.tables import TABLE_NAME

ITEM = f"imageset#{USER_ID}#set-1"
IDS = [f"{number:018}" for number in range(4)]


def picture(number: int, **changes: Any) -> ReceivedMessage:
    """A picture of the set `set-1`, of three."""
    return received("[image]", number, kind=Kind.IMAGE, image_set=("set-1", 3), **changes)


def arrive(messages: MessageTable, *numbers: int) -> None:
    for number in numbers:
        messages.begin_turn(picture(number), NO_LIMITS, NOW)


def test_the_members_are_those_that_arrived_each_once(messages: MessageTable) -> None:
    assert messages.set_members(picture(1)) == frozenset()
    arrive(messages, 1, 2, 1)
    assert messages.set_members(picture(3)) == {IDS[1], IDS[2]}
    expires_at = int((NOW + timedelta(days=1)).timestamp())
    assert items()[ITEM] == {
        "id": {"S": ITEM},
        "messageIds": {"SS": [IDS[1], IDS[2]]},
        "expiresAt": {"N": str(expires_at)},
    }


def test_what_is_of_no_set_leaves_no_item_and_answers_for_itself(messages: MessageTable) -> None:
    messages.begin_turn(received("Hello", 1), NO_LIMITS, NOW)
    assert messages.set_members(received("Hello", 1)) == frozenset()
    assert messages.claim_set(received("Hello", 1), IDS[1], NOW)
    assert not [item_id for item_id in items() if item_id.startswith("imageset#")]


def test_one_that_was_taken_back_before_it_came_has_arrived_too(messages: MessageTable) -> None:
    Past(TABLE_NAME).unsend(USER_ID, IDS[1], at(0))
    arrive(messages, 1)
    assert messages.set_members(picture(1)) == {IDS[1]}


def test_one_beyond_the_days_limit_has_not_arrived(messages: MessageTable) -> None:
    arrive(messages, 1)
    with pytest.raises(LimitReachedError):
        messages.begin_turn(picture(2), DailyLimits(messages=1), NOW)
    assert messages.set_members(picture(2)) == {IDS[1]}


def test_one_answer_is_for_all_however_often_it_is_claimed(messages: MessageTable) -> None:
    arrive(messages, 1, 2, 3)
    claims = [messages.claim_set(picture(3), IDS[number], NOW) for number in (2, 1, 3, 2)]
    assert claims == [True, False, False, True]
    assert items()[ITEM]["answeredBy"] == {"S": IDS[2]}


def test_all_of_a_set_are_current_whatever_was_said_between(messages: MessageTable) -> None:
    messages.begin_turn(received("[file]", 9, kind=Kind.FILE), NO_LIMITS, NOW)
    arrive(messages, 1)
    for number in range(10, 20):
        messages.begin_turn(received("Wait", number), NO_LIMITS, NOW)
    turn = messages.begin_turn(picture(2), NO_LIMITS, NOW)
    assert turn.conversation.attachment_ids == [f"{9:018}", IDS[1]]
    turn = messages.begin_turn(received("What is this?", 20), NO_LIMITS, NOW)
    assert turn.conversation.attachment_ids == [IDS[1], IDS[2]]


def test_only_what_is_there_is_left_out(messages: MessageTable) -> None:
    arrive(messages, 1, 2)
    Past(TABLE_NAME).unsend(USER_ID, IDS[2], NOW)
    messages.leave_out(IDS[1:])
    left_out = {item_id: item.get("leftOut") for item_id, item in items().items()}
    assert {item_id: left_out.get(item_id) for item_id in IDS[1:]} == {
        IDS[1]: {"BOOL": True},
        IDS[2]: None,
        IDS[3]: None,
    }
    assert IDS[3] not in left_out
    assert Message.get(IDS[1]).content == "[image]"
