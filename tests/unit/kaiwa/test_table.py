"""The gateway to the table, on moto's DynamoDB."""

from datetime import date, timedelta

import boto3
import pytest
from pynamodb.exceptions import PynamoDBException, TransactWriteError, UpdateError

from kaiwa.line.messages import Kind
from kaiwa.own_texts import OwnText
from kaiwa.table.items import (
    ASSISTANT,
    NOTICE,
    SENT,
    USER,
    Conversation,
    Message,
    conversation_item_id,
    marker_id,
)
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.transactions import TableBusyError
from kaiwa.table.turns import Content, Delivery
from tests.builders import GROUP_ID, USER_ID, at, received
from tests.unit.kaiwa.table_harness import (
    NO_LIMITS,
    NOW,
    answered,
    asked,
    begin,
    breaking,
    items,
    words,
)
from tests.unit.tables import RETENTION, TABLE_NAME

EXPIRY = str(int((NOW + RETENTION).timestamp()))


def conversation_of(chat_id: str) -> Conversation:
    return Conversation.get(conversation_item_id(chat_id))


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


def test_the_conversation_names_its_last_five_messages(messages: MessageTable) -> None:
    for number in range(1, 8):
        begin(messages, number)
    assert conversation_of(USER_ID).recent_ids == [f"{number:018}" for number in range(3, 8)]


def test_no_answer_is_stored_to_a_message_that_is_gone(messages: MessageTable) -> None:
    question = asked(messages)
    question.delete()
    assert messages.store_answer(question, Content(ASSISTANT, "A1"), NOW) is None
    assert "000000000000000001#assistant" not in items()


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


def test_an_event_without_a_message_is_taken_once(messages: MessageTable) -> None:
    assert [messages.take_event("event-1", NOW) for _ in range(2)] == [True, False]


def test_an_item_that_dynamodb_does_not_take_is_said_at_once(messages: MessageTable) -> None:
    with pytest.raises(TransactWriteError):
        messages.begin_turn(received("x" * 500_000), NO_LIMITS, NOW)


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


def test_pictures_and_files_that_follow_each_other_belong_together(
    messages: MessageTable,
) -> None:
    seen: list[list[str]] = []
    kinds = [Kind.IMAGE, Kind.FILE, Kind.TEXT, Kind.IMAGE, Kind.STICKER]
    for number, kind in enumerate(kinds, start=1):
        asked(messages, number, kind=kind)
        seen.append(conversation_of(USER_ID).attachment_ids)
    one, two, four = (f"{number:018}" for number in (1, 2, 4))
    assert seen == [[one], [one, two], [one, two], [four], [four]]


def test_an_answer_between_pictures_does_not_part_them(messages: MessageTable) -> None:
    for number in (1, 2):
        question = asked(messages, number, kind=Kind.IMAGE)
        messages.store_answer(question, Content(NOTICE, "A nice picture"), NOW)
    assert conversation_of(USER_ID).attachment_ids == [f"{number:018}" for number in (1, 2)]


def test_only_the_last_fifty_pictures_are_remembered(messages: MessageTable) -> None:
    for number in range(1, 53):
        asked(messages, number, kind=Kind.IMAGE)
    expected = [f"{number:018}" for number in range(3, 53)]
    assert conversation_of(USER_ID).attachment_ids == expected


def test_a_picture_that_is_not_at_line_is_not_remembered(messages: MessageTable) -> None:
    asked(messages, kind=Kind.IMAGE, external=True)
    assert conversation_of(USER_ID).attachment_ids == []


def test_a_group_is_remembered_of_who_speaks_there(messages: MessageTable) -> None:
    group = {"conversation_id": GROUP_ID, "one_to_one": False}
    begin(messages, 1, **group)
    begin(messages, 2, **group)
    begin(messages, 3, **group | {"conversation_id": "another group"})
    begin(messages, 4, **group | {"user_id": None})
    begin(messages, 5)
    begin(messages, 5, **group)  # taken before
    known: list[tuple[set[str] | None, float | None]] = [
        (each.group_ids, each.group_turns)
        for each in (conversation_of(USER_ID), conversation_of(GROUP_ID))
    ]
    assert known == [({GROUP_ID, "another group"}, 3), (None, None)]


def test_speaking_in_a_group_leaves_the_own_chat_as_it_was(messages: MessageTable) -> None:
    asked(messages, 1)
    begin(messages, 2, conversation_id=GROUP_ID, one_to_one=False)
    chat = conversation_of(USER_ID)
    assert (chat.last_created_at, chat.recent_ids) == (at(1), [f"{1:018}"])


@pytest.mark.parametrize(("said_at", "stopped"), [(29, True), (31, False)])
def test_who_writes_has_not_blocked_the_bot(
    messages: MessageTable, said_at: int, stopped: bool
) -> None:
    Conversation(conversation_item_id(USER_ID), stopped_at=at(30)).save()
    asked(messages, said_at)
    assert conversation_of(USER_ID).stopped_at == (at(30) if stopped else None)


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
        messages.count_tokens(USER_ID, Content(ASSISTANT, "", 7, 5), NOW)
    (used,) = messages.usage(USER_ID, [date(2026, 11, 22)]).values()
    assert (used.messages, used.input_tokens, used.output_tokens, used.tokens) == (0, 14, 10, 24)
