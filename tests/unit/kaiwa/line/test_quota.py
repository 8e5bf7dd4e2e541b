"""How much of the month's pushes is used, as LINE tells after a push."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kaiwa.line.client import Line
from kaiwa.line.host import Host
from kaiwa.line.quota import EVERY_SECONDS, PushQuota
from simulator.state import Simulator
from tests.builders import USER_ID
from tests.emitted import Emitted
from tests.unit.kaiwa.line.harness import KEY_1, calls, fault, gateway, raw_server, shown

SERVICE = "line_reply"
type Metrics = Callable[[], list[Emitted]]


@pytest.fixture
def line(served: httpx.Client, simulator: Simulator) -> Line:
    return gateway(served, simulator)


def used(emitted: Metrics) -> list[float]:
    return [each.value for each in emitted() if each.name == "PushQuotaPercent"]


def answers(*bodies: Any) -> list[list[bytes]]:
    texts = [json.dumps(body) for body in bodies]
    heads = [f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(t)}" for t in texts]
    return [[f"{head}\r\n\r\n{text}".encode()] for head, text in zip(heads, texts, strict=True)]


def test_only_a_push_uses_it_up(
    emitted: Metrics, line: Line, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    line.reply("reply-token", ["Hello"])
    assert used(emitted) == []
    line.push(USER_ID, ["Hello"], KEY_1)
    assert used(emitted) == [0.5]  # one of 200
    # Whose it is says the log alone, with the channel in it.
    logged = [(each["message"], each["percent"]) for each in log_lines() if "percent" in each]
    assert logged == [("LINE told how many pushes are used.", 0.5)]


def test_line_is_asked_once_an_hour(
    emitted: Metrics, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("kaiwa.line.quota.monotonic", lambda: now)
    for _ in range(2):
        line.push(USER_ID, ["Hello"], KEY_1)
    assert used(emitted) == [0.5]
    now += EVERY_SECONDS
    line.push(USER_ID, ["Hello"], KEY_1)
    assert used(emitted) == [0.5]


@pytest.mark.parametrize("kind", [{"kind": "drop_response"}, {"kind": "status", "status": 500}])
def test_a_push_is_sent_whether_line_tells_or_not(
    emitted: Metrics, line: Line, served: httpx.Client, kind: dict[str, Any]
) -> None:
    fault(served, "quota", **kind)
    line.push(USER_ID, ["Hello"], KEY_1)
    assert (shown(served), used(emitted)) == ([("push", "Hello")], [])
    assert [call["operation"] for call in calls(served)] == ["push", "quota"]


@pytest.mark.parametrize(
    ("told", "percent"),
    [
        ([{"type": "limited", "value": 500}, {"totalUsage": 450}], [90.0]),
        ([{"type": "limited", "value": 500}, {"totalUsage": 600}], [120.0]),
        ([{"type": "limited", "value": 500}, {"totalUsage": "many"}], []),
        ([{"type": "limited", "value": 0}], []),
        ([{"type": "limited", "value": True}], []),
        ([{"type": "none"}], []),
        ([[]], []),
    ],
)
def test_what_line_tells(emitted: Metrics, told: list[Any], percent: list[float]) -> None:
    with raw_server(*answers(*told)) as url:
        PushQuota(Host(url, "token")).measure()
    assert used(emitted) == percent
