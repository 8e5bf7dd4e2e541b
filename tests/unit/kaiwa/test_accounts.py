"""Links, codes and operations, on moto's DynamoDB."""

from datetime import timedelta
from typing import Any

import boto3
import pytest

from kaiwa import accounts as accounts_module
from kaiwa.account_models import Account, LinkCode, Operation, Tries, operation_item_id
from kaiwa.accounts import (
    ACCEPTED,
    DELIVERED,
    FAILED,
    Accounts,
    AlreadyLinkedError,
    ChangedMeanwhileError,
    DailyLimitError,
    Link,
    ReusedIdError,
    TooManyTriesError,
    WrongCodeError,
)
from kaiwa.models import Conversation, Message, Usage, conversation_item_id, usage_id
from kaiwa.table import MessageTable
from tests.builders import NOON, OTHER_USER_ID, USER_ID, at, received
from tests.unit.conftest import TABLE_NAME

CODE = "ABCDE-FGHJK"
HANAKO, TARO = "sub-hanako", "sub-taro"
MASKED = "h•••o@e•••e.com"
LINK = Link(HANAKO, USER_ID, MASKED)
TODAY = usage_id(USER_ID, NOON.date())


@pytest.fixture
def accounts(messages: MessageTable) -> Accounts:
    for model in (Account, Conversation, LinkCode, Operation, Tries, Usage):
        model._connection = Message._get_connection()  # one client of AWS instead of seven
    return Accounts(TABLE_NAME)


def items() -> dict[str, dict[str, Any]]:
    """Every item as DynamoDB has it, by id."""
    found = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {item["id"]["S"]: item for item in found}


def redeem(
    accounts: Accounts, account: str = HANAKO, chat: str = USER_ID, *, replace: bool = False
) -> Link:
    """Link with a new code, as if there were no other tries."""
    code = f"{account} {chat}"
    accounts.offer(code, chat, NOON)
    return accounts.redeem(code, account, MASKED, NOON, replace=replace)


def test_a_link_is_stored_on_both_sides_and_the_code_is_gone(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    assert CODE not in str(items())
    assert accounts.redeem(CODE, HANAKO, MASKED, at(1), replace=False) == LINK
    account, conversation = f"account#{HANAKO}", conversation_item_id(USER_ID)
    tries = f"tries#{HANAKO}#2026-11-22T12"
    assert items() == {
        account: {
            "id": {"S": account},
            "lineUserId": {"S": USER_ID},
            "address": {"S": MASKED},
        },
        conversation: {"id": {"S": conversation}, "accountId": {"S": HANAKO}},
        tries: {
            "id": {"S": tries},
            "number": {"N": "1"},
            "expiresAt": {"N": str(int((at(1) + timedelta(hours=2)).timestamp()))},
        },
    }
    assert accounts.link_of(HANAKO) == accounts.link_to(USER_ID) == LINK
    assert accounts.link_of(TARO) is None
    assert accounts.link_to(OTHER_USER_ID) is None


def test_a_link_leaves_the_rest_of_the_conversation_alone(
    accounts: Accounts, messages: MessageTable
) -> None:
    messages.begin_turn(received(), NOON)
    redeem(accounts)
    accounts.unlink(LINK)
    conversation = Conversation.get(conversation_item_id(USER_ID))
    assert conversation.recent_ids == ["000000000000000001"]
    assert conversation.last_created_at == at(1)
    assert conversation.account_id is None


@pytest.mark.parametrize(
    "typed",
    ["abcde-fghjk", "ABCDEFGHJK", " ab cde fgh jk ", "ＡＢＣＤＥ－ＦＧＨＪＫ", "ABCDE‐FGHJK"],
)
def test_a_code_works_however_it_is_typed(accounts: Accounts, typed: str) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    assert accounts.redeem(typed, HANAKO, MASKED, NOON, replace=False) == LINK


@pytest.mark.parametrize("guess", ["", "AAAAA-AAAAA", "ABCDE-FGHJ", "ABCDE-FGHJKL", "会話"])
def test_a_guess_is_wrong(accounts: Accounts, guess: str) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    with pytest.raises(WrongCodeError):
        accounts.redeem(guess, HANAKO, MASKED, NOON, replace=False)
    assert accounts.link_of(HANAKO) is None


def test_a_code_works_once(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    for account in (HANAKO, TARO):
        with pytest.raises(WrongCodeError):
            accounts.redeem(CODE, account, MASKED, NOON, replace=True)


@pytest.mark.parametrize(("seconds", "works"), [(599, True), (600, False), (86_400, False)])
def test_a_code_expires_even_while_it_is_still_there(
    accounts: Accounts, seconds: float, works: bool
) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    if works:
        accounts.redeem(CODE, HANAKO, MASKED, at(seconds), replace=False)
    else:
        with pytest.raises(WrongCodeError):
            accounts.redeem(CODE, HANAKO, MASKED, at(seconds), replace=False)


def test_five_tries_an_hour_and_not_one_more(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, NOON, replace=False)
    with pytest.raises(TooManyTriesError):
        accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    accounts.redeem(CODE, TARO, MASKED, NOON, replace=False)
    with pytest.raises(WrongCodeError):
        accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, at(3600), replace=False)


def test_another_chat_is_reached_only_by_replacing(accounts: Accounts) -> None:
    redeem(accounts, chat=OTHER_USER_ID)
    accounts.offer(CODE, USER_ID, NOON)
    with pytest.raises(AlreadyLinkedError):
        accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    assert accounts.link_to(OTHER_USER_ID) == Link(HANAKO, OTHER_USER_ID, MASKED)
    assert accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=True) == LINK
    assert (accounts.link_of(HANAKO), accounts.link_to(USER_ID)) == (LINK, LINK)
    assert accounts.link_to(OTHER_USER_ID) is None


def test_a_chat_changes_hands_only_by_replacing(accounts: Accounts) -> None:
    redeem(accounts, TARO)
    accounts.offer(CODE, USER_ID, NOON)
    with pytest.raises(AlreadyLinkedError):
        accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    assert accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=True) == LINK
    assert accounts.link_to(USER_ID) == LINK
    assert accounts.link_of(TARO) is None


def test_two_links_can_be_replaced_at_once(accounts: Accounts) -> None:
    redeem(accounts, HANAKO, OTHER_USER_ID)
    redeem(accounts, TARO, USER_ID)
    assert redeem(accounts, HANAKO, USER_ID, replace=True) == LINK
    assert accounts.link_of(TARO) is None
    assert accounts.link_to(OTHER_USER_ID) is None
    assert accounts.link_to(USER_ID) == LINK


def test_linking_the_same_chat_again_renews_the_address(accounts: Accounts) -> None:
    redeem(accounts)
    accounts.offer(CODE, USER_ID, NOON)
    renewed = accounts.redeem(CODE, HANAKO, "n•••@e•••e.com", NOON, replace=False)
    assert accounts.link_of(HANAKO) == renewed == Link(HANAKO, USER_ID, "n•••@e•••e.com")


@pytest.mark.parametrize("meanwhile", ["linked elsewhere", "taken by another", "code used"])
def test_what_changes_in_between_changes_nothing_twice(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """Another call gets in between what this one has read and what it writes."""
    accounts.offer(CODE, USER_ID, NOON)
    write = accounts_module._write

    def intruded(fill: Any) -> None:
        monkeypatch.setattr(accounts_module, "_write", write)
        if meanwhile == "linked elsewhere":
            redeem(accounts, HANAKO, OTHER_USER_ID)
        elif meanwhile == "taken by another":
            redeem(accounts, TARO, USER_ID)
        else:
            accounts.redeem(CODE, TARO, MASKED, NOON, replace=False)
        write(fill)

    monkeypatch.setattr(accounts_module, "_write", intruded)
    with pytest.raises(ChangedMeanwhileError):
        accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=True)
    linked_elsewhere = meanwhile == "linked elsewhere"
    expected = Link(HANAKO, OTHER_USER_ID, MASKED) if linked_elsewhere else None
    assert accounts.link_of(HANAKO) == expected
    assert accounts.link_to(USER_ID) == (None if linked_elsewhere else Link(TARO, USER_ID, MASKED))


def test_unlinking_undoes_both_sides(accounts: Accounts) -> None:
    redeem(accounts)
    accounts.unlink(LINK)
    assert (accounts.link_of(HANAKO), accounts.link_to(USER_ID)) == (None, None)
    assert redeem(accounts, TARO) == Link(TARO, USER_ID, MASKED)


def test_a_link_that_is_another_by_now_is_not_undone(accounts: Accounts) -> None:
    redeem(accounts)
    moved = redeem(accounts, HANAKO, OTHER_USER_ID, replace=True)
    for old in (LINK, Link(TARO, OTHER_USER_ID, MASKED)):
        with pytest.raises(ChangedMeanwhileError):
            accounts.unlink(old)
    assert accounts.link_of(HANAKO) == accounts.link_to(OTHER_USER_ID) == moved


@pytest.fixture
def linked(accounts: Accounts) -> Accounts:
    redeem(accounts)
    return accounts


def accept(
    accounts: Accounts, operation_id: str = "1", text: str = "Hello", limit: int = 3
) -> Operation:
    return accounts.accept(operation_id, LINK, text, TODAY, limit, NOON)


def test_an_operation_is_recorded_and_counted(linked: Accounts) -> None:
    assert accept(linked).status == ACCEPTED
    found = items()
    assert found[operation_item_id("1")] == {
        "id": {"S": "operation#1"},
        "accountId": {"S": HANAKO},
        "lineUserId": {"S": USER_ID},
        "textHash": {"S": "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969"},
        "status": {"S": "accepted"},
        "expiresAt": {"N": str(int((NOON + timedelta(days=1)).timestamp()))},
    }
    assert found[TODAY] == {
        "id": {"S": TODAY},
        "sends": {"N": "1"},
        "expiresAt": {"N": str(int((NOON + timedelta(days=400)).timestamp()))},
    }


def test_the_same_operation_is_counted_once(linked: Accounts) -> None:
    accept(linked)
    linked.finish("1", DELIVERED)
    assert accept(linked, limit=1).status == DELIVERED
    assert items()[TODAY]["sends"] == {"N": "1"}


def test_an_id_stands_for_one_text_in_one_chat(linked: Accounts) -> None:
    accept(linked)
    with pytest.raises(ReusedIdError):
        accept(linked, text="Another")
    elsewhere = redeem(linked, HANAKO, OTHER_USER_ID, replace=True)
    with pytest.raises(ReusedIdError):
        linked.accept("1", elsewhere, "Hello", TODAY, 3, NOON)
    assert items()[TODAY]["sends"] == {"N": "1"}


def test_a_day_has_room_for_so_many(linked: Accounts) -> None:
    for number in range(3):
        accept(linked, str(number))
    with pytest.raises(DailyLimitError, match=r"^3$"):
        accept(linked, "4")
    assert linked.operation("4", HANAKO) is None
    with pytest.raises(DailyLimitError):
        accept(linked, "5", limit=0)


def test_the_last_place_of_a_day_is_given_once(
    linked: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = accounts_module._write

    def intruded(fill: Any) -> None:
        monkeypatch.setattr(accounts_module, "_write", write)
        accept(linked, "another", limit=1)
        write(fill)

    monkeypatch.setattr(accounts_module, "_write", intruded)
    with pytest.raises(ChangedMeanwhileError):
        accept(linked, "1", limit=1)
    assert items()[TODAY]["sends"] == {"N": "1"}


def test_without_the_link_nothing_is_accepted(linked: Accounts) -> None:
    linked.unlink(LINK)
    with pytest.raises(ChangedMeanwhileError):
        accept(linked)
    assert linked.operation("1", HANAKO) is None


def test_an_operation_is_its_owners(linked: Accounts) -> None:
    accept(linked)
    mine = linked.operation("1", HANAKO)
    assert mine is not None
    assert mine.line_user_id == USER_ID
    assert linked.operation("1", TARO) is None
    assert linked.operation("2", HANAKO) is None


def test_the_outcome_is_recorded_as_long_as_it_is_known(linked: Accounts) -> None:
    accept(linked)
    linked.finish("1", FAILED)
    linked.finish("forgotten", DELIVERED)
    found = linked.operation("1", HANAKO)
    assert found is not None
    assert found.status == FAILED
    assert operation_item_id("forgotten") not in items()
