"""What is measured of an event that asks the model nothing, and that nothing of it is personal."""

import json
from typing import Any

import boto3
import httpx
import pytest

from line_reply.memory.summary_due import SummaryDue
from simulator.state import Simulator
from tests.builders import USER_ID
from tests.unit.line_reply.handler.deployed import (
    PATH,
    Shown,
    recent,
    run,
)
from tests.unit.line_reply.handler.seen_metrics import (
    Metrics,
    names,
    said,
    with_token,
)

SERVICE = "line_reply"


def test_somebody_who_has_used_up_the_day(
    queue: Shown,
    served: httpx.Client,
    simulator: Simulator,
    emitted: Metrics,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DAILY_MESSAGE_LIMIT", "1")
    run(said("The only message of today"))
    emitted()
    run({**with_token(simulator), "webhookEventId": "01ANOTHER"}, attempt=2)
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        "Deliveries{kind=reply, service=line_reply}",
        "Events{outcome=limit reached, service=line_reply, work=ReceivedMessage}",
        "LineMilliseconds{operation=profile, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
        "Refusals{reason=limit reached, service=line_reply}",
    ]


def test_somebody_who_is_not_on_the_list(
    queue: Shown, served: httpx.Client, simulator: Simulator, emitted: Metrics
) -> None:
    boto3.client("ssm").put_parameter(
        Name=f"{PATH}ALLOWED_USER_IDS", Value="U" + "9" * 32, Type="String", Overwrite=True
    )
    run(with_token(simulator), attempt=2)
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        "Deliveries{kind=reply, service=line_reply}",
        "Events{outcome=not allowed, service=line_reply, work=ReceivedMessage}",
        "LineMilliseconds{operation=profile, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
        "Refusals{reason=not allowed, service=line_reply}",
    ]


def test_a_message_that_is_flagged(
    queue: Shown,
    served: httpx.Client,
    simulator: Simulator,
    emitted: Metrics,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MODERATION_MODEL", "omni-moderation-latest")
    event = with_token(simulator)
    event["message"]["text"] = "FLAG-ME"
    run(event, attempt=2)
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        "Deliveries{kind=reply, service=line_reply}",
        "Events{outcome=delivered, service=line_reply, work=ReceivedMessage}",
        "LineMilliseconds{operation=profile, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
        "ModelMilliseconds{model=omni-moderation-latest, service=line_reply}",
        "Refusals{reason=flagged, service=line_reply}",
        "TurnMilliseconds{service=line_reply}",
    ]


@pytest.mark.parametrize(
    ("event", "end"),
    [
        (
            dict(SummaryDue(USER_ID, "7").queued().event),
            "Events{outcome=nothing to summarise, service=line_reply, work=SummaryDue}",
        ),
        (recent(type="beacon"), "Events{outcome=ignored, service=line_reply, work=Ignored}"),
        (
            recent(type="unfollow", replyToken=None),
            "Events{outcome=stopped, service=line_reply, work=Unfollow}",
        ),
    ],
)
def test_what_is_no_message(
    queue: Shown, served: httpx.Client, emitted: Metrics, event: dict[str, Any], end: str
) -> None:
    run(event, attempt=2)
    assert names(emitted) == ["Attempts{end=done, service=line_reply}", end]


def test_an_event_that_cannot_be_read(queue: Shown, emitted: Metrics) -> None:
    run(recent(timestamp=None), attempt=2)
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        "Events{outcome=unreadable, service=line_reply, work=Unreadable}",
        "UnreadableEvents{service=line_reply}",
    ]


def test_a_command(
    queue: Shown, served: httpx.Client, simulator: Simulator, emitted: Metrics
) -> None:
    event = with_token(simulator)
    event["message"]["text"] = "/reset"
    run(event, attempt=2)
    assert names(emitted) == [
        "Attempts{end=done, service=line_reply}",
        "Deliveries{kind=reply, service=line_reply}",
        "Events{outcome=obeyed /reset, service=line_reply, work=ReceivedMessage}",
        "LineMilliseconds{operation=profile, service=line_reply}",
        "LineMilliseconds{operation=reply, service=line_reply}",
    ]


def test_nothing_of_a_person_is_in_a_metric(
    queue: Shown,
    served: httpx.Client,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "kaiwa-test")
    run(said("A private matter"))
    lines = [line for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert len(lines) > 5
    for line in lines:
        assert set(json.loads(line)) - {"_aws"} <= {
            *("Attempts", "CachedTokens", "Deliveries", "Events", "InputTokens"),
            *("LineMilliseconds", "ModelMilliseconds", "OutputTokens", "PushQuotaPercent"),
            *(
                "QueueMilliseconds",
                "TurnMilliseconds",
                "end",
                "kind",
                "model",
                "operation",
                "outcome",
                "work",
            ),
        }
        assert "private" not in line
        assert USER_ID not in line
