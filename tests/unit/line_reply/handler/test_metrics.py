"""What is measured of a turn: the whole set of metrics, for typical ones."""

import time

import httpx
import pytest

from line_reply import handler
from simulator.state import Simulator
from tests.builders import sqs_event
from tests.unit.line_reply.handler.deployed import (
    CONTEXT,
    Shown,
    break_model,
    recent,
    run,
)
from tests.unit.line_reply.handler.seen_metrics import (
    CACHED,
    CALLED_THE_MODEL,
    Metrics,
    fault,
    names,
    with_token,
)

SERVICE = "line_reply"


def test_a_turn_that_is_answered(
    queue: Shown, served: httpx.Client, simulator: Simulator, emitted: Metrics
) -> None:
    run(with_token(simulator))
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        CACHED,
        "Deliveries{kind=reply, service=line_reply}",
        "Events{outcome=delivered, service=line_reply, work=ReceivedMessage}",
        *CALLED_THE_MODEL[:1],
        "LineMilliseconds{operation=loading, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
        *CALLED_THE_MODEL[1:],
        "QueueMilliseconds{service=line_reply}",
        "TurnMilliseconds{service=line_reply}",
    ]


def test_a_turn_that_is_answered_by_push_and_paid_for(
    queue: Shown, served: httpx.Client, emitted: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_PRICES_INPUT", "1000000")
    monkeypatch.setenv("TOKEN_PRICES_OUTPUT", "2000000")
    run(recent())
    seen = emitted()
    assert sorted(map(str, seen)) == [
        "Attempts{end=done, service=line_reply}",
        CACHED,
        "Cost{model=gpt-6.1-terra, service=line_reply}",
        "Deliveries{kind=push, service=line_reply}",
        "Events{outcome=delivered, service=line_reply, work=ReceivedMessage}",
        *CALLED_THE_MODEL[:1],
        "LineMilliseconds{operation=loading, service=line_reply}",
        "LineMilliseconds{operation=push, service=line_reply}",
        "LineMilliseconds{operation=quota, service=line_reply}",
        "LineMilliseconds{operation=quota, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
        *CALLED_THE_MODEL[1:],
        "PushQuotaPercent{service=line_reply}",
        "QueueMilliseconds{service=line_reply}",
        "TurnMilliseconds{service=line_reply}",
    ]
    values = {each.name: (each.value, each.unit) for each in seen}
    tokens = [values[name][0] for name in ("InputTokens", "OutputTokens", "CachedTokens")]
    assert tokens == [len("Be kind.Hello"), len('You said "Hello".'), 0]
    assert values["Cost"] == (tokens[0] + 2 * tokens[1], "None")
    assert values["PushQuotaPercent"] == (0.5, "Percent")  # one of 200


def test_the_parts_of_a_turn_that_came_late(
    queue: Shown, served: httpx.Client, emitted: Metrics
) -> None:
    now = int(time.time() * 1000)
    event = sqs_event(recent(timestamp=now - 60_000))
    event["Records"][0]["attributes"]["SentTimestamp"] = str(now - 50_000)
    handler.lambda_handler(event, CONTEXT)
    values = {each.name: each.value for each in emitted()}
    assert 50_000 <= values["QueueMilliseconds"] < 55_000
    assert 60_000 <= values["TurnMilliseconds"] < 65_000


def test_an_attempt_that_comes_again_and_how_long_it_waited_is_told_once(
    queue: Shown, served: httpx.Client, emitted: Metrics
) -> None:
    break_model(served)
    run(recent())
    again = [
        "Attempts{end=again, service=line_reply}",
        "Faults{boundary=openai, kind=unavailable, service=line_reply}",
        "LineMilliseconds{operation=loading, service=line_reply}",
    ]
    assert names(emitted) == [*again, "QueueMilliseconds{service=line_reply}"]
    break_model(served)
    run(recent(), attempt=2)
    assert names(emitted) == again[:2]


def test_a_turn_that_the_model_refuses(
    queue: Shown, served: httpx.Client, simulator: Simulator, emitted: Metrics
) -> None:
    fault(served, "openai", "responses", kind="status", status=401)
    run(with_token(simulator))
    assert names(emitted) == [
        "Apologies{reason=ModelRefusedError, service=line_reply}",
        "Attempts{end=done, service=line_reply}",
        "Deliveries{kind=reply, service=line_reply}",
        "Events{outcome=delivered, service=line_reply, work=ReceivedMessage}",
        "Faults{boundary=openai, kind=refused, service=line_reply}",
        "LineMilliseconds{operation=loading, service=line_reply}",
        "LineMilliseconds{operation=profile, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
        "QueueMilliseconds{service=line_reply}",
        "TurnMilliseconds{service=line_reply}",
    ]


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "refused"), (403, "forbidden"), (429, "throttled")]
)
def test_a_turn_that_line_does_not_take(
    queue: Shown, served: httpx.Client, emitted: Metrics, status: int, kind: str
) -> None:
    fault(served, "line", "reply", kind="status", status=status)
    run(recent(), attempt=5)
    assert names(emitted) == [
        "Attempts{end=given up, service=line_reply}",
        CACHED,
        f"Faults{{boundary=line, kind={kind}, service=line_reply}}",
        *CALLED_THE_MODEL[:1],
        "LineMilliseconds{operation=reply, service=line_reply}",
        *CALLED_THE_MODEL[1:],
    ]


def test_an_answer_that_line_refuses_for_good(
    queue: Shown, served: httpx.Client, emitted: Metrics
) -> None:
    fault(served, "line", "reply", kind="status", status=404)
    run(recent(), attempt=2)
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        CACHED,
        "Deliveries{kind=failed, service=line_reply}",
        "Events{outcome=failed, service=line_reply, work=ReceivedMessage}",
        *CALLED_THE_MODEL[:1],
        "LineMilliseconds{operation=reply, service=line_reply}",
        *CALLED_THE_MODEL[1:],
    ]


def test_an_answer_of_which_nobody_knows(
    queue: Shown, served: httpx.Client, emitted: Metrics
) -> None:
    fault(served, "line", "reply", kind="drop_response")
    run(recent(), attempt=2)
    assert names(emitted) == [
        "Attempts{end=again, service=line_reply}",
        CACHED,
        "Faults{boundary=line, kind=no answer, service=line_reply}",
        *CALLED_THE_MODEL,
    ]
    run(recent(), attempt=3)
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        "Deliveries{kind=unknown, service=line_reply}",
        "Events{outcome=unknown, service=line_reply, work=ReceivedMessage}",
        "LineMilliseconds{operation=reply, service=line_reply}",
    ]
