"""The gateway to the table, on moto's DynamoDB."""

from datetime import date, timedelta
from typing import Any

import boto3
import pytest
from pynamodb.exceptions import TransactWriteError, UpdateError

from kaiwa.models import (
    ASSISTANT,
    USER,
    Conversation,
    Message,
    conversation_item_id,
    marker_id,
)
from kaiwa.table import MessageTable, TableBusyError
from kaiwa.turns import Content, Delivery, Turn
from tests.builders import GROUP_ID, USER_ID, at, received
from tests.unit.conftest import RETENTION, TABLE_NAME, TIMEZONE

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
    answer = messages.store_answer(question, Content(ASSISTANT, f"A{number}", 30, 20), NOW)
    assert answer is not None
    return answer


def test_a_turn_is_stored_as_the_design_says(messages: MessageTable) -> None:
    answered(messages)
    user, assistant = "000000000000000001", "000000000000000001#assistant"
    marker, conversation = marker_id(received().event_id), conversation_item_id(USER_ID)
    usage = f"usage#{USER_ID}#2026-11-22"
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
        usage: {
            "id": {"S": usage},
            "messages": {"N": "1"},
            "inputTokens": {"N": "30"},
            "outputTokens": {"N": "20"},
            "expiresAt": {"N": str(int((NOW + timedelta(days=400)).timestamp()))},
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
    contended = Contended(TABLE_NAME, RETENTION, TIMEZONE)
    contended.intrusions = 2
    question = begin(contended).question
    assert question is not None
    assert question.created_at == at(1000) + timedelta(microseconds=1)
    contended.intrusions = 2
    answer = contended.store_answer(question, Content(ASSISTANT, "A1"), NOW)
    assert answer is not None
    assert answer.created_at == at(1000) + timedelta(microseconds=1)


def test_too_many_other_writers_make_it_wait(messages: MessageTable) -> None:
    contended = Contended(TABLE_NAME, RETENTION, TIMEZONE)
    contended.intrusions = 99
    with pytest.raises(TableBusyError):
        begin(contended)
    assert set(items()) == {conversation_item_id(USER_ID)}


def test_no_answer_is_stored_to_a_message_that_is_gone(messages: MessageTable) -> None:
    question = begin(messages).question
    assert question is not None
    question.delete()
    assert messages.store_answer(question, Content(ASSISTANT, "A1"), NOW) is None
    assert "000000000000000001#assistant" not in items()


def test_a_tombstone_gets_no_answer(messages: MessageTable) -> None:
    question = begin(messages).question
    assert question is not None
    boto3.client("dynamodb").put_item(TableName=TABLE_NAME, Item={"id": {"S": question.id}})
    assert messages.store_answer(question, Content(ASSISTANT, "A1"), NOW) is None


def test_an_answer_is_never_overwritten(messages: MessageTable) -> None:
    answer = answered(messages)
    question = Message.get("000000000000000001")
    with pytest.raises(TableBusyError):
        messages.store_answer(question, Content(ASSISTANT, "Another"), NOW)
    assert Message.get(answer.id).content == "A1"


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


def test_delivery_moves_only_from_the_bubble_that_was_seen(messages: MessageTable) -> None:
    answer = answered(messages)
    messages.advance(answer, Delivery.PUSHING, 0, NOW)
    elsewhere = Message.get(answer.id)
    messages.advance(elsewhere, Delivery.PUSHING, 5, NOW)
    with pytest.raises(UpdateError):
        messages.advance(answer, Delivery.PUSHING, 5, NOW)


def test_the_index_gives_the_newest_between_two_times(messages: MessageTable) -> None:
    for number in (1, 2, 3, 4):
        begin(messages, number)
    begin(messages, 5, conversation_id="somebody else")
    found = messages.newest(USER_ID, at(1), at(3), limit=2)
    assert [(message.content, message.role) for message in found] == [("Q3", USER), ("Q2", USER)]


def test_the_index_gives_the_oldest_from_the_other_end(messages: MessageTable) -> None:
    for number in (1, 2, 3, 4):
        begin(messages, number)
    found = messages.oldest(USER_ID, at(2), at(4), limit=2)
    assert [message.content for message in found] == ["Q2", "Q3"]


def test_usage_is_counted_by_local_day(messages: MessageTable) -> None:
    # Midnight in Tokyo is 15:00 in UTC.
    for number, now in enumerate((at(0), at(0), at(3 * 3600)), 1):
        question = messages.begin_turn(received(f"Q{number}", number), now).question
        assert question is not None
        messages.store_answer(question, Content(ASSISTANT, "A", 30, 20), now)
    days = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
    usage = messages.usage(USER_ID, days)
    assert {
        day: (used.messages, used.input_tokens, used.output_tokens) for day, used in usage.items()
    } == {date(2026, 11, 22): (2, 60, 40), date(2026, 11, 23): (1, 30, 20)}


def test_in_a_group_usage_is_the_speakers(messages: MessageTable) -> None:
    begin(messages, conversation_id=GROUP_ID)
    assert set(messages.usage(USER_ID, [NOW.date()])) == {NOW.date()}
    assert messages.usage(GROUP_ID, [NOW.date()]) == {}


def test_an_event_without_a_message_is_taken_once(messages: MessageTable) -> None:
    assert [messages.take_event("event-1", NOW) for _ in range(2)] == [True, False]


def test_an_item_that_dynamodb_does_not_take_is_said_at_once(messages: MessageTable) -> None:
    with pytest.raises(TransactWriteError):
        messages.begin_turn(received("x" * 500_000), NOW)


def test_messages_are_found_by_their_ids(messages: MessageTable) -> None:
    for number in (1, 2):
        begin(messages, number)
    found = messages.by_ids(["000000000000000002", "no such message"])
    assert [message.content for message in found] == ["Q2"]
    assert messages.by_ids([]) == []
