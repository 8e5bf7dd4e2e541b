"""Links of accounts and chats, on a table in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kaiwa.table.accounts import Accounts, AlreadyLinkedError, ChangedMeanwhileError, Link
from kaiwa.table.items import Conversation, conversation_item_id
from kaiwa.table.transactions import commit
from tests.builders import NOON, OTHER_USER_ID, USER_ID, at
from tests.unit.kaiwa.table.harness import items
from tests.unit.kaiwa.table.links import CODE, HANAKO, LINK, MASKED, TARO, redeem


def intruded(monkeypatch: pytest.MonkeyPatch, intrude: Callable[[], object]) -> None:
    """Let the next transaction be filled with what was read before the intrusion."""

    def commits(chat_id: str, fill: Any, refusals: Any) -> Any:
        def late(write: Any, conversation: Any) -> Any:
            monkeypatch.setattr("kaiwa.table.accounts.commit", commit)
            intrude()
            return fill(write, conversation)

        return commit(chat_id, late, refusals)

    monkeypatch.setattr("kaiwa.table.accounts.commit", commits)


def test_a_link_is_stored_on_both_sides_and_the_code_is_gone(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    assert CODE not in str(items())
    link = accounts.redeem(CODE, HANAKO, MASKED, at(1), replace=False)
    assert link == LINK
    accounts.told(link)
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
            "number": {"N": "0"},
            "expiresAt": {"N": str(int((at(1) + timedelta(hours=2)).timestamp()))},
        },
    }
    assert accounts.link_of(HANAKO) == accounts.link_to(USER_ID) == LINK
    assert accounts.link_of(TARO) is None
    assert accounts.link_to(OTHER_USER_ID) is None


def test_a_link_has_the_id_of_its_notice_until_the_chat_is_told(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    link = accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    accounts.offer(CODE, USER_ID, NOON)
    renewed = accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    assert len({None, link.notice_id, renewed.notice_id}) == 3
    accounts.told(link)
    assert notice_id(accounts) == renewed.notice_id
    for _ in range(2):
        accounts.told(renewed)
        assert notice_id(accounts) is None


def test_to_have_told_of_a_link_that_is_gone_makes_none(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    link = accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    accounts.unlink(link)
    before = items()
    accounts.told(link)
    assert items() == before


def notice_id(accounts: Accounts) -> str | None:
    link = accounts.link_of(HANAKO)
    assert link is not None
    return link.notice_id


def test_a_link_leaves_the_rest_of_the_conversation_alone(accounts: Accounts) -> None:
    Conversation(
        conversation_item_id(USER_ID), recent_ids=["1"], last_created_at=at(1), language="ja"
    ).save()
    before = items()
    redeem(accounts)
    accounts.unlink(LINK)
    conversation = conversation_item_id(USER_ID)
    assert items()[conversation] == before[conversation]


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

    def intrude() -> None:
        if meanwhile == "linked elsewhere":
            redeem(accounts, HANAKO, OTHER_USER_ID)
        elif meanwhile == "taken by another":
            redeem(accounts, TARO, USER_ID)
        else:
            accounts.redeem(CODE, TARO, MASKED, NOON, replace=False)

    intruded(monkeypatch, intrude)
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


def test_a_link_says_since_when_its_owner_wants_to_be_forgotten(accounts: Accounts) -> None:
    redeem(accounts)
    Conversation(conversation_item_id(USER_ID)).update([Conversation.forgotten_at.set(at(2))])
    forgotten = replace(LINK, forgotten_at=at(2))
    assert accounts.link_of(HANAKO) == accounts.link_to(USER_ID) == forgotten
    assert redeem(accounts) == forgotten


def test_forgetting_undoes_both_sides_and_again_is_harmless(accounts: Accounts) -> None:
    accounts.forget(USER_ID)
    redeem(accounts)
    redeem(accounts, TARO, OTHER_USER_ID)
    for _ in range(2):
        accounts.forget(USER_ID)
        assert (accounts.link_of(HANAKO), accounts.link_to(USER_ID)) == (None, None)
    assert f"account#{HANAKO}" not in items()
    assert accounts.link_of(TARO) == Link(TARO, OTHER_USER_ID, MASKED)


def test_forgetting_a_link_that_is_undone_meanwhile_is_done(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    redeem(accounts)
    intruded(monkeypatch, lambda: accounts.unlink(LINK))
    accounts.forget(USER_ID)
    assert accounts.link_to(USER_ID) is None


def test_forgetting_a_link_that_is_another_meanwhile_is_to_be_tried_again(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    redeem(accounts)
    intruded(monkeypatch, lambda: redeem(accounts, TARO, replace=True))
    with pytest.raises(ChangedMeanwhileError):
        accounts.forget(USER_ID)
    accounts.forget(USER_ID)
    assert accounts.link_to(USER_ID) is None
