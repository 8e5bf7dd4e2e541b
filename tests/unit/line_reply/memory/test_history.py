"""What a prompt recalls."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from kaiwa.own_texts import OwnText
from kaiwa.table.items import (
    NOTICE,
    SENT,
    Conversation,
    Message,
    conversation_item_id,
)
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import Content
from line_reply.memory.history import HistoryLimits
from tests.builders import USER_ID, at, received
from tests.fakes.tables import LaggingTable
from tests.unit.line_reply.arrivals import sends
from tests.unit.line_reply.memory.recalling import (
    NO_LIMITS,
    hold,
    narrow,
    recalled,
    turns,
)
from tests.unit.tables import RETENTION, TABLE_NAME, TIMEZONE


def test_the_past_comes_oldest_first(messages: MessageTable) -> None:
    for number in (1, 2, 3):
        hold(messages, number)
    assert recalled(messages, hold(messages, 4, "")) == turns(1, 2, 3)


@pytest.mark.parametrize(
    ("limits", "kept"),
    [
        (narrow(messages=4, characters=100), (3, 4)),
        (narrow(messages=5, characters=100), (3, 4)),  # whole turns only
        (narrow(messages=20, characters=8), (3, 4)),
        (narrow(messages=20, characters=7), (4,)),
        (narrow(messages=20, characters=3), ()),
        (narrow(messages=1, characters=100), ()),
    ],
)
def test_the_oldest_turns_are_dropped_first(
    messages: MessageTable, limits: HistoryLimits, kept: tuple[int, ...]
) -> None:
    for number in (1, 2, 3, 4):
        hold(messages, number)
    assert recalled(messages, hold(messages, 5, ""), limits) == turns(*kept)


def test_a_turn_too_large_ends_it_though_an_older_one_would_fit(messages: MessageTable) -> None:
    hold(messages, 1)
    hold(messages, 2, "x" * 200)
    hold(messages, 3)
    limits = narrow(messages=20, characters=100)
    assert recalled(messages, hold(messages, 4, ""), limits) == turns(3)


def test_what_got_no_answer_or_an_apology_is_left_out(messages: MessageTable) -> None:
    hold(messages, 1)
    hold(messages, 2, "")
    hold(messages, 3, "Sorry", NOTICE)
    assert recalled(messages, hold(messages, 4, "")) == turns(1)


def test_what_was_sent_from_chatgpt_is_the_bots_own_to_the_model(messages: MessageTable) -> None:
    hold(messages, 1)
    messages.store_own(OwnText("sent-1", USER_ID, SENT, "A reminder", at(1.7)), at(1.7))
    messages.store_own(OwnText("notice-1", USER_ID, NOTICE, "Linked.", at(1.8)), at(1.8))
    hold(messages, 2)
    assert recalled(messages, hold(messages, 3, "")) == [
        *turns(1),
        {"role": "assistant", "content": "A reminder"},
        *turns(2),
    ]


def test_it_starts_at_the_reset_point(messages: MessageTable) -> None:
    hold(messages, 1)
    reset_at = Message.get("000000000000000001#assistant").created_at
    Conversation(conversation_item_id(USER_ID)).update([Conversation.reset_at.set(reset_at)])
    hold(messages, 2)
    assert recalled(messages, hold(messages, 3, "")) == turns(2)


def test_what_has_expired_is_left_out_before_dynamodb_deletes_it(messages: MessageTable) -> None:
    hold(messages, 1)
    hold(messages, 2)
    for message_id in ("000000000000000001", "000000000000000001#assistant"):
        Message(message_id).update([Message.expires_at.set(datetime(2026, 1, 1, tzinfo=UTC))])
    assert recalled(messages, hold(messages, 3, "")) == turns(2)


def test_expiry_counts_from_when_it_was_written(messages: MessageTable) -> None:
    turn = hold(messages, 1)
    hold(messages, 2, "")
    assert turn.question is not None
    assert turn.question.expires_at == at(1) + RETENTION


@pytest.mark.parametrize("shown", [1.2, 1.7, 2.2, 2.7, 3.2, 99])
def test_what_a_lagging_index_hides_is_fetched_by_id(messages: MessageTable, shown: float) -> None:
    lagging = LaggingTable(TABLE_NAME, RETENTION, TIMEZONE)
    lagging.shown_until = at(shown)
    for number in (1, 2, 3):
        hold(lagging, number)
    assert recalled(lagging, hold(lagging, 4, "")) == turns(1, 2, 3)


def test_the_cost_does_not_grow_with_the_conversation(
    messages: MessageTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 31):
        hold(messages, number)
    turn = hold(messages, 31, "")
    limits = narrow(messages=6, characters=10_000)
    seen: list[int] = []
    count = _counting(messages.newest, seen)
    monkeypatch.setattr(messages, "newest", count)
    assert recalled(messages, turn, limits) == turns(28, 29, 30)
    assert seen == [12]


def _counting(
    newest: Callable[..., list[Message]], seen: list[int]
) -> Callable[..., list[Message]]:
    def counted(*arguments: object, **named: object) -> list[Message]:
        found = newest(*arguments, **named)
        seen.append(len(found))
        return found

    return counted


def test_a_retried_question_does_not_recall_itself(messages: MessageTable) -> None:
    hold(messages, 1)
    hold(messages, 2, "")
    again = messages.begin_turn(received("Q2", 2), NO_LIMITS, at(60))
    assert recalled(messages, again) == turns(1)
    assert again.question is not None
    assert again.question.created_at == at(2)


@pytest.mark.parametrize("shown", [0.5, 2.2, 99])
def test_what_was_taken_back_is_left_out_and_harms_nothing(
    messages: MessageTable, shown: float
) -> None:
    lagging = LaggingTable(TABLE_NAME, RETENTION, TIMEZONE)
    lagging.shown_until = at(shown)
    for number in (1, 2):
        hold(lagging, number)
    Past(TABLE_NAME).unsend(USER_ID, f"{2:018}", at(3))
    assert recalled(lagging, hold(lagging, 4, "")) == turns(1)


def test_what_was_edited_is_recalled_as_it_is_now(messages: MessageTable) -> None:
    hold(messages, 1)
    Past(TABLE_NAME).edit(USER_ID, f"{1:018}", "Q1, better", at(2), at(2))
    assert recalled(messages, hold(messages, 3, "")) == [
        {"role": "user", "content": "Q1, better"},
        {"role": "assistant", "content": "A1"},
    ]


def test_pictures_and_files_are_recalled_by_their_notes_and_videos_are_not(
    messages: MessageTable,
) -> None:
    for number, kind in enumerate(("image", "file", "video"), start=1):
        turn = messages.begin_turn(sends(kind, number), NO_LIMITS, at(number))
        assert turn.question is not None
        messages.store_answer(turn.question, Content(NOTICE, "Thanks"), at(number))
    assert recalled(messages, hold(messages, 4, "")) == [
        {"role": "user", "content": "[image]"},
        {"role": "user", "content": "[file: report.pdf]"},
    ]
