"""Finding, rewriting and delivering messages, on a table in memory."""

from datetime import date

import pytest
from pynamodb.exceptions import UpdateError

from kaiwa.line.messages import Kind
from kaiwa.own_texts import OwnText
from kaiwa.table.items import ASSISTANT, SENT, USER, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import Content, Delivery
from tests.builders import USER_ID, at
from tests.unit.kaiwa.table.harness import NOW, answered, asked, begin, conversation_of, words
from tests.unit.tables import TABLE_NAME


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


def test_messages_are_found_by_their_ids(messages: MessageTable) -> None:
    for number in (1, 2):
        begin(messages, number)
    found = messages.by_ids(["000000000000000002", "no such message"])
    assert [message.content for message in found] == ["Q2"]
    assert messages.by_ids([]) == []


def test_a_message_asked_for_twice_is_found_once(messages: MessageTable) -> None:
    question = asked(messages)
    assert [found.id for found in messages.by_ids([question.id, question.id])] == [question.id]


def test_between_times_that_are_the_wrong_way_round_there_is_nothing(
    messages: MessageTable,
) -> None:
    asked(messages)
    # DynamoDB, unlike moto, raises an error.
    assert messages.newest(USER_ID, at(2), at(1), limit=5) == []
    assert messages.oldest(USER_ID, at(2), at(1), limit=5) == []


def test_the_words_of_a_recording_take_the_place_of_its_note(messages: MessageTable) -> None:
    question = asked(messages, kind=Kind.AUDIO)
    assert messages.rewrite(question, "会話👪", at(200))
    kept = Message.get(question.id)
    assert (kept.content, kept.updated_at, kept.created_at) == ("会話👪", at(200), at(1))
    assert question.content == "会話👪"


def test_a_recording_that_is_gone_gets_no_words(messages: MessageTable) -> None:
    unsent, deleted = asked(messages, 1, kind=Kind.AUDIO), asked(messages, 2, kind=Kind.AUDIO)
    Past(TABLE_NAME).unsend(USER_ID, unsent.id, NOW)
    Message(deleted.id).delete()
    assert [messages.rewrite(each, "Hello", NOW) for each in (unsent, deleted)] == [False, False]
    assert words() == {}


OWN = OwnText("text-1", USER_ID, SENT, "From ChatGPT", at(5), "operation-1")


def test_an_own_text_is_stored_once(messages: MessageTable) -> None:
    first, again = messages.store_own(OWN, NOW), messages.store_own(OWN, at(200))
    assert first is not None
    assert again is not None
    assert again.serialize() == first.serialize()
    assert (first.role, first.content, first.delivery) == (SENT, "From ChatGPT", "stored")
    assert conversation_of(USER_ID).recent_ids == ["text-1"]


def test_an_own_text_that_was_deleted_is_not_stored_again(messages: MessageTable) -> None:
    messages.store_own(OWN, NOW)
    Message("text-1").delete()
    assert messages.store_own(OWN, NOW) is None
    assert words() == {}


def test_tokens_besides_an_answer_are_counted(messages: MessageTable) -> None:
    for _ in range(2):
        messages.count_tokens(USER_ID, Content(ASSISTANT, "", 7, 5, 3), NOW)
    (used,) = messages.usage(USER_ID, [date(2026, 11, 22)]).values()
    tokens = used.input_tokens, used.output_tokens, used.cached_tokens, used.tokens
    assert (used.messages, tokens) == (0, (14, 10, 6, 24))
