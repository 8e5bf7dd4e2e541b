"""The gateway to LINE, against the stand-in that keeps LINE's rules."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kaiwa.line import (
    InvalidReplyTokenError,
    Line,
    LineRefusedError,
    LineUnavailableError,
    LineUnclearError,
)
from simulator.processes import free_port
from simulator.state import Simulator
from tests.builders import USER_ID
from tests.unit.simulator.harness import TOKEN

type LogLines = Callable[[], list[dict[str, Any]]]
KEY_1 = "123e4567-e89b-12d3-a456-426614174000"


@pytest.fixture
def line(served: httpx.Client, simulator: Simulator) -> Line:
    """The gateway; the user has just sent something, which left `reply-token`."""
    now = time.time()
    simulator.reply_tokens.issue("reply-token", USER_ID, now=now, event_at=now, redelivery=False)
    return Line(str(served.base_url).rstrip("/"), TOKEN)


def fault(served: httpx.Client, operation: str, kind: str, **more: Any) -> None:
    served.post(
        "/control/faults", json={"service": "line", "operation": operation, "kind": kind, **more}
    ).raise_for_status()


def shown(served: httpx.Client) -> list[tuple[str, str]]:
    messages = served.get(f"/control/chats/{USER_ID}").json()["messages"]
    return [(message["by"], message["text"]) for message in messages]


def calls(served: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = served.get("/control/calls?service=line").json()["calls"]
    return found


def test_a_reply_reaches_the_chat(line: Line, served: httpx.Client) -> None:
    line.reply("reply-token", ["会話", "です"])
    assert shown(served) == [("reply", "会話"), ("reply", "です")]


def test_a_token_works_once(line: Line, served: httpx.Client) -> None:
    line.reply("reply-token", ["one"])
    with pytest.raises(InvalidReplyTokenError):
        line.reply("reply-token", ["two"])
    assert shown(served) == [("reply", "one")]


def test_a_push_reaches_the_chat_once_with_its_key(line: Line, served: httpx.Client) -> None:
    for _ in range(2):
        line.push(USER_ID, ["Hello"], KEY_1)
    assert shown(served) == [("push", "Hello")]
    assert [call["status"] for call in calls(served)] == [200, 409]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ({"kind": "status", "status": 500}, LineUnclearError),
        ({"kind": "status", "status": 503}, LineUnclearError),
        ({"kind": "drop_response"}, LineUnclearError),
        ({"kind": "status", "status": 429}, LineUnavailableError),
        ({"kind": "status", "status": 401}, LineUnavailableError),
        ({"kind": "status", "status": 403}, LineUnavailableError),
        (
            {"kind": "status", "status": 429, "text": "You have reached your monthly limit."},
            LineRefusedError,
        ),
        ({"kind": "status", "status": 400}, LineRefusedError),
    ],
)
def test_failures_say_whether_the_call_may_have_worked(
    line: Line, served: httpx.Client, kind: dict[str, Any], error: type[Exception]
) -> None:
    for operation in ("reply", "push"):
        fault(served, operation, **kind)
    with pytest.raises(error):
        line.reply("reply-token", ["Hello"])
    with pytest.raises(error):
        line.push(USER_ID, ["Hello"], KEY_1)
    assert len(calls(served)) == 2  # nothing is repeated behind the caller's back


def test_what_line_accepted_is_sent_whatever_else_it_says(line: Line, served: httpx.Client) -> None:
    fault(served, "reply", "malformed")
    line.reply("reply-token", ["Hello"])
    assert shown(served) == [("reply", "Hello")]


def test_every_call_has_a_connection_of_its_own(line: Line, served: httpx.Client) -> None:
    line.show_loading(USER_ID)
    line.reply("reply-token", ["Hello"])
    line.push(USER_ID, ["Hello"], KEY_1)
    assert [call["headers"]["connection"] for call in calls(served)] == ["close"] * 3


def test_an_answer_that_comes_too_late_is_unclear(
    line: Line, served: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaiwa.line.READ_SECONDS", 0.2)
    fault(served, "reply", "delay", seconds=0.5)
    with pytest.raises(LineUnclearError):
        line.reply("reply-token", ["Hello"])
    assert shown(served) == [("reply", "Hello")]


def test_without_a_connection_nothing_was_sent() -> None:
    line = Line(f"http://127.0.0.1:{free_port()}", TOKEN)
    with pytest.raises(LineUnavailableError):
        line.reply("reply-token", ["Hello"])
    with pytest.raises(LineUnavailableError):
        line.push(USER_ID, ["Hello"], KEY_1)
    line.show_loading(USER_ID)


def test_what_line_does_not_take_is_refused_for_good(line: Line) -> None:
    with pytest.raises(LineRefusedError):
        line.reply("reply-token", ["x" * 5001])


def test_the_loading_animation_is_shown(line: Line, served: httpx.Client) -> None:
    line.show_loading(USER_ID)
    (call,) = calls(served)
    assert (call["operation"], call["body"], call["status"]) == (
        "loading",
        {"chatId": USER_ID, "loadingSeconds": 60},
        202,
    )


def test_every_call_is_logged_with_lines_request_id(
    line: Line, served: httpx.Client, log_lines: LogLines
) -> None:
    line.show_loading(USER_ID)
    line.reply("reply-token", ["A private matter"])
    with pytest.raises(InvalidReplyTokenError):
        line.reply("reply-token", ["A private matter"])
    line.push(USER_ID, ["A private matter"], KEY_1)
    logged = [
        (entry["operation"], entry["status"], entry["x_line_request_id"]) for entry in log_lines()
    ]
    assert logged == [
        (call["operation"], call["status"], call["response_headers"]["x-line-request-id"])
        for call in calls(served)
    ]
    for secret in ("A private matter", TOKEN, USER_ID):
        assert secret not in str(log_lines())
