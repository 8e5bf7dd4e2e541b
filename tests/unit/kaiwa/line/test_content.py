"""Fetching what users send, from the stand-in and from servers that do worse."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import pytest

from kaiwa.line.client import Line
from kaiwa.line.content import Content
from kaiwa.line.errors import (
    ContentGoneError,
    ContentNotReadyError,
    ContentTooLargeError,
    LineRefusedError,
    LineUnavailableError,
    NoContentError,
)
from simulator.line.content import Content as Sent
from simulator.processes import free_port
from simulator.state import Simulator
from tests.unit.kaiwa.line.harness import calls, fault, gateway, raw_server
from tests.unit.simulator.harness import TOKEN

type LogLines = Callable[[], list[dict[str, Any]]]

MESSAGE_ID = "468789577898262530"
PICTURE = bytes(range(256)) * 1000


@pytest.fixture
def line(served: httpx.Client, simulator: Simulator) -> Line:
    return gateway(served, simulator)


@pytest.fixture
def picture(simulator: Simulator, served: httpx.Client) -> None:
    """The user has sent one."""
    simulator.contents.keep(MESSAGE_ID, Sent("image/png", PICTURE))
    simulator.contents.note(MESSAGE_ID, "image")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaiwa.line.content.WAIT_SECONDS", 0.01)


def raw_content(answer: Sequence[bytes], most_bytes: int, pause_seconds: float = 0) -> Content:
    with raw_server(answer, pause_seconds=pause_seconds) as url:
        return Line("http://127.0.0.1:1", url, TOKEN).content(MESSAGE_ID, most_bytes)


@pytest.mark.usefixtures("picture")
def test_the_content_comes_whole(line: Line, served: httpx.Client) -> None:
    assert line.content(MESSAGE_ID, len(PICTURE)) == Content(PICTURE, "image/png")
    assert [call["operation"] for call in calls(served)] == ["content"]


@pytest.mark.usefixtures("picture")
def test_a_byte_too_many_is_too_large(line: Line) -> None:
    with pytest.raises(ContentTooLargeError) as caught:
        line.content(MESSAGE_ID, len(PICTURE) - 1)
    assert caught.value.most_bytes == len(PICTURE) - 1


def test_what_announces_too_much_is_not_read(log_lines: LogLines) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 300000000\r\n\r\n"
    started = time.monotonic()
    with pytest.raises(ContentTooLargeError):
        raw_content([head], 1000)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(("most_bytes", "fits"), [(2000, True), (1999, False)])
def test_without_an_announcement_the_bytes_are_counted(most_bytes: int, fits: bool) -> None:
    chunk = b"3e8\r\n" + b"x" * 1000 + b"\r\n"
    answer = [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", chunk, chunk, b"0\r\n\r\n"]
    if fits:
        expected = Content(b"x" * 2000, "application/octet-stream")
        assert raw_content(answer, most_bytes) == expected
    else:
        with pytest.raises(ContentTooLargeError):
            raw_content(answer, most_bytes)


def test_the_media_type_is_told_without_parameters() -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; charset=utf-8\r\ncontent-length: 2\r\n\r\n"
    )
    assert raw_content([head, b"Hi"], 100) == Content(b"Hi", "text/plain")


@pytest.mark.usefixtures("picture", "impatient")
def test_what_is_being_prepared_is_waited_for(line: Line, served: httpx.Client) -> None:
    fault(served, "content", "preparing", times=5)
    assert line.content(MESSAGE_ID, len(PICTURE)) == Content(PICTURE, "image/png")
    assert [call["status"] for call in calls(served)] == [202] * 5 + [200]


@pytest.mark.usefixtures("picture", "impatient")
def test_the_wait_has_an_end(line: Line, served: httpx.Client) -> None:
    fault(served, "content", "preparing", times=0)
    with pytest.raises(ContentNotReadyError):
        line.content(MESSAGE_ID, len(PICTURE))
    assert [call["status"] for call in calls(served)] == [202] * 6


@pytest.mark.usefixtures("picture")
def test_what_was_taken_back_is_gone(line: Line, simulator: Simulator) -> None:
    simulator.contents.take_back(MESSAGE_ID)
    with pytest.raises(ContentGoneError):
        line.content(MESSAGE_ID, len(PICTURE))


def test_what_never_was_is_gone(line: Line) -> None:
    with pytest.raises(NoContentError):
        line.content("../../../bot/info", 1000)


@pytest.mark.usefixtures("picture")
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, LineRefusedError),
        (401, LineUnavailableError),
        (403, LineUnavailableError),
        (404, NoContentError),
        (429, LineUnavailableError),
        (500, LineUnavailableError),
        (503, LineUnavailableError),
    ],
)
def test_failures_say_whether_another_try_can_help(
    line: Line, served: httpx.Client, status: int, error: type[Exception]
) -> None:
    fault(served, "content", "status", status=status)
    with pytest.raises(error):
        line.content(MESSAGE_ID, len(PICTURE))
    assert len(calls(served)) == 1


@pytest.mark.usefixtures("picture")
def test_no_answer_may_be_another_day(line: Line, served: httpx.Client) -> None:
    fault(served, "content", "drop_response")
    with pytest.raises(LineUnavailableError):
        line.content(MESSAGE_ID, len(PICTURE))
    nowhere = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(LineUnavailableError):
        Line(nowhere, nowhere, TOKEN).content(MESSAGE_ID, len(PICTURE))


def test_half_of_it_is_not_it() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: 1000\r\n\r\n"
    with pytest.raises(LineUnavailableError):
        raw_content([head, b"x" * 999], 1000)


def test_bytes_that_trickle_in_are_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaiwa.line.content.DOWNLOAD_SECONDS", 0.2)
    chunk = b"1\r\nx\r\n"
    answer = [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", *[chunk] * 20]
    with pytest.raises(LineUnavailableError):
        raw_content(answer, 1000, pause_seconds=0.05)


@pytest.mark.parametrize("seconds", [0.2, 1])
def test_no_more_time_is_taken_than_is_left(seconds: float) -> None:
    """For the answer, or for the next bytes of it."""
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"
    started = time.monotonic()
    with raw_server([head, *[b"x"] * 100], pause_seconds=0.1) as url:
        with pytest.raises(LineUnavailableError):
            Line(url, url, TOKEN).content(MESSAGE_ID, 1000, seconds)
        assert seconds <= time.monotonic() - started < seconds + 0.5


@pytest.mark.usefixtures("picture")
def test_when_no_time_is_left_line_is_not_asked(line: Line, served: httpx.Client) -> None:
    with pytest.raises(LineUnavailableError):
        line.content(MESSAGE_ID, len(PICTURE), 0)
    assert calls(served) == []


@pytest.mark.usefixtures("picture")
def test_what_is_being_prepared_is_not_waited_for_longer_than_that(
    line: Line, served: httpx.Client
) -> None:
    fault(served, "content", "preparing", times=0)
    with pytest.raises(ContentNotReadyError):
        line.content(MESSAGE_ID, len(PICTURE), 0.5)
    assert [call["status"] for call in calls(served)] == [202]


@pytest.mark.usefixtures("picture")
def test_every_call_is_logged_without_what_it_brought(
    line: Line, served: httpx.Client, log_lines: LogLines
) -> None:
    line.content(MESSAGE_ID, len(PICTURE))
    (call,), (entry,) = calls(served), log_lines()
    assert (entry["operation"], entry["status"], entry["x_line_request_id"]) == (
        "content",
        200,
        call["response_headers"]["x-line-request-id"],
    )
    assert TOKEN not in str(entry)
