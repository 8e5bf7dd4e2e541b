"""Deleting what is to be forgotten, on a table in memory."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import pytest
from pynamodb.exceptions import PynamoDBException

from kaiwa.line.messages import Kind
from kaiwa.table import deletion
from kaiwa.table.conversations import Conversations, Summary
from kaiwa.table.deletion import StillThereError
from kaiwa.table.items import NOTICE, Conversation, conversation_item_id, summary_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import Content
from tests.builders import GROUP_ID, OTHER_USER_ID, ROOM_ID, USER_ID, at
from tests.unit.kaiwa.table.harness import NOW, answered, asked, breaking, items, words
from tests.unit.tables import TABLE_NAME

LATER = at(200)
PERSON, GROUP = conversation_item_id(USER_ID), conversation_item_id(GROUP_ID)
CALLS_AT_MOST = 60


class Waits:
    """A pause that takes no time, and remembers for how long it was to be."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def past(messages: MessageTable, waits: Waits) -> Past:
    return Past(TABLE_NAME, waits)


def forget(past: Past, chat_id: str = USER_ID, now: datetime = LATER) -> None:
    past.delete(chat_id, past.hide(chat_id, now))


def in_group(user_id: str | None = USER_ID, group_id: str = GROUP_ID) -> dict[str, Any]:
    return {"conversation_id": group_id, "user_id": user_id, "one_to_one": False}


def said(*numbers: int) -> dict[str, str]:
    """The words of these turns."""
    return {
        item_id: text
        for number in numbers
        for item_id, text in (
            (f"{number:018}", f"Q{number}"),
            (f"{number:018}#assistant", f"A{number}"),
        )
    }


def test_of_a_forgotten_chat_markers_counters_and_the_point_stay(
    messages: MessageTable, past: Past, waits: Waits
) -> None:
    for number in range(1, 41):
        answered(messages, number)
    before = items()
    forget(past)
    kept = {each for each in before if each.startswith(("event#", "usage#"))}
    assert items() == {each: before[each] for each in kept} | {
        PERSON: {
            "id": {"S": PERSON},
            "lastCreatedAt": {"S": "2026-11-22T12:03:20.000000+0000"},
            "forgottenAt": {"S": "2026-11-22T12:03:20.000000+0000"},
            "welcomedAt": {"S": "2026-11-22T12:00:40.000000+0000"},
            "pastVersion": {"N": "1"},
        }
    }
    assert waits.seconds == []


def test_what_is_said_afterwards_is_a_conversation_like_any_other(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1)
    forget(past)
    answered(messages, 2)
    assert words() == said(2)
    assert Conversation.get(PERSON).recent_ids == [f"{2:018}"]


def test_a_chat_of_which_nothing_is_known_can_be_forgotten(past: Past) -> None:
    forget(past)
    assert set(items()) == {PERSON}


def test_what_was_not_hidden_is_not_deleted(messages: MessageTable, past: Past) -> None:
    answered(messages)
    before = items()
    past.delete(USER_ID, Conversation.get(PERSON))
    assert items() == before


def test_own_lines_in_groups_go_with_their_answers_and_others_stay(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, **in_group())
    answered(messages, 2, **in_group(OTHER_USER_ID))
    answered(messages, 3, **in_group(None))
    answered(messages, 4, **in_group(group_id=ROOM_ID))
    for number in range(5, 12):  # so that the conversation names no more what came before
        answered(messages, number, **in_group(OTHER_USER_ID))
    answered(messages, 12, **in_group())
    asked(messages, 13, **in_group(), kind=Kind.IMAGE)
    answered(messages, 14)
    forget(past)
    assert words() == said(2, 3, *range(5, 12))
    assert "groupIds" not in items()[PERSON]


def test_the_summary_of_a_group_goes_with_the_lines_that_it_may_know(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, **in_group())
    conversations = Conversations(TABLE_NAME)
    summary = Summary("She likes tea", NOW, at(10_000))
    conversations.store_summary(GROUP_ID, summary, 0)
    forget(past)
    assert summary_id(GROUP_ID) not in items()
    assert "summaryUntil" not in items()[GROUP]
    assert not conversations.store_summary(GROUP_ID, summary, 0)


def test_a_group_is_forgotten_whole(messages: MessageTable, past: Past) -> None:
    answered(messages, 1, **in_group())
    answered(messages, 2, **in_group(OTHER_USER_ID))
    answered(messages, 3)
    forget(past, GROUP_ID)
    assert words() == said(3)


def test_what_was_said_in_a_group_meanwhile_stays_and_is_found_the_next_time(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, **in_group())
    hidden = past.hide(USER_ID, LATER)
    answered(messages, 300, **in_group())
    past.delete(USER_ID, hidden)
    assert words() == said(300)
    assert Conversation.get(PERSON).group_ids == {GROUP_ID}
    forget(past, now=at(400))
    assert words() == {}
    assert "groupIds" not in items()[PERSON]


def test_what_is_made_in_a_group_meanwhile_is_deleted_there(
    messages: MessageTable, past: Past
) -> None:
    hidden = past.hide(USER_ID, LATER)
    asked(messages, 1, **in_group())  # said before, taken after: nobody knew of the group
    told = []

    def besides(group_ids: Collection[str]) -> None:
        told.append(([*group_ids], words(), "groupIds" in items()[PERSON]))

    past.delete(USER_ID, hidden, besides)
    # What is made from then on finds no question, and another time would find the group.
    assert told[-1] == ([GROUP_ID], {}, True)


def test_what_a_group_takes_meanwhile_of_what_was_said_before_is_deleted_too(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, **in_group())
    hidden = past.hide(USER_ID, LATER)
    past.delete(USER_ID, hidden)
    hidden = past.hide(USER_ID, at(300))
    answered(messages, 250, **in_group())  # said before, taken after: the group had to wait
    past.delete(USER_ID, hidden)
    assert words() == {}


def test_a_group_spoken_in_for_the_first_time_meanwhile_is_found_the_next_time(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, **in_group())
    hidden = past.hide(USER_ID, LATER)
    answered(messages, 300, **in_group(group_id=ROOM_ID))
    past.delete(USER_ID, hidden)
    assert words() == said(300)
    forget(past, now=at(400))
    assert words() == {}


def test_what_is_said_in_the_chat_meanwhile_stays_named(messages: MessageTable, past: Past) -> None:
    answered(messages, 1)
    hidden = past.hide(USER_ID, LATER)
    answered(messages, 2)
    past.delete(USER_ID, hidden)
    assert words() == said(2)
    assert f"{2:018}" in Conversation.get(PERSON).recent_ids


def test_an_answer_in_the_making_is_not_stored(messages: MessageTable, past: Past) -> None:
    alone, grouped = asked(messages, 1), asked(messages, 2, **in_group())
    forget(past)
    late = [messages.store_answer(each, Content(NOTICE, "A"), LATER) for each in (alone, grouped)]
    assert late == [None, None]
    assert words() == {}


@pytest.mark.parametrize("unheard", [False, True])
def test_after_a_break_at_any_step_doing_it_again_finishes_it(
    messages: MessageTable, past: Past, unheard: bool
) -> None:
    for calls in range(CALLS_AT_MOST):
        user_id, group_id = f"U{calls:032}", f"C{calls:032}"
        first = 1000 * (calls + 1)
        alone: dict[str, Any] = {"conversation_id": user_id, "user_id": user_id}
        answered(messages, first, **alone)
        answered(messages, first + 1, **in_group(user_id, group_id))
        answered(messages, first + 2, **in_group(OTHER_USER_ID, group_id))
        others = said(first + 2)
        try:
            with breaking(calls, unheard=unheard):
                forget(past, user_id, now=at(first + 100))
        except PynamoDBException:
            forget(past, user_id, now=at(first + 200))
            left = {item_id: text for item_id, text in words().items() if item_id >= f"{first:018}"}
            assert (calls, left) == (calls, others)
            assert "groupIds" not in items()[conversation_item_id(user_id)]
        else:
            assert calls > 8
            return
    pytest.fail("It never came to its end.")


class LaggingIndex:
    """What the index shows, as it was some looks ago; before that, as it was at first."""

    def __init__(self, looks: int, at_first: dict[str, list[str]]) -> None:
        self._looks = looks
        self._at_first = at_first
        self._real = deletion.shown

    def __call__(self, chat_id: str, until: datetime, speaker_id: str | None) -> Iterator[str]:
        if self._looks:
            self._looks -= 1
            return iter(self._at_first.get(chat_id, []))
        return self._real(chat_id, until, speaker_id)


def test_an_index_that_still_shows_what_is_deleted_is_waited_for(
    messages: MessageTable, past: Past, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(messages, 1)
    stale = {USER_ID: [*said(1)]}
    monkeypatch.setattr(deletion, "shown", LaggingIndex(4, stale))
    forget(past)
    assert (words(), waits.seconds) == ({}, [0.1, 0.2, 0.4])


def test_an_index_that_lags_for_long_is_for_another_attempt(
    messages: MessageTable, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(messages, 1)
    monkeypatch.setattr(deletion, "shown", LaggingIndex(6, {USER_ID: [*said(1)]}))
    with pytest.raises(StillThereError):
        forget(past)
    assert words() == {}
    forget(past, now=at(300))
    assert "recentIds" not in items()[PERSON]


def test_an_index_that_shows_the_last_messages_too_late_hides_none_of_them(
    messages: MessageTable, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(messages, 1)
    answered(messages, 2, **in_group())
    answered(messages, 3, **in_group(OTHER_USER_ID))
    monkeypatch.setattr(deletion, "shown", LaggingIndex(99, {}))
    forget(past)
    assert words() == said(3)
