"""What the worker's handler does when something is wrong."""

from collections.abc import Callable
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from line_reply import handler
from tests.builders import sqs_event
from tests.unit.line_reply.handler.deployed import (
    AGAIN,
    CONTEXT,
    DONE,
    PATH,
    Shown,
    break_model,
    calls,
    recent,
    run,
    shown,
)


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 2), (2, 4), (4, 16), (9, 60)])
def test_a_failed_turn_comes_again_within_seconds(
    queue: Shown,
    served: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    attempt: int,
    seconds: int,
) -> None:
    monkeypatch.setenv("MAX_RECEIVE_COUNT", "10")
    break_model(served)
    assert run(recent(), attempt) == AGAIN
    assert queue.again == [("receipt-1", seconds)]
    assert shown(served) == []


def test_a_turn_that_failed_comes_again_even_if_not_as_soon(
    queue: Shown, served: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ClientError({"Error": {"Code": "ReceiptHandleIsInvalid"}}, "ChangeMessageVisibility")

    monkeypatch.setattr(queue, "show_again", refuse)
    break_model(served)
    assert run(recent()) == AGAIN


@pytest.mark.parametrize(
    "broken", [{"OPENAI_TEMPERATURE": "warm"}, {"OPENAI_MODEL": ""}, {"key": "unset"}]
)
def test_a_wrong_setting_is_no_silence(
    queue: Shown, served: httpx.Client, monkeypatch: pytest.MonkeyPatch, broken: dict[str, str]
) -> None:
    for name, value in broken.items():
        if name == "key":
            boto3.client("ssm").put_parameter(
                Name=f"{PATH}OPEN_AI_API_KEY", Value=value, Type="SecureString", Overwrite=True
            )
        else:
            monkeypatch.setenv(name, value)
    assert run(recent(), attempt=5) == AGAIN
    assert shown(served)[0].startswith("申し訳ありません。")
    assert queue.again == [("receipt-1", 0)]


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"timestamp": None}, "timestamp"),
        ({"timestamp": 1e30}, "timestamp"),
        ({"message": 5}, "message.type"),
        ({"type": "postback", "postback": 1.5}, "postback.data"),
        ({"type": "unsend", "unsend": {}}, "unsend.messageId"),
        ({"type": "kaiwa.text", "id": "1"}, "sent_at"),
        ({"type": ["message"]}, "type"),
    ],
)
def test_an_event_that_cannot_be_read_is_logged_and_done(
    queue: Shown,
    served: httpx.Client,
    log_lines: Callable[[], list[dict[str, Any]]],
    odd: dict[str, Any],
    field: str,
) -> None:
    event = recent(**odd)
    assert run(event) == DONE
    assert (calls(served), shown(served), queue.again) == ([], [], [])
    warning, done = log_lines()
    kind = odd.get("type", "message")
    assert (warning["level"], warning["message"]) == ("WARNING", "An event is unreadable.")
    assert (warning.get("event_type"), warning["field"]) == (
        kind if isinstance(kind, str) else None,
        field,
    )
    assert done["outcome"] == "unreadable"


@pytest.mark.parametrize("body", ["not JSON", "[]", "5", "[" * 100_000])
def test_what_is_no_event_at_all_is_done_too(queue: Shown, body: str) -> None:
    record = sqs_event({})
    record["Records"][0]["body"] = body
    assert handler.lambda_handler(record, CONTEXT) == DONE


def test_the_last_attempt_apologises_and_is_done(queue: Shown, served: httpx.Client) -> None:
    break_model(served)
    assert run(recent(), attempt=5) == DONE
    assert shown(served)[0].startswith("申し訳ありません。")


def test_a_defect_reaches_the_dead_letter_queue_but_not_in_silence(
    queue: Shown, served: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defective(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("line_reply.memory.history.Recall.__call__", defective)
    event = recent()
    assert run(event, attempt=4) == AGAIN
    assert shown(served) == []
    assert run(event, attempt=5) == AGAIN
    assert shown(served)[0].startswith("申し訳ありません。")
