"""Codes that link a chat: what is typed, guessed or too late, on a table in memory."""

from typing import Any

import pytest

from kaiwa.table import accounts as accounts_module
from kaiwa.table.account_items import LinkCode
from kaiwa.table.accounts import (
    Accounts,
    AlreadyLinkedError,
    Offer,
    TooManyTriesError,
    WrongCodeError,
)
from tests.builders import NOON, OTHER_USER_ID, USER_ID, at
from tests.unit.kaiwa.table.links import CODE, HANAKO, LINK, MASKED, TARO, redeem


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


def test_five_wrong_codes_an_hour_and_not_one_more(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, NOON, replace=False)
    with pytest.raises(TooManyTriesError):
        accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False)
    accounts.redeem(CODE, TARO, MASKED, NOON, replace=False)
    with pytest.raises(WrongCodeError):
        accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, at(3600), replace=False)


def test_right_codes_do_not_count(accounts: Accounts) -> None:
    redeem(accounts, chat=OTHER_USER_ID)
    for _ in range(6):
        with pytest.raises(AlreadyLinkedError):
            redeem(accounts)
    for _ in range(5):
        with pytest.raises(WrongCodeError):
            accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, NOON, replace=False)
    for _ in range(2):
        with pytest.raises(TooManyTriesError):
            redeem(accounts, replace=True)


def test_a_code_that_was_looked_up_stays_good(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON, "花子")
    for _ in range(6):
        assert accounts.look_up(CODE, HANAKO, at(599)) == Offer(USER_ID, "花子", replaces=False)
    assert accounts.redeem(CODE, HANAKO, MASKED, NOON, replace=False) == LINK
    with pytest.raises(WrongCodeError):
        accounts.look_up(CODE, HANAKO, NOON)


@pytest.mark.parametrize(
    ("account", "chat", "replaces"),
    [
        (HANAKO, USER_ID, False),
        (HANAKO, OTHER_USER_ID, True),
        (TARO, USER_ID, True),
        (TARO, OTHER_USER_ID, False),
    ],
)
def test_looking_up_tells_whether_another_link_ends(
    accounts: Accounts, account: str, chat: str, replaces: bool
) -> None:
    redeem(accounts, HANAKO, USER_ID)
    accounts.offer(CODE, chat, NOON)
    assert accounts.look_up(CODE, account, NOON) == Offer(chat, None, replaces)


def test_looking_up_wrong_codes_counts(accounts: Accounts) -> None:
    accounts.offer(CODE, USER_ID, NOON)
    with pytest.raises(WrongCodeError):
        accounts.look_up(CODE, HANAKO, at(600))
    for _ in range(4):
        with pytest.raises(WrongCodeError):
            accounts.look_up("AAAAA-AAAAA", HANAKO, NOON)
    with pytest.raises(TooManyTriesError):
        accounts.look_up(CODE, HANAKO, NOON)


def test_a_right_code_makes_no_room_for_a_sixth_wrong_one_at_the_same_time(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A right code is under way, counted and not yet given back, while others guess."""
    offered = accounts_module._offered

    def guessing(code: str, now: Any) -> LinkCode:
        monkeypatch.setattr(accounts_module, "_offered", offered)
        for _ in range(4):
            with pytest.raises(WrongCodeError):
                accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, NOON, replace=False)
        with pytest.raises(TooManyTriesError):
            accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, NOON, replace=False)
        return offered(code, now)

    monkeypatch.setattr(accounts_module, "_offered", guessing)
    assert redeem(accounts) == LINK
    with pytest.raises(TooManyTriesError):
        accounts.redeem("AAAAA-AAAAA", HANAKO, MASKED, NOON, replace=False)
