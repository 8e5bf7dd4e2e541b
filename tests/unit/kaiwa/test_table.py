"""The gateway to the table, on moto's DynamoDB."""

from datetime import timedelta
from typing import Any

import boto3
import pytest
from pynamodb.exceptions import UpdateError

from kaiwa.models import (
    ASSISTANT,
    USER,
    Conversation,
    Message,
    conversation_item_id,
    marker_id,
)
from kaiwa.table import Delivery, MessageTable, TableBusyError, Turn
from tests.builders import USER_ID, at, received
from tests.unit.conftest import RETENTION, TABLE_NAME

NOW = at(100)
EXPIRY = str(int((NOW + RETENTION).timestamp()))


def items() -> dict[str, dict[str, Any]]:
    """Every item as DynamoDB has it, by id."""
    found = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {item["id"]["S"]: item for item in found}


def begin(messages: MessageTable, number: int = 1, **changes: Any) -> Turn:
    return messages.begin_turn(received(f"Q{number}", number, **changes), NOW)


def answered(messages: MessageTable, number: int = 1) -> Message:
    question = begin(messages, number).question
    assert question is not None
    answer = messages.store_answer(question, ASSISTANT, f"A{number}", NOW)
    assert answer is not None
    return answer


def test_a_turn_is_stored_as_the_design_says(messages: MessageTable) -> None:
    answered(messages)
    user, assistant = "000000000000000001", "000000000000000001#assistant"
    marker, conversation = marker_id(received().event_id), conversation_item_id(USER_ID)
    assert items() == {
        marker: {
            "id": {"S": marker},
            "expiresAt": {"N": str(int((NOW + timedelta(days=3)).timestamp()))},
        },
        user: {
            "id": {"S": user},
            "lineUserId": {"S": USER_ID},
            "role": {"S": "user"},
            "content": {"S": "Q1"},
            "createdAt": {"S": "2026-11-22T12:00:01.000000+0000"},
            "updatedAt": {"S": "2026-11-22T12:01:40.000000+0000"},
            "expiresAt": {"N": EXPIRY},
            "sentAt": {"S": "2026-11-22T12:00:01.000000+0000"},
            "speakerId": {"S": USER_ID},
        },
        assistant: {
            "id": {"S": assistant},
            "lineUserId": {"S": USER_ID},
            "role": {"S": "assistant"},
            "content": {"S": "A1"},
            "createdAt": {"S": "2026-11-22T12:01:40.000000+0000"},
            "updatedAt": {"S": "2026-11-22T12:01:40.000000+0000"},
            "expiresAt": {"N": EXPIRY},
            "delivery": {"S": "stored"},
            "nextBubble": {"N": "0"},
        },
        conversation: {
            "id": {"S": conversation},
            "lastCreatedAt": {"S": "2026-11-22T12:01:40.000000+0000"},
            "recentIds": {"L": [{"S": user}]},
        },
    }


def test_an_event_taken_before_leads_to_what_it_led_to(messages: MessageTable) -> None:
    first = begin(messages)
    answer = answered(messages, 2)
    assert first.question is not None
    again, finished = begin(messages, 1), begin(messages, 2)
    assert again.question is not None
    assert again.question.serialize() == first.question.serialize()
    assert (first.answer, again.answer) == (None, None)
    assert finished.answer is not None
    assert finished.answer.serialize() == answer.serialize()


def test_a_replay_of_a_deleted_message_stays_refused(messages: MessageTable) -> None:
    begin(messages)
    Message("000000000000000001").delete()
    turn = begin(messages)
    assert (turn.question, turn.answer) == (None, None)
    assert "000000000000000001" not in items()


def test_a_message_deleted_before_it_came_is_never_stored(messages: MessageTable) -> None:
    boto3.client("dynamodb").put_item(
        TableName=TABLE_NAME, Item={"id": {"S": "000000000000000001"}}
    )
    assert begin(messages).question is None


def test_order_strictly_increases_however_late_an_event_is(messages: MessageTable) -> None:
    answer = answered(messages, 1)
    late = begin(messages, 2).question
    assert late is not None
    assert late.created_at == answer.created_at + timedelta(microseconds=1)
    assert late.sent_at == at(2)


def test_the_conversation_names_its_last_five_messages(messages: MessageTable) -> None:
    for number in range(1, 8):
        begin(messages, number)
    conversation = Conversation.get(conversation_item_id(USER_ID))
    assert conversation.recent_ids == [f"{number:018}" for number in range(3, 8)]


class Contended(MessageTable):
    """A table where another writer gets in between reading a conversation and writing it."""

    intrusions = 0

    def _conversation(self, line_user_id: str) -> Conversation:
        conversation = super()._conversation(line_user_id)
        if self.intrusions:
            self.intrusions -= 1
            Conversation(conversation.id).update(
                [Conversation.last_created_at.set(at(1000 - self.intrusions))]
            )
        return conversation


def test_another_writer_in_between_is_seen(messages: MessageTable) -> None:
    contended = Contended(TABLE_NAME, RETENTION)
    contended.intrusions = 2
    question = begin(contended).question
    assert question is not None
    assert question.created_at == at(1000) + timedelta(microseconds=1)
    contended.intrusions = 2
    answer = contended.store_answer(question, ASSISTANT, "A1", NOW)
    assert answer is not None
    assert answer.created_at == at(1000) + timedelta(microseconds=1)


def test_too_many_other_writers_make_it_wait(messages: MessageTable) -> None:
    contended = Contended(TABLE_NAME, RETENTION)
    contended.intrusions = 99
    with pytest.raises(TableBusyError):
        begin(contended)
    assert set(items()) == {conversation_item_id(USER_ID)}


def test_no_answer_is_stored_to_a_message_that_is_gone(messages: MessageTable) -> None:
    question = begin(messages).question
    assert question is not None
    question.delete()
    assert messages.store_answer(question, ASSISTANT, "A1", NOW) is None
    assert "000000000000000001#assistant" not in items()


def test_delivery_moves_on(messages: MessageTable) -> None:
    answer = answered(messages)
    messages.advance(answer, Delivery.REPLYING, 0, NOW)
    messages.advance(answer, Delivery.DELIVERED, 1, at(200))
    kept = Message.get(answer.id)
    assert (kept.delivery, kept.next_bubble, kept.updated_at) == ("delivered", 1, at(200))


def test_delivery_moves_only_from_where_it_was_seen(messages: MessageTable) -> None:
    answer = answered(messages)
    elsewhere = Message.get(answer.id)
    messages.advance(elsewhere, Delivery.REPLYING, 0, NOW)
    with pytest.raises(UpdateError) as refused:
        messages.advance(answer, Delivery.REPLYING, 0, NOW)
    assert refused.value.cause_response_code == "ConditionalCheckFailedException"


def test_the_index_gives_the_newest_between_two_times(messages: MessageTable) -> None:
    for number in (1, 2, 3, 4):
        begin(messages, number)
    begin(messages, 5, conversation_id="somebody else")
    found = messages.newest(USER_ID, at(1), at(3), limit=2)
    assert [(message.content, message.role) for message in found] == [("Q3", USER), ("Q2", USER)]


def test_messages_are_found_by_their_ids(messages: MessageTable) -> None:
    for number in (1, 2):
        begin(messages, number)
    found = messages.by_ids(["000000000000000002", "no such message"])
    assert [message.content for message in found] == ["Q2"]
    assert messages.by_ids([]) == []
