"""Messages on their way from ChatGPT into a chat, on a table in memory."""

from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest

from kaiwa.table.account_items import Account, Operation, account_item_id, operation_item_id
from kaiwa.table.accounts import Link
from kaiwa.table.items import Conversation, Message, Usage, conversation_item_id, usage_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import (
    ACCEPTED,
    DELAYED,
    DELIVERED,
    FAILED,
    DailyLimitError,
    LinkGoneError,
    Operations,
    ReusedIdError,
    Sending,
    StoppedError,
)
from kaiwa.table.transactions import TableBusyError, commit
from tests.builders import NOON, OTHER_USER_ID, USER_ID, at
from tests.unit.tables import TABLE_NAME, TIMEZONE

HANAKO, TARO = "sub-hanako", "sub-taro"
TODAY = usage_id(USER_ID, NOON.date())
TOMORROW = usage_id(USER_ID, NOON.date() + timedelta(days=1))
DAY = 24 * 60 * 60


def link(chat_id: str = USER_ID) -> None:
    """Let Hanako reach the chat."""
    Account(account_item_id(HANAKO), line_user_id=chat_id, address="h•••").save()


@pytest.fixture
def operations(messages: MessageTable) -> Operations:
    for model in (Account, Conversation, Operation, Usage):
        model._connection = Message._get_connection()  # one client of AWS instead of five
    link()
    return Operations(TABLE_NAME, TIMEZONE)


def accept(
    operations: Operations,
    operation_id: str = "1",
    text: str = "Hello",
    limit: int = 3,
    now: datetime = NOON,
    chat_id: str = USER_ID,
) -> Operation:
    sending = Sending(operation_id, Link(HANAKO, chat_id, "h•••"), text)
    return operations.accept(sending, limit, now)


def status(operations: Operations, operation_id: str = "1") -> str | None:
    found = operations.find(operation_id, HANAKO, NOON)
    return found.status if found else None


def items() -> dict[str, dict[str, Any]]:
    """Every item as DynamoDB has it, by id."""
    found = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {item["id"]["S"]: item for item in found}


def sends(day: str = TODAY) -> str:
    number: str = items()[day]["sends"]["N"]
    return number


def test_an_operation_is_recorded_and_counted(operations: Operations) -> None:
    operation = accept(operations)
    assert operation.status == ACCEPTED
    found = items()
    assert found[operation_item_id("1")] == {
        "id": {"S": "operation#1"},
        "accountId": {"S": HANAKO},
        "lineUserId": {"S": USER_ID},
        "messageId": {"S": operation.message_id},
        "textHash": {"S": "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969"},
        "status": {"S": "accepted"},
        "acceptedAt": {"S": "2026-11-22T12:00:00.000000+0000"},
        "expiresAt": {"N": str(int((NOON + timedelta(days=1)).timestamp()))},
    }
    assert found[TODAY] == {
        "id": {"S": TODAY},
        "sends": {"N": "1"},
        "expiresAt": {"N": str(int((NOON + timedelta(days=400)).timestamp()))},
    }


def test_the_same_operation_is_counted_once_and_has_one_message(operations: Operations) -> None:
    first = accept(operations)
    operations.record("1", first.message_id, DELIVERED)
    again = accept(operations, limit=1, now=at(DAY - 1))
    assert (again.status, again.message_id) == (DELIVERED, first.message_id)
    assert sends() == "1"


def test_after_a_day_an_id_stands_for_another_message(operations: Operations) -> None:
    first = accept(operations)
    operations.record("1", first.message_id, DELIVERED)
    assert operations.find("1", HANAKO, at(DAY)) is None
    second = accept(operations, text="Another", now=at(DAY))
    assert second.status == ACCEPTED
    assert second.message_id != first.message_id
    assert (sends(), sends(TOMORROW)) == ("1", "1")
    operations.record("1", first.message_id, FAILED)
    assert items()[operation_item_id("1")]["status"] == {"S": ACCEPTED}


def test_an_id_stands_for_one_text_in_one_chat(operations: Operations) -> None:
    accept(operations)
    with pytest.raises(ReusedIdError):
        accept(operations, text="Another")
    link(OTHER_USER_ID)
    with pytest.raises(ReusedIdError):
        accept(operations, chat_id=OTHER_USER_ID)
    assert sends() == "1"


def test_a_day_has_room_for_so_many(operations: Operations) -> None:
    for number in range(3):
        accept(operations, str(number))
    with pytest.raises(DailyLimitError):
        accept(operations, "4")
    assert status(operations, "4") is None
    with pytest.raises(DailyLimitError):
        accept(operations, "5", limit=0, now=at(DAY))
    assert sends() == "3"


@pytest.mark.parametrize(("other", "error"), [("another", DailyLimitError), ("1", TableBusyError)])
def test_the_last_place_of_a_day_is_given_once(
    operations: Operations,
    monkeypatch: pytest.MonkeyPatch,
    other: str,
    error: type[Exception],
) -> None:
    """Another message, or the same one, is accepted between what is read and what is written."""

    def commits(*arguments: Any) -> Any:
        monkeypatch.setattr("kaiwa.table.operations.commit", commit)
        accept(operations, other, limit=1)
        return commit(*arguments)

    monkeypatch.setattr("kaiwa.table.operations.commit", commits)
    with pytest.raises(error):
        accept(operations, limit=1)
    assert sends() == "1"


def test_without_the_link_nothing_is_accepted(operations: Operations) -> None:
    link(OTHER_USER_ID)
    with pytest.raises(LinkGoneError):
        accept(operations)
    Account(account_item_id(HANAKO)).delete()
    with pytest.raises(LinkGoneError):
        accept(operations)
    assert TODAY not in items()


def test_for_a_user_who_has_blocked_the_bot_nothing_is_accepted(operations: Operations) -> None:
    conversation = Conversation(conversation_item_id(USER_ID), stopped_at=at(-1))
    conversation.save()
    with pytest.raises(StoppedError):
        accept(operations)
    conversation.update([Conversation.stopped_at.remove()])
    assert accept(operations).status == ACCEPTED


def test_an_operation_is_its_owners(operations: Operations) -> None:
    accept(operations)
    assert status(operations) == ACCEPTED
    assert operations.find("1", TARO, NOON) is None
    assert operations.find("2", HANAKO, NOON) is None


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ([FAILED], FAILED),
        ([DELAYED], DELAYED),
        ([DELAYED, DELAYED, DELIVERED], DELIVERED),
        ([DELIVERED, DELAYED], DELIVERED),
        ([FAILED, DELIVERED], FAILED),
    ],
)
def test_what_became_of_it_is_recorded_until_it_is_final(
    operations: Operations, recorded: list[str], expected: str
) -> None:
    operation = accept(operations)
    for each in recorded:
        operations.record("1", operation.message_id, each)
    assert status(operations) == expected


def test_of_what_is_not_known_nothing_is_recorded(operations: Operations) -> None:
    operations.record("forgotten", "a message", DELIVERED)
    assert operation_item_id("forgotten") not in items()


def test_texts_go_into_a_chat_whose_user_wants_them(operations: Operations) -> None:
    assert operations.is_welcome(USER_ID, NOON)
    conversation = Conversation(conversation_item_id(USER_ID), forgotten_at=NOON)
    conversation.save()
    sent = (at(-1), NOON, at(0.000001))
    assert [operations.is_welcome(USER_ID, time) for time in sent] == [False, False, True]
    conversation.update([Conversation.stopped_at.set(at(5))])
    assert not operations.is_welcome(USER_ID, at(6))
    assert operations.is_welcome(OTHER_USER_ID, NOON)
