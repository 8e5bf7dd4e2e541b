"""Transactions that hand out a conversation's order, on a table in memory."""

from collections.abc import Callable
from datetime import datetime

import pytest
from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import Conversation, EventMarker, conversation_item_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.transactions import (
    TableBusyError,
    commit,
    conversation_of,
    held,
    move_on,
    next_time,
)
from kaiwa.times import TICK
from tests.builders import USER_ID, at
from tests.unit.kaiwa.table.harness import NOW, breaking, items, meanwhile


class FirstError(Exception):
    """What to raise when a first item is refused."""


class SecondError(Exception):
    """What to raise when a second item is refused."""


def moved_by_another(time: datetime) -> Callable[[], object]:
    item = Conversation(conversation_item_id(USER_ID))
    return lambda: item.update([Conversation.last_created_at.set(time)])


def move(write: TransactWrite, conversation: Conversation) -> datetime:
    created_at = next_time(conversation, at(1))
    move_on(write, conversation, created_at)
    return created_at


def test_the_order_strictly_increases_whatever_the_clock_says(messages: MessageTable) -> None:
    moved = [commit(USER_ID, move, {})[0] for _ in range(3)]
    assert moved == [at(1), at(1) + TICK, at(1) + 2 * TICK]
    assert conversation_of(USER_ID).last_created_at == moved[-1]


def test_the_conversation_is_returned_as_it_was_before(messages: MessageTable) -> None:
    seen: list[datetime | None] = [commit(USER_ID, move, {})[1].last_created_at for _ in range(2)]
    assert seen == [None, at(1)]


@pytest.mark.parametrize("others", [1, 4])
def test_other_writers_in_between_are_seen(
    messages: MessageTable, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    meanwhile(monkeypatch, *(moved_by_another(at(500 + number)) for number in range(others)))
    created_at, _ = commit(USER_ID, move, {})
    assert created_at == at(499 + others) + TICK


def test_too_many_other_writers_make_it_wait(
    messages: MessageTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, *(moved_by_another(at(500 + number)) for number in range(5)))
    with pytest.raises(TableBusyError):
        commit(USER_ID, move, {})
    assert conversation_of(USER_ID).last_created_at == at(504)


@pytest.mark.parametrize(("known", "reads"), [(at(1), 0), (at(7), 1), (None, 1)])
def test_what_is_likely_is_tried_before_anything_is_read(
    messages: MessageTable, monkeypatch: pytest.MonkeyPatch, known: datetime | None, reads: int
) -> None:
    commit(USER_ID, move, {})
    seen: list[None] = []
    meanwhile(monkeypatch, lambda: seen.append(None))
    likely = Conversation(conversation_item_id(USER_ID), last_created_at=known)
    assert commit(USER_ID, move, {}, likely)[0] == at(1) + TICK
    assert (len(seen), conversation_of(USER_ID).last_created_at) == (reads, at(1) + TICK)


def in_any_order(write: TransactWrite, conversation: Conversation) -> None:
    """Whatever is called first: checks come first, then deletions, saved items, and updates."""
    move_on(write, conversation, NOW)
    write.save(EventMarker("saved", expires_at=NOW), condition=EventMarker.id.does_not_exist())
    write.delete(EventMarker("deleted"), condition=EventMarker.id.exists())
    write.condition_check(EventMarker, "checked", condition=EventMarker.id.exists())


@pytest.mark.parametrize(
    ("there", "item"),
    [
        (["deleted"], 0),
        (["checked"], 1),
        (["checked", "deleted", "saved"], 2),
    ],
)
def test_a_refusal_is_of_the_item_as_pynamodb_counts(
    messages: MessageTable, there: list[str], item: int
) -> None:
    for item_id in there:
        EventMarker(item_id, expires_at=NOW).save()
    before = items()
    with pytest.raises(FirstError):
        commit(USER_ID, in_any_order, {item: FirstError})
    assert items() == before


def test_the_first_of_several_refusals_counts(messages: MessageTable) -> None:
    with pytest.raises(SecondError):
        commit(USER_ID, in_any_order, {1: SecondError, 0: FirstError})
    with pytest.raises(FirstError):
        commit(USER_ID, in_any_order, {0: FirstError, 1: SecondError})


def test_a_refusal_without_a_name_of_its_own_is_tried_again(messages: MessageTable) -> None:
    with pytest.raises(TableBusyError):
        commit(USER_ID, in_any_order, {})


def test_what_dynamodb_does_not_take_is_said_at_once(messages: MessageTable) -> None:
    reads = 0

    def fill(write: TransactWrite, _: Conversation) -> None:
        nonlocal reads
        reads += 1
        write.save(EventMarker("x" * 3000, expires_at=NOW))

    with pytest.raises(TransactWriteError):
        commit(USER_ID, fill, {})
    assert reads == 1


def test_nothing_is_written_when_it_is_given_up_halfway(messages: MessageTable) -> None:
    def fill(write: TransactWrite, conversation: Conversation) -> None:
        move_on(write, conversation, NOW)
        raise FirstError

    with pytest.raises(FirstError):
        commit(USER_ID, fill, {})
    assert items() == {}


def test_a_condition_holds_or_not(messages: MessageTable) -> None:
    marker = EventMarker("marker", expires_at=NOW)
    written = [
        held(lambda: marker.save(condition=EventMarker.id.does_not_exist())) for _ in range(2)
    ]
    moved, still = EventMarker.expires_at.set(at(1)), EventMarker.expires_at == NOW
    updated = [held(lambda: marker.update([moved], condition=still)) for _ in range(2)]
    assert (written, updated) == ([True, False], [True, False])


def test_a_broken_connection_says_nothing_of_a_condition(messages: MessageTable) -> None:
    marker = EventMarker("marker", expires_at=NOW)
    with breaking(0, unheard=True), pytest.raises(PutError, match="Connection was closed"):
        held(lambda: marker.save(condition=EventMarker.id.does_not_exist()))


def test_another_fault_says_nothing_of_a_condition_either(messages: MessageTable) -> None:
    marker = EventMarker("x" * 3000, expires_at=NOW)
    with pytest.raises(PutError, match="ValidationException"):
        held(lambda: marker.save(condition=EventMarker.id.does_not_exist()))
