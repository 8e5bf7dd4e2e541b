"""What people use in a day and what they may, on a table in memory."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from kaiwa.table.items import ASSISTANT
from kaiwa.table.messages import LimitReachedError, MessageTable
from kaiwa.table.transactions import TableBusyError
from kaiwa.table.turns import Content, DailyLimits
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.unit.kaiwa.table.harness import NO_LIMITS, NOW, begin, items, one_call_at_a_time

TODAY = NOW.date()
TOMORROW = at(3 * 3600)
"""Midnight in Tokyo is 15:00 in UTC."""


def used(messages: MessageTable, person_id: str) -> dict[date, tuple[int, int, int, int]]:
    days = [date(2026, 11, day) for day in (21, 22, 23)]
    return {
        day: (
            int(found.messages),
            int(found.input_tokens),
            int(found.output_tokens),
            int(found.tokens),
        )
        for day, found in messages.usage(person_id, days).items()
    }


def test_usage_is_counted_by_local_day(messages: MessageTable) -> None:
    for number, now in enumerate((at(0), at(0), TOMORROW), 1):
        question = messages.begin_turn(received(f"Q{number}", number), NO_LIMITS, now).question
        assert question is not None
        messages.store_answer(question, Content(ASSISTANT, "A", 30, 20), now)
    assert used(messages, USER_ID) == {
        date(2026, 11, 22): (2, 60, 40, 100),
        date(2026, 11, 23): (1, 30, 20, 50),
    }


def test_in_a_group_usage_is_the_speakers(messages: MessageTable) -> None:
    question = begin(messages, conversation_id=GROUP_ID, one_to_one=False).question
    assert question is not None
    messages.store_answer(question, Content(ASSISTANT, "A", 30, 20), NOW)
    assert used(messages, USER_ID) == {TODAY: (1, 30, 20, 50)}
    assert used(messages, GROUP_ID) == {}


def test_usage_of_somebody_whom_line_does_not_name_is_the_groups(messages: MessageTable) -> None:
    begin(messages, conversation_id=GROUP_ID, user_id=None, one_to_one=False)
    assert used(messages, GROUP_ID) == {TODAY: (1, 0, 0, 0)}


def test_the_last_message_within_the_limit_passes_and_the_next_does_not(
    messages: MessageTable,
) -> None:
    limits = DailyLimits(messages=2)
    for number in (1, 2):
        messages.begin_turn(received(number=number), limits, NOW)
    before = items()
    with pytest.raises(LimitReachedError):
        messages.begin_turn(received(number=3), limits, NOW)
    assert items() == before


def test_tokens_have_a_limit_too(messages: MessageTable) -> None:
    limits = DailyLimits(tokens=50)
    messages.count_tokens(USER_ID, Content(ASSISTANT, "", 30, 19), NOW)
    question = messages.begin_turn(received(number=1), limits, NOW).question
    assert question is not None
    messages.store_answer(question, Content(ASSISTANT, "A", 30, 20), NOW)
    with pytest.raises(LimitReachedError):
        messages.begin_turn(received(number=2), limits, NOW)


@pytest.mark.parametrize("limits", [DailyLimits(messages=1, tokens=99), DailyLimits(9, 1)])
def test_either_limit_is_enough(messages: MessageTable, limits: DailyLimits) -> None:
    messages.begin_turn(received(number=1), limits, NOW)
    messages.count_tokens(USER_ID, Content(ASSISTANT, "", 1, 0), NOW)
    with pytest.raises(LimitReachedError):
        messages.begin_turn(received(number=2), limits, NOW)


def test_a_new_day_and_another_person_begin_at_nought(messages: MessageTable) -> None:
    limits = DailyLimits(messages=1)
    group: dict[str, Any] = {"conversation_id": GROUP_ID, "one_to_one": False}
    messages.begin_turn(received(number=1), limits, NOW)
    messages.begin_turn(received(number=2), limits, TOMORROW)
    messages.begin_turn(received(number=3, **group, user_id=OTHER_USER_ID), limits, NOW)
    with pytest.raises(LimitReachedError):
        messages.begin_turn(received(number=4, **group), limits, NOW)


def test_a_turn_begun_before_goes_on_at_the_limit_and_counts_once(messages: MessageTable) -> None:
    limits = DailyLimits(messages=1)
    for _ in range(3):
        assert messages.begin_turn(received(), limits, NOW).question is not None
    assert used(messages, USER_ID) == {TODAY: (1, 0, 0, 0)}


def passed(messages: MessageTable, limits: DailyLimits, chats: Callable[[int], str]) -> list[str]:
    """How twelve messages of one person, all at the same time, fare."""

    def attempt(number: int) -> str:
        message = received(number=number, conversation_id=chats(number), one_to_one=False)
        for _ in range(20):
            try:
                return "passed" if messages.begin_turn(message, limits, NOW).question else "gone"
            except LimitReachedError:
                return "refused"
            except TableBusyError:
                continue
        return "busy"

    with one_call_at_a_time(), ThreadPoolExecutor(12) as threads:
        return sorted(threads.map(attempt, range(1, 13)))


@pytest.mark.parametrize("chats", [lambda number: f"group-{number}", lambda _: GROUP_ID])
def test_exactly_as_many_pass_as_may_however_many_come_at_once(
    messages: MessageTable, chats: Callable[[int], str]
) -> None:
    assert passed(messages, DailyLimits(messages=5), chats) == ["passed"] * 5 + ["refused"] * 7
    assert used(messages, USER_ID) == {TODAY: (5, 0, 0, 0)}
    stored = [item for item in items().values() if "content" in item]
    assert len({item["createdAt"]["S"] + item["lineUserId"]["S"] for item in stored}) == 5
