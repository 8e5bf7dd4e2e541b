"""Sending with the gateway to LINE, against the stand-in that keeps LINE's rules."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kaiwa.line.client import Line
from kaiwa.line.errors import (
    ContentGoneError,
    InvalidReplyTokenError,
    LineRefusedError,
    LineUnavailableError,
    LineUnclearError,
)
from simulator.processes import free_port
from simulator.state import Simulator
from tests.builders import USER_ID
from tests.unit.kaiwa.line.harness import KEY_1, bubbles, calls, fault, gateway, raw_server, shown
from tests.unit.simulator.harness import TOKEN

type LogLines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def line(served: httpx.Client, simulator: Simulator) -> Line:
    return gateway(served, simulator)


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
    pushes = [call for call in calls(served) if call["operation"] == "push"]
    assert [call["status"] for call in pushes] == [200, 409]


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


def test_the_ids_of_the_bubbles_are_told(line: Line, served: httpx.Client) -> None:
    told = line.reply("reply-token", ["one", "two"])
    told += line.push(USER_ID, ["three"], KEY_1)
    assert told == [bubble["id"] for bubble in bubbles(served)]


def test_a_push_that_was_accepted_before_has_the_same_ids(line: Line, served: httpx.Client) -> None:
    first = line.push(USER_ID, ["one", "two"], KEY_1)
    assert line.push(USER_ID, ["one", "two"], KEY_1) == first
    assert len(first) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"message": "accepted"}',
        b'{"sentMessages": null}',
        b'{"sentMessages": [{}]}',
        b'{"sentMessages": ["1"]}',
    ],
)
def test_an_accepted_push_may_have_no_ids(body: bytes) -> None:
    head = b"HTTP/1.1 409 Conflict\r\ncontent-length: %d\r\n\r\n" % len(body)
    quota = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
    with raw_server([head + body], [quota]) as url:
        assert Line(url, url, TOKEN).push(USER_ID, ["Hello"], KEY_1) == []


def test_what_line_accepted_is_sent_whatever_else_it_says(line: Line, served: httpx.Client) -> None:
    fault(served, "reply", "malformed")
    assert line.reply("reply-token", ["Hello"]) == []
    assert shown(served) == [("reply", "Hello")]


def test_every_call_has_a_connection_of_its_own(line: Line, served: httpx.Client) -> None:
    line.show_loading(USER_ID)
    line.reply("reply-token", ["Hello"])
    line.push(USER_ID, ["Hello"], KEY_1)
    line.mark_as_read("token")
    line.language(USER_ID)
    line.display_name(USER_ID)
    with pytest.raises(ContentGoneError):
        line.content("1", 1)
    assert [call["headers"]["connection"] for call in calls(served)] == ["close"] * 9


def test_an_answer_that_comes_too_late_is_unclear(
    line: Line, served: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaiwa.line.sdk.READ_SECONDS", 0.2)
    fault(served, "reply", "delay", seconds=0.5)
    with pytest.raises(LineUnclearError):
        line.reply("reply-token", ["Hello"])
    assert shown(served) == [("reply", "Hello")]


def test_without_a_connection_nothing_was_sent() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    line = Line(url, url, TOKEN)
    with pytest.raises(LineUnavailableError):
        line.reply("reply-token", ["Hello"])
    with pytest.raises(LineUnavailableError):
        line.push(USER_ID, ["Hello"], KEY_1)


def test_what_line_does_not_take_is_refused_for_good(line: Line) -> None:
    with pytest.raises(LineRefusedError):
        line.reply("reply-token", ["x" * 5001])


def test_every_call_is_logged_with_lines_request_id(
    line: Line, served: httpx.Client, log_lines: LogLines
) -> None:
    line.show_loading(USER_ID)
    line.reply("reply-token", ["A private matter"])
    with pytest.raises(InvalidReplyTokenError):
        line.reply("reply-token", ["A private matter"])
    line.push(USER_ID, ["A private matter"], KEY_1)
    logged = [
        (entry["operation"], entry["status"], entry["x_line_request_id"])
        for entry in log_lines()
        if entry["message"] == "Called LINE."
    ]
    assert logged == [
        (call["operation"], call["status"], call["response_headers"]["x-line-request-id"])
        for call in calls(served)
    ]
    for secret in ("A private matter", TOKEN, USER_ID):
        assert secret not in str(log_lines())
