"""Kaiwa in the simulation's time behaves as it does on AWS, as far as that is documented."""

from dataclasses import replace
from random import Random

import pytest
from simpy import Environment

from bench.scaling.bucket import Bucket
from bench.scaling.checks import erlang_wait, simulated_wait
from bench.scaling.durations import Durations
from bench.scaling.environments import Environments
from bench.scaling.fifo_queue import Pollers, Queue
from bench.scaling.simulation import Capacity, Outcome, Simulation, Turns

MUCH = 10.0**9
PLENTY = Capacity(
    api_rate=MUCH,
    api_burst=MUCH,
    account_concurrency=1000,
    summary_slots=0,
    pollers=Pollers(begin=MUCH, per_second=0, most=1000),
    requests_per_minute=MUCH,
    tokens_per_minute=MUCH,
    max_receive_count=5,
)


def test_an_mmc_queue_waits_as_erlang_says() -> None:
    expected = erlang_wait(10, 0.9 * 10 / 5)
    assert simulated_wait(0.9, messages=60_000) == pytest.approx(expected, rel=0.15)


def test_erlangs_formula_as_in_tables() -> None:
    # One server: rho / (1 - rho) times the service; ten with 7 Erlang wait with probability 0.2217.
    assert erlang_wait(1, 0.5 / 5) == pytest.approx(5)
    assert erlang_wait(10, 7 / 5) == pytest.approx(0.2217 * 5 / 3, rel=0.001)


def test_a_message_takes_the_sum_of_its_parts_and_is_cold_at_first() -> None:
    # The worker is cold for the first message. For the second, a minute later, nothing is.
    outcome = _run(PLENTY, [0, 60])
    assert outcome.waits == [pytest.approx(0.1 + 5 + 2 + 10), pytest.approx(0.1 + 2 + 10)]


def test_a_chat_is_answered_one_message_at_a_time() -> None:
    together = _run(PLENTY, [0, 0, 0], chats=1, warm=9)
    assert together.waits == [pytest.approx(wait) for wait in (12.1, 24.1, 36.1)]


def test_what_the_api_throttles_is_refused() -> None:
    outcome = _run(replace(PLENTY, api_rate=1, api_burst=2), [0, 0, 0, 1.5], warm=9)
    assert (outcome.sent, outcome.refused, len(outcome.waits)) == (4, 1, 3)


def test_the_account_s_concurrency_is_shared_with_the_webhook() -> None:
    busy = _run(replace(PLENTY, account_concurrency=2, summary_slots=1), [0, 5, 20], warm=9)
    assert (busy.sent, busy.refused, len(busy.waits)) == (3, 1, 2)


def test_a_model_without_room_is_asked_again_and_then_apologised_for() -> None:
    # Room for one turn in a minute: the second is refused at 0, 2, 4, 8 and 16 seconds of pause.
    outcome = _run(replace(PLENTY, requests_per_minute=1), [0, 1], warm=9)
    assert (len(outcome.waits), outcome.apologies, outcome.model_refusals) == (1, 1, 5)


def test_the_second_try_is_answered_once_there_is_room() -> None:
    outcome = _run(replace(PLENTY, requests_per_minute=30), [0.0] * 31, warm=99)
    assert (len(outcome.waits), outcome.apologies) == (31, 0)
    assert max(outcome.waits) == pytest.approx(0.7 + 1 + 2 + 12, abs=0.2)


def test_pollers_become_more_while_messages_wait() -> None:
    env = Environment()
    queue = Queue(env, Pollers(begin=2, per_second=1, most=4), lambda: True)
    for chat in range(9):
        queue.put(chat)
    handled = []
    for second in range(5):
        env.run(until=second + 0.5)
        handled.append(queue.handled)
    assert handled == [2, 3, 4, 4, 4]
    assert queue.waiting == 5


def test_a_bucket_is_full_at_first_and_fills_up_again() -> None:
    bucket = Bucket(rate=2, burst=3)
    assert bucket.has(3, 0)
    bucket.take(3)
    assert [bucket.has(1, now) for now in (0.4, 0.5, 9)] == [False, True, True]
    assert not bucket.has(4, 99)


def test_an_environment_is_warm_until_it_was_idle_for_too_long() -> None:
    environments = Environments(warm=0, keep=10)
    first = environments.start(0), environments.start(0)
    environments.end(1)
    environments.end(2)
    again = environments.start(11)
    environments.end(12)
    assert (first, again, environments.start(23)) == ((True, True), False, True)


def _run(capacity: Capacity, times: list[float], chats: int = 10**9, warm: int = 0) -> Outcome:
    durations = Durations(0.1, 0.6, 2, 5, 1, lambda random: 10)
    turns = Turns(durations, requests=1, tokens=1, chats=chats, warm=warm, idle_seconds=600)
    random = Random(1)  # noqa: S311 (no secret)
    return Simulation(capacity, turns, random).run(times, 100, 1000)
