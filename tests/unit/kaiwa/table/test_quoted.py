"""What the id of a quoted message leads to, on a table in memory."""

import boto3
import pytest
from pynamodb.exceptions import TransactWriteError

from kaiwa.own_texts import OwnText
from kaiwa.table.items import ASSISTANT, SENT, Message, answer_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.quoted import Quoted
from kaiwa.table.sent_bubbles import SentBubbles
from kaiwa.table.turns import Content, DailyLimits, Delivery
from tests.builders import NOON, OTHER_USER_ID, USER_ID, at, received
from tests.unit.tables import RETENTION, TABLE_NAME

QUESTION = received("Hello", 1)


def delivered(messages: MessageTable) -> Message:
    """The answer to the question: three bubbles, the last of them pushed by itself."""
    question = messages.begin_turn(QUESTION, DailyLimits(), at(1)).question
    assert question is not None
    content = Content(ASSISTANT, "Hi")
    answer = messages.store_answer(question, content, at(2), Delivery.REPLYING)
    assert answer is not None
    messages.advance(answer, Delivery.PUSHING, 2, at(3), ["b1", "b2"])
    messages.advance(answer, Delivery.DELIVERED, 3, at(4), ["b3"])
    return answer


def seen(quoted: Quoted | None) -> tuple[str | None, str | None, int | None] | None:
    """The ids of the message and its question, and the bubble."""
    if quoted is None:
        return None
    message, question = (each.id if each else None for each in (quoted.message, quoted.question))
    return message, question, quoted.bubble


def test_a_message_and_each_bubble_lead_to_what_was_said(messages: MessageTable) -> None:
    answer = delivered(messages)
    ids = (QUESTION.message_id, answer.id, "b1", "b2", "b3", "unheard of")
    assert [seen(messages.quoted(USER_ID, each)) for each in ids] == [
        (QUESTION.message_id, None, None),
        (answer.id, QUESTION.message_id, None),
        (answer.id, QUESTION.message_id, 0),
        (answer.id, QUESTION.message_id, 1),
        (answer.id, QUESTION.message_id, 2),
        None,
    ]
    assert (answer.delivery, answer.next_bubble) == (Delivery.DELIVERED, 3)
    (stored,) = messages.by_ids([answer.id])
    assert (stored.delivery, stored.next_bubble) == (Delivery.DELIVERED, 3)


def test_the_webhook_knows_the_bubbles_and_there_are_no_words_in_them(
    messages: MessageTable,
) -> None:
    answer = delivered(messages)
    assert SentBubbles(TABLE_NAME).contains("b2")
    item = boto3.client("dynamodb").get_item(TableName=TABLE_NAME, Key={"id": {"S": "sent#b2"}})
    assert item["Item"] == {
        "id": {"S": "sent#b2"},
        "messageId": {"S": answer.id},
        "number": {"N": "1"},
        "expiresAt": {"N": str(int((at(2) + RETENTION).timestamp()))},
    }


def test_an_own_text_answers_nothing(messages: MessageTable) -> None:
    own = messages.store_own(OwnText("uuid", USER_ID, SENT, "From ChatGPT", at(1)), at(1))
    assert own is not None
    messages.advance(own, Delivery.DELIVERED, 1, at(2), ["b1"])
    assert seen(messages.quoted(USER_ID, "b1")) == ("uuid", None, 0)


def test_of_another_chat_there_is_nothing(messages: MessageTable) -> None:
    answer = delivered(messages)
    ids = (QUESTION.message_id, answer.id, "b1", f"conversation#{USER_ID}", "event#01EVENT")
    assert [seen(messages.quoted(OTHER_USER_ID, each)) for each in ids] == [
        *[(None, None, None)] * 4,
        None,
    ]


def test_what_was_taken_back_is_gone_with_its_answer(messages: MessageTable) -> None:
    answer = delivered(messages)
    Past(TABLE_NAME).unsend(USER_ID, QUESTION.message_id, at(5))
    assert [seen(messages.quoted(USER_ID, each)) for each in (QUESTION.message_id, "b1")] == [
        (None, None, None),
        (None, None, None),
    ]
    assert messages.by_ids([answer.id]) == []


def test_an_answer_without_its_question_is_none(messages: MessageTable) -> None:
    answer = delivered(messages)
    Message(QUESTION.message_id).delete()
    assert [seen(messages.quoted(USER_ID, each)) for each in (answer.id, "b1")] == [
        (None, None, None),
        (None, None, None),
    ]


def test_a_bubble_of_words_that_were_kept_nowhere_is_the_bots_all_the_same(
    messages: MessageTable,
) -> None:
    SentBubbles(TABLE_NAME).record(["b1"], NOON + RETENTION)
    assert seen(messages.quoted(USER_ID, "b1")) == (None, None, 0)


def test_whoever_has_moved_the_answer_meanwhile_wins(messages: MessageTable) -> None:
    answer = delivered(messages)
    (elsewhere,) = messages.by_ids([answer_id(QUESTION.message_id)])
    messages.advance(answer, Delivery.UNKNOWN, 3, at(5))
    with pytest.raises(TransactWriteError):
        messages.advance(elsewhere, Delivery.DELIVERED, 3, at(6), ["b4"])
    assert messages.quoted(USER_ID, "b4") is None
