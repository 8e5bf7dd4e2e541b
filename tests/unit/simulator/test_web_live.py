"""Server-sent events."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from simulator.web import live
from tests.unit.simulator.harness import ALICE, TOKEN

SPEEDUP = 0.01


def collected(view: Callable[[], Any], looks: int) -> list[str]:
    """The events of so many looks at the view."""
    left = iter([False] * looks + [True])

    async def collect() -> list[str]:
        return [event async for event in live.changes(view, lambda: next(left))]

    return asyncio.run(collect())


def test_a_view_is_sent_whenever_it_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", SPEEDUP)
    views = iter(["a", "a", "b", "b", "a"])
    assert collected(lambda: next(views), 5) == ['data: "a"\n\n', 'data: "b"\n\n', 'data: "a"\n\n']


def test_a_line_break_does_not_end_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", SPEEDUP)
    (event,) = collected(lambda: {"text": "a\n\ndata: b\u2028\ud800"}, 1)
    assert event.count("\n") == 2
    assert json.loads(event.removeprefix("data: ")) == {"text": "a\n\ndata: b\u2028\ud800"}


def test_a_quiet_connection_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", SPEEDUP)
    monkeypatch.setattr(live, "ALIVE_SECONDS", 2 * SPEEDUP)
    assert collected(lambda: "a", 4) == ['data: "a"\n\n', ":\n\n"]


def test_the_page_hears_of_a_message_at_once(served: httpx.Client) -> None:
    served.put(
        "/v2/bot/channel/webhook/endpoint",
        json={"endpoint": "http://127.0.0.1:1/"},
        headers={"authorization": f"Bearer {TOKEN}"},
    )
    message = {"type": "message", "source": {"userId": "alice"}, "message": {"text": "hi"}}
    with served.stream("GET", f"/ui/line/live?chat={ALICE}", timeout=5) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        events = (line for line in response.iter_lines() if line.startswith("data: "))
        views = (json.loads(event.removeprefix("data: ")) for event in events)
        assert next(views)["entries"] == []
        served.post("/control/webhooks", json={"events": [message]})
        assert [entry["text"] for entry in next(views)["entries"]] == ["hi"]
