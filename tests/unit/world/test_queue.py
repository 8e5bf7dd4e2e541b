"""The world's queue gives what moto's gives, and leaves the same dead letters."""

from datetime import timedelta

import boto3
import pytest

from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.world.queue import FifoQueue
from tests.world.sequences import differences, pair_of_queues


@pytest.mark.parametrize("seed", range(12))
def test_a_sequence_ends_alike(aws: None, seed: int) -> None:
    with pair_of_queues(boto3.client("sqs"), "differential") as pair:
        assert differences(pair, seed) == []


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def queue(clock: FakeClock) -> FifoQueue:
    return FifoQueue("events", clock)


def test_what_comes_twice_is_dropped_for_five_minutes(queue: FifoQueue, clock: FakeClock) -> None:
    first = queue.send("a", "1", "once")
    clock.pass_(299)
    assert queue.send("a", "1", "twice") == first
    assert queue.send("b", "1", "in another group") != first
    clock.pass_(1)
    queue.send("a", "1", "later")
    assert [each.body for each in queue.messages] == ["once", "in another group", "later"]


def test_what_a_dead_worker_held_shows_again(queue: FifoQueue, clock: FakeClock) -> None:
    queue.send("a", "1", "held")
    queue.send("a", "2", "behind")
    receipt = queue.receive(queue.messages[0])
    assert queue.receivable() == []
    clock.now += timedelta(seconds=180)
    assert [each.body for each in queue.receivable()] == ["held"]
    assert not queue.delete(receipt)


def test_a_redrive_puts_dead_letters_behind_all_others(queue: FifoQueue) -> None:
    queue.send("a", "1", "dies")
    for _ in range(5):
        (message,) = queue.receivable()
        queue.change_visibility(queue.receive(message), 0)
    queue.send("a", "2", "lives")
    assert [each.body for each in queue.receivable()] == ["lives"]
    assert queue.redrive() == 1
    assert [(each.body, each.receives) for each in queue.messages] == [("lives", 0), ("dies", 0)]
