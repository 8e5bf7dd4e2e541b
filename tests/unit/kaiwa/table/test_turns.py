"""Taking turns and storing answers, on a table in memory."""

from datetime import timedelta

import boto3
import pytest
from pynamodb.exceptions import PynamoDBException, TransactWriteError

from kaiwa.line.messages import Kind
from kaiwa.table.items import ASSISTANT, Message, conversation_item_id, marker_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.transactions import TableBusyError
from kaiwa.table.turns import Content, Delivery
from tests.builders import USER_ID, at, received
from tests.unit.kaiwa.table.harness import NO_LIMITS, NOW, answered, asked, begin, breaking, items
from tests.unit.tables import RETENTION, TABLE_NAME

EXPIRY = str(int((NOW + RETENTION).timestamp()))


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
            "welcomedAt": {"S": "2026-11-22T12:00:01.000000+0000"},
        },
        usage: {
            "id": {"S": usage},
            "messages": {"N": "1"},
            "inputTokens": {"N": "30"},
            "outputTokens": {"N": "20"},
            "cachedTokens": {"N": "10"},
            "tokens": {"N": "50"},
            "expiresAt": {"N": str(int((NOW + timedelta(days=400)).timestamp()))},
        },
    }


def test_an_event_taken_before_leads_to_what_it_led_to(messages: MessageTable) -> None:
    first = asked(messages)
    answer = answered(messages, 2)
    again, finished = begin(messages, 1), begin(messages, 2)
    assert again.question is not None
    assert again.question.serialize() == first.serialize()
    assert again.answer is None
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
    late = asked(messages, 2)
    assert late.created_at == answer.created_at + timedelta(microseconds=1)
    assert late.sent_at == at(2)


def test_no_answer_is_stored_to_a_message_that_is_gone(messages: MessageTable) -> None:
    question = asked(messages)
    question.delete()
    assert messages.store_answer(question, Content(ASSISTANT, "A1"), NOW) is None
    assert "000000000000000001#assistant" not in items()


def test_an_answer_comes_after_whatever_came_after_its_question(messages: MessageTable) -> None:
    question = asked(messages, 1)
    later = answered(messages, 2)
    answer = messages.store_answer(question, Content(ASSISTANT, "A1"), NOW)
    assert answer is not None
    assert answer.created_at == later.created_at + timedelta(microseconds=1)


def test_an_answer_is_stored_with_the_step_that_comes_next(messages: MessageTable) -> None:
    question = asked(messages)
    messages.store_answer(question, Content(ASSISTANT, "A1"), NOW, Delivery.REPLYING)
    assert items()["000000000000000001#assistant"]["delivery"] == {"S": "replying"}


@pytest.mark.parametrize("unheard", [False, True])
def test_after_a_break_an_answer_is_stored_once(messages: MessageTable, unheard: bool) -> None:
    question = asked(messages)
    with breaking(0, unheard=unheard), pytest.raises(PynamoDBException):
        messages.store_answer(question, Content(ASSISTANT, "A1", 30, 20), NOW)
    assert (begin(messages).answer is not None) is unheard
    if not unheard:
        messages.store_answer(question, Content(ASSISTANT, "A1", 30, 20), NOW)
    assert items()[f"usage#{USER_ID}#2026-11-22"]["tokens"] == {"N": "50"}


def test_a_tombstone_gets_no_answer(messages: MessageTable) -> None:
    question = asked(messages)
    boto3.client("dynamodb").put_item(TableName=TABLE_NAME, Item={"id": {"S": question.id}})
    assert messages.store_answer(question, Content(ASSISTANT, "A1"), NOW) is None


def test_an_answer_is_never_overwritten(messages: MessageTable) -> None:
    answer = answered(messages)
    question = Message.get("000000000000000001")
    with pytest.raises(TableBusyError):
        messages.store_answer(question, Content(ASSISTANT, "Another"), NOW)
    assert Message.get(answer.id).content == "A1"


def test_an_event_without_a_message_is_taken_once(messages: MessageTable) -> None:
    assert [messages.take_event("event-1", NOW) for _ in range(2)] == [True, False]


def test_an_item_that_dynamodb_does_not_take_is_said_at_once(messages: MessageTable) -> None:
    with pytest.raises(TransactWriteError):
        messages.begin_turn(received("x" * 500_000), NO_LIMITS, NOW)


def test_a_retry_after_any_break_takes_the_turn_once(messages: MessageTable) -> None:
    for calls, unheard in [(0, False), (1, False), (1, True)]:
        user_id = f"U{calls:030}{int(unheard):02}"
        number = 10 * calls + unheard + 1
        with breaking(calls, unheard=unheard), pytest.raises(PynamoDBException):
            begin(messages, number, conversation_id=user_id, user_id=user_id)
        asked(messages, number, conversation_id=user_id, user_id=user_id)
        assert items()[f"usage#{user_id}#2026-11-22"]["messages"] == {"N": "1"}


def test_a_question_that_is_hidden_but_not_yet_deleted_is_gone(messages: MessageTable) -> None:
    answered(messages)
    Past(TABLE_NAME).hide(USER_ID, NOW)
    assert begin(messages).question is None


def test_what_is_said_after_a_point_comes_after_it(messages: MessageTable) -> None:
    """Even if LINE took it before the worker got round to setting the point."""
    Past(TABLE_NAME).reset(USER_ID, at(50))
    question = asked(messages, 2)
    assert (question.sent_at, question.created_at) == (at(2), at(50) + timedelta(microseconds=1))


def test_a_note_keeps_what_it_is_of(messages: MessageTable) -> None:
    of_file = {"kind": Kind.FILE, "file_name": "report.pdf"}
    asked(messages, 1, **of_file)
    asked(messages, 2, kind=Kind.IMAGE, image_set=("set-1", 2))
    kept = [
        (item.get("kind"), item.get("fileName"), item.get("imageSet"))
        for item_id, item in sorted(items().items())
        if item_id.startswith("0")
    ]
    assert kept == [
        ({"S": "file"}, {"S": "report.pdf"}, None),
        ({"S": "image"}, None, {"S": "set-1"}),
    ]
