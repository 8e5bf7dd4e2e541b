"""Unsending and editing messages, on a table in memory."""

from datetime import datetime, timedelta

import pytest

from kaiwa.table.conversations import Summary
from kaiwa.table.items import ASSISTANT, Message, conversation_item_id, summary_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import Content
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at
from tests.unit.kaiwa.table.harness import NOW, answered, asked, begin, items, meanwhile, words
from tests.unit.kaiwa.table.recollections import (
    EXPIRY,
    ONE,
    conversation,
    known_summary,
    summarised,
)

TWO = f"{2:018}"
TOMBSTONE = {
    "id": {"S": ONE},
    "role": {"S": "unsent"},
    "expiresAt": {"N": str(int((NOW + timedelta(days=3)).timestamp()))},
}


def test_what_was_taken_back_leaves_a_tombstone_without_words(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1)
    answered(messages, 2)
    before = items()
    past.unsend(USER_ID, ONE, NOW)
    del before[f"{ONE}#assistant"]
    before[conversation_item_id(USER_ID)]["pastVersion"] = {"N": "1"}
    assert items() == before | {ONE: TOMBSTONE}


def test_taking_back_twice_is_the_same(messages: MessageTable, past: Past) -> None:
    answered(messages)
    past.unsend(USER_ID, ONE, NOW)
    once = items()
    past.unsend(USER_ID, ONE, NOW)
    once[conversation_item_id(USER_ID)]["pastVersion"] = {"N": "2"}
    assert items() == once


def test_a_message_that_was_taken_back_before_it_came_is_refused(
    messages: MessageTable, past: Past
) -> None:
    past.unsend(USER_ID, ONE, NOW)
    turn = begin(messages)
    assert (turn.question, turn.answer) == (None, None)
    assert set(items()) == {ONE, conversation_item_id(USER_ID)}


def test_a_replay_of_what_was_taken_back_stays_refused(messages: MessageTable, past: Past) -> None:
    answered(messages)
    past.unsend(USER_ID, ONE, NOW)
    turn = begin(messages)
    assert (turn.question, turn.answer) == (None, None)


def test_what_was_taken_back_while_it_was_answered_gets_no_answer(
    messages: MessageTable, past: Past
) -> None:
    question = asked(messages)
    past.unsend(USER_ID, ONE, NOW)
    assert messages.store_answer(question, Content(ASSISTANT, "A1"), NOW) is None
    assert words() == {}


@pytest.mark.parametrize(
    ("until", "kept"), [(at(0), "So far"), (at(1), None), (NOW, None), (at(999), None)]
)
@pytest.mark.parametrize("change", ["unsend", "edit"])
def test_a_summary_goes_with_what_it_covers(
    messages: MessageTable, past: Past, until: datetime, kept: str | None, change: str
) -> None:
    answered(messages)
    summarised(until)
    if change == "unsend":
        past.unsend(USER_ID, ONE, NOW)
    else:
        assert past.edit(USER_ID, ONE, "Else", at(50), NOW)
    expected = (Summary(kept, until, EXPIRY), until) if kept else (None, None)
    assert known_summary() == expected
    assert conversation().past_version == 1


def test_what_is_unknown_takes_no_summary_with_it(messages: MessageTable, past: Past) -> None:
    answered(messages)
    summarised(at(50))
    past.unsend(USER_ID, "of somebody else", NOW)
    assert known_summary() == (Summary("So far", at(50), EXPIRY), at(50))


@pytest.mark.parametrize("change", ["unsend", "edit"])
def test_a_summary_that_comes_in_between_goes_too(
    messages: MessageTable, past: Past, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    answered(messages)
    meanwhile(monkeypatch, lambda: summarised(at(50)))
    if change == "unsend":
        past.unsend(USER_ID, ONE, NOW)
    else:
        past.edit(USER_ID, ONE, "Else", at(50), NOW)
    assert known_summary() == (None, None)


def test_other_words_take_the_place_of_the_old(messages: MessageTable, past: Past) -> None:
    answered(messages)
    before = items()
    assert past.edit(USER_ID, ONE, "会話👪", at(50), at(200))
    before[ONE] |= {
        "content": {"S": "会話👪"},
        "sentAt": {"S": "2026-11-22T12:00:50.000000+0000"},
        "updatedAt": {"S": "2026-11-22T12:03:20.000000+0000"},
    }
    before[conversation_item_id(USER_ID)]["pastVersion"] = {"N": "1"}
    assert items() == before


def test_the_last_edit_counts_in_whatever_order_they_come(
    messages: MessageTable, past: Past
) -> None:
    asked(messages)
    edits = [("third", at(30)), ("second", at(20)), ("third again", at(30)), ("fourth", at(40))]
    known = [past.edit(USER_ID, ONE, text, time, NOW) for text, time in edits]
    assert known == [True, False, False, True]
    assert words() == {ONE: "fourth"}


@pytest.mark.parametrize("text", ["Else", None])
def test_an_edit_of_what_is_not_there_changes_nothing(
    messages: MessageTable, past: Past, text: str | None
) -> None:
    answered(messages, 1)
    asked(messages, 2, conversation_id=GROUP_ID, user_id=OTHER_USER_ID, one_to_one=False)
    past.unsend(USER_ID, "unsent", NOW)
    before = items()
    unknown = ["nothing", "unsent", f"{ONE}#assistant", TWO, conversation_item_id(USER_ID)]
    assert [past.edit(USER_ID, each, text, at(50), NOW) for each in unknown] == [False] * 5
    assert items() == before


def test_an_edit_may_take_a_message_out(messages: MessageTable, past: Past) -> None:
    answered(messages, 1)
    answered(messages, 2)
    summarised(at(50))
    before = items()
    assert past.edit(USER_ID, ONE, None, at(50), NOW)
    assert not past.edit(USER_ID, ONE, None, at(50), NOW)
    for gone in (f"{ONE}#assistant", summary_id(USER_ID)):
        del before[gone]
    del before[conversation_item_id(USER_ID)]["summaryUntil"]
    before[conversation_item_id(USER_ID)]["pastVersion"] = {"N": "1"}
    assert items() == before | {ONE: TOMBSTONE}


def test_an_edit_that_takes_out_gives_way_to_a_later_one(
    messages: MessageTable, past: Past
) -> None:
    asked(messages)
    edits = [("third", at(30)), (None, at(20)), (None, at(30)), ("second", at(20))]
    known = [past.edit(USER_ID, ONE, text, time, NOW) for text, time in edits]
    assert known == [True, False, False, False]
    assert words() == {ONE: "third"}


@pytest.mark.parametrize("text", ["Else", None])
def test_an_edit_of_what_is_deleted_in_between_changes_nothing(
    messages: MessageTable, past: Past, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    found = iter([asked(messages)])

    def read_and_deleted(*_: object) -> Message | None:
        Message(ONE).delete()
        return next(found, None)

    monkeypatch.setattr("kaiwa.table.past._message", read_and_deleted)
    assert not past.edit(USER_ID, ONE, text, at(50), NOW)
    assert (words(), ONE in items()) == ({}, False)
