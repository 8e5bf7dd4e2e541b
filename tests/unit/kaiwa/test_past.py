"""Unsending, editing and starting afresh, on moto's DynamoDB."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count

import pytest
from pynamodb.exceptions import PynamoDBException

from kaiwa.line.messages import Kind
from kaiwa.table.conversations import Conversations, Summary
from kaiwa.table.items import ASSISTANT, Conversation, Message, conversation_item_id, summary_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import Content
from kaiwa.times import TICK
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.unit.kaiwa.table_harness import (
    NO_LIMITS,
    NOW,
    answered,
    asked,
    begin,
    breaking,
    items,
    meanwhile,
    words,
)
from tests.unit.tables import TABLE_NAME

ONE, TWO = f"{1:018}", f"{2:018}"
EXPIRY = at(10_000)
TOMBSTONE = {
    "id": {"S": ONE},
    "role": {"S": "unsent"},
    "expiresAt": {"N": str(int((NOW + timedelta(days=3)).timestamp()))},
}


@pytest.fixture
def past(messages: MessageTable) -> Past:
    return Past(TABLE_NAME)


def conversation() -> Conversation:
    return Conversation.get(conversation_item_id(USER_ID))


def summarised(until: datetime) -> Conversations:
    """A summary of all that was said up to that time is kept."""
    conversations = Conversations(TABLE_NAME)
    version = int(conversations.get(USER_ID).past_version)
    assert conversations.store_summary(USER_ID, Summary("So far", until, EXPIRY), version)
    return conversations


def known_summary() -> tuple[Summary | None, datetime | None]:
    """The summary that is kept, and how far the conversation says that one went."""
    return Conversations(TABLE_NAME).summary(USER_ID, NOW), conversation().summary_until


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


@pytest.mark.parametrize("change", ["unsend", "edit", "reset", "hide"])
def test_a_break_leaves_all_as_it_was_and_a_retry_mends_it(
    messages: MessageTable, past: Past, change: str
) -> None:
    answered(messages)
    changes: dict[str, Callable[[], object]] = {
        "unsend": lambda: past.unsend(USER_ID, ONE, NOW),
        "edit": lambda: past.edit(USER_ID, ONE, "Else", at(50), NOW),
        "reset": lambda: past.reset(USER_ID, NOW),
        "hide": lambda: past.hide(USER_ID, NOW),
    }
    before = items()
    for calls in count():
        with suppress(PynamoDBException), breaking(calls, unheard=False):
            changes[change]()
            break
        assert items() == before
    assert items() != before


def test_after_a_reset_the_past_is_kept_but_not_for_prompts(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, kind=Kind.IMAGE)
    summarised(at(50))
    said = words()
    past.reset(USER_ID, at(200))
    assert words() == said
    expected = Conversation(
        conversation_item_id(USER_ID),
        last_created_at=at(200),
        reset_at=at(200),
        recent_ids=[ONE],
        welcomed_at=at(1),
        past_version=1,
    )
    assert conversation().serialize() == expected.serialize()
    assert known_summary() == (None, None)


def test_hiding_takes_the_settings_too_and_says_what_to_delete(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, kind=Kind.IMAGE)
    begin(messages, 2, conversation_id=GROUP_ID, one_to_one=False)
    conversations = summarised(at(50))
    conversations.set_persona(USER_ID, "A pirate")
    conversations.set_language(USER_ID, "en")
    conversations.set_detected_language(USER_ID, "ja", at(50))
    hidden = past.hide(USER_ID, at(200))
    to_delete = (hidden.recent_ids, hidden.attachment_ids, hidden.group_ids, hidden.forgotten_at)
    assert to_delete == ([ONE], [ONE], {GROUP_ID}, at(200))
    expected = Conversation(
        conversation_item_id(USER_ID),
        last_created_at=at(200),
        forgotten_at=at(200),
        recent_ids=[ONE],
        attachment_ids=[ONE],
        group_ids={GROUP_ID},
        group_turns=1,
        welcomed_at=at(1),
        past_version=1,
    )
    assert conversation().serialize() == expected.serialize()
    assert known_summary() == (None, None)


@pytest.mark.parametrize("change", ["reset", "hide"])
def test_a_point_lies_after_all_that_was_said_and_before_all_that_comes(
    messages: MessageTable, past: Past, change: str
) -> None:
    """Whatever the clocks say: LINE's may be ahead, and what comes may have waited."""
    messages.begin_turn(received("Q1", 500), NO_LIMITS, NOW)
    getattr(past, change)(USER_ID, NOW)
    point = getattr(conversation(), {"reset": "reset_at", "hide": "forgotten_at"}[change])
    assert (point, asked(messages, 2).created_at) == (at(500) + TICK, at(500) + 2 * TICK)


def test_what_is_said_in_between_is_hidden_and_named(
    messages: MessageTable, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: asked(messages, 500))
    hidden = past.hide(USER_ID, NOW)
    assert (hidden.forgotten_at, hidden.recent_ids) == (at(500) + TICK, [f"{500:018}"])
