"""What the user sees before there is an answer, and what LINE tells of the user."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kaiwa.line.client import Line
from simulator.chats import ChatMessage
from simulator.processes import free_port
from simulator.state import Simulator
from tests.builders import GROUP_ID, ROOM_ID, USER_ID
from tests.unit.kaiwa.line.harness import bubbles, calls, fault, gateway, raw_server
from tests.unit.simulator.harness import TOKEN

type LogLines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def line(served: httpx.Client, simulator: Simulator) -> Line:
    return gateway(served, simulator)


def operations(served: httpx.Client) -> list[str]:
    return [call["operation"] for call in calls(served)]


def renewed_twice(served: httpx.Client) -> None:
    """Wait until it was, five seconds at most."""
    ends_at = time.monotonic() + 5
    while operations(served)[:2] != ["loading", "loading"]:
        assert time.monotonic() < ends_at
        time.sleep(0.01)


def test_the_loading_animation_is_shown(line: Line, served: httpx.Client) -> None:
    line.show_loading(USER_ID)
    (call,) = calls(served)
    assert (call["operation"], call["body"], call["status"]) == (
        "loading",
        {"chatId": USER_ID, "loadingSeconds": 60},
        202,
    )


def test_the_animation_is_renewed_while_the_block_runs(line: Line, served: httpx.Client) -> None:
    with line.keep_loading(USER_ID, every_seconds=0.02):
        renewed_twice(served)
    at_the_end = operations(served)
    time.sleep(0.1)
    assert operations(served) == at_the_end


def test_a_quick_answer_needs_no_renewal(line: Line, served: httpx.Client) -> None:
    with line.keep_loading(USER_ID):
        pass
    assert operations(served) == []


def test_the_animation_ends_with_an_error_too(line: Line, served: httpx.Client) -> None:
    with pytest.raises(KeyError), line.keep_loading(USER_ID, every_seconds=0.1):
        raise KeyError
    time.sleep(0.2)
    assert operations(served) == []


def test_an_answer_waits_for_a_renewal_that_is_on_its_way(line: Line, served: httpx.Client) -> None:
    fault(served, "loading", "delay", seconds=0.4)
    started = time.monotonic()
    with line.keep_loading(USER_ID, every_seconds=0.1):
        time.sleep(0.2)
    assert 0.4 < time.monotonic() - started < 1.5


def test_a_renewal_that_fails_is_tried_again(line: Line, served: httpx.Client) -> None:
    fault(served, "loading", "drop_response")
    with line.keep_loading(USER_ID, every_seconds=0.02):
        renewed_twice(served)


def test_messages_are_marked_as_read(
    line: Line, served: httpx.Client, simulator: Simulator
) -> None:
    simulator.chats.add(USER_ID, ChatMessage("1", "Hello", at=time.time(), by="webhook"))
    simulator.read_tokens.issue("read-token", USER_ID, "1")
    line.mark_as_read("read-token")
    (call,) = calls(served)
    assert (call["operation"], call["body"]) == (
        "mark_as_read",
        {"markAsReadToken": "read-token"},
    )
    assert [bubble["read"] for bubble in bubbles(served)] == [True]


def test_the_language_is_the_users_own(line: Line, simulator: Simulator) -> None:
    user = simulator.users.meet(USER_ID)
    user.friend, user.language = True, "en-US"
    assert line.language(USER_ID) == "en-US"


def test_the_language_is_unknown_if_line_tells_none(line: Line, simulator: Simulator) -> None:
    user = simulator.users.meet(USER_ID)
    user.friend, user.language = True, None
    assert line.language(USER_ID) is None


def test_the_language_of_a_stranger_is_unknown(line: Line, served: httpx.Client) -> None:
    assert line.language(USER_ID) is None
    assert [call["status"] for call in calls(served)] == [404]


def test_a_friends_name_is_told_and_a_strangers_is_not(line: Line, simulator: Simulator) -> None:
    user = simulator.users.meet(USER_ID, name="花子")
    assert line.display_name(USER_ID) is None
    user.friend = True
    assert line.display_name(USER_ID) == "花子"


@pytest.mark.parametrize("chat_id", [GROUP_ID, ROOM_ID])
def test_a_members_name_is_told_on_one_line(line: Line, simulator: Simulator, chat_id: str) -> None:
    assert line.member_name(chat_id, USER_ID) is None
    simulator.users.meet(USER_ID, name=" 花\n\u202e子 ")
    simulator.users.enter(chat_id, USER_ID)
    assert line.member_name(chat_id, USER_ID) == "花 子"  # and what follows it is not turned round


def test_a_member_has_no_name_that_nobody_could_see(line: Line, simulator: Simulator) -> None:
    simulator.users.meet(USER_ID, name="\u200b\u202e\u3164")
    simulator.users.enter(GROUP_ID, USER_ID)
    assert line.member_name(GROUP_ID, USER_ID) is None


@pytest.mark.parametrize("chat_id", [GROUP_ID, ROOM_ID])
def test_line_hears_nothing_of_the_channel_in_an_id(
    line: Line, simulator: Simulator, chat_id: str
) -> None:
    simulator.users.meet(USER_ID, name="花子").friend = True
    simulator.users.enter(chat_id, USER_ID)
    person = f"shop/{USER_ID}"
    assert line.member_name(f"shop/{chat_id}", person) == "花子"
    assert (line.display_name(person), line.language(person)) == ("花子", "ja")
    line.show_loading(person)
    assert simulator.chats.is_loading(USER_ID, now=simulator.clock())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'{"language": "", "displayName": ""}',
        b'{"language": 1, "displayName": 1}',
    ],
)
def test_language_and_name_are_unknown_if_line_makes_no_sense(body: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
    with raw_server([head + body], [head + body]) as url:
        line = Line(url, url, TOKEN)
        assert (line.language(USER_ID), line.display_name(USER_ID)) == (None, None)


@pytest.mark.parametrize(
    ("operation", "sign"),
    [
        ("loading", lambda line: line.show_loading(USER_ID)),
        ("mark_as_read", lambda line: line.mark_as_read("token")),
        ("profile", lambda line: line.language(USER_ID)),
    ],
)
def test_signs_that_fail_are_only_logged(
    line: Line,
    served: httpx.Client,
    log_lines: LogLines,
    operation: str,
    sign: Callable[[Line], None],
) -> None:
    fault(served, operation, "status", status=500)
    sign(line)
    nowhere = f"http://127.0.0.1:{free_port()}"
    sign(Line(nowhere, nowhere, TOKEN))
    logged = [(entry["level"], entry["operation"], entry.get("status")) for entry in log_lines()]
    assert logged == [("INFO", operation, 500), ("WARNING", operation, None)]
