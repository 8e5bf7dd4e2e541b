"""The worker's handler as SQS calls it: AWS is moto's, LINE and OpenAI are the stand-ins."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from kaiwa.gateways import Gateways, gateways
from kaiwa.log import hashed
from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from line_reply import handler, wiring
from line_reply.memory.summary_due import SummaryDue
from simulator.state import Simulator
from tests.builders import (
    GROUP_ID,
    USER_ID,
    every_event,
    group_event,
    in_standby,
    sqs_event,
    text_event,
)
from tests.dynamodb.installed import memory_dynamodb
from tests.unit.simulator.harness import KEY, TOKEN
from tests.unit.tables import TABLE_NAME

PATH = "/kaiwa/test/"
CONTEXT = SimpleNamespace(aws_request_id="request-1")
DONE: dict[str, Any] = {"batchItemFailures": []}
AGAIN = {"batchItemFailures": [{"itemIdentifier": "sqs-message-1"}]}


@pytest.fixture
def aws() -> Iterator[None]:
    with mock_aws(), memory_dynamodb():
        yield


class Shown:
    """How soon a failed event is to be visible again."""

    def __init__(self) -> None:
        self.again: list[tuple[str, int]] = []

    def show_again(self, receipt_handle: str, seconds: int) -> None:
        self.again.append((receipt_handle, seconds))


@pytest.fixture
def queue(messages: MessageTable, served: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """A deployed worker: its settings and secrets are there. Returns its queue."""
    ssm = boto3.client("ssm")
    for name, value in {"LINE_CHANNEL_ACCESS_TOKEN": TOKEN, "OPEN_AI_API_KEY": KEY}.items():
        ssm.put_parameter(Name=PATH + name, Value=value, Type="SecureString")
    for name, value in {"OPENAI_INSTRUCTIONS": "Be kind.", "ALLOWED_USER_IDS": "*"}.items():
        ssm.put_parameter(Name=PATH + name, Value=value, Type="String")
    url = str(served.base_url).rstrip("/")
    settings = {
        "BASE_SECRET_PATH": PATH,
        "SECRET_CACHE_SECONDS": "60",
        "QUEUE_URL": "https://sqs.example/events.fifo",
        "SUMMARY_QUEUE_URL": "https://sqs.example/summaries.fifo",
        "TABLE_NAME": TABLE_NAME,
        "MAX_RECEIVE_COUNT": "5",
        "ANSWER_DEADLINE_SECONDS": "5",
        "DEFAULT_LANGUAGE": "ja",
        "DELETE_DATA_ON_LEAVE": "false",
        "EXPORT_BUCKET": "kaiwa-test-exports",
        "LINE_API_BASE_URL": url,
        "LINE_DATA_BASE_URL": url,
        "OPENAI_BASE_URL": f"{url}/v1",
        "OPENAI_MODEL": "gpt-6.1-terra",
        "OPENAI_MAX_OUTPUT_TOKENS": "100",
        "HISTORY_MAX_MESSAGES": "20",
        "HISTORY_MAX_CHARACTERS": "1000",
        "MESSAGE_RETENTION_DAYS": "90",
        "TIMEZONE": "Asia/Tokyo",
        "TRANSCRIPTION_MODEL": "gpt-transcribe",
        "WEB_SEARCH": "false",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for made in (gateways, wiring.dispatch, wiring._settings):
        made.cache_clear()
    boto3.client("s3").create_bucket(
        Bucket="kaiwa-test-exports",
        CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"},
    )
    queue = Shown()
    monkeypatch.setattr(Gateways, "events", queue)
    return queue


def recent(**changes: Any) -> dict[str, Any]:
    """A text event of just now: the handler's clock is the real one."""
    return text_event(**{"timestamp": int(time.time() * 1000), **changes})


def run(line_event: dict[str, Any], attempt: int = 1) -> dict[str, Any]:
    return handler.lambda_handler(sqs_event(line_event, attempt), CONTEXT)


def calls(served: httpx.Client) -> list[str]:
    return [call["operation"] for call in served.get("/control/calls").json()["calls"]]


def shown(served: httpx.Client) -> list[str]:
    messages = served.get(f"/control/chats/{USER_ID}").json()["messages"]
    return [message["text"] for message in messages if message["from"] == "bot"]


def break_model(served: httpx.Client) -> None:
    fault = {"service": "openai", "operation": "responses", "kind": "status", "status": 500}
    served.post("/control/faults", json=fault)


def test_a_text_is_answered(queue: Shown, served: httpx.Client) -> None:
    assert run(recent()) == DONE
    # The stand-in does not know the token, so the answer comes by push.
    assert calls(served) == ["loading", "responses", "reply", "push"]
    assert shown(served) == ['You said "Hello".']
    assert queue.again == []


@pytest.mark.parametrize(
    "event",
    [
        recent(deliveryContext={"isRedelivery": True}),
        recent(source={"type": "group", "groupId": "C" + "1" * 32, "userId": USER_ID}),
    ],
)
def test_no_loading_animation_in_groups_or_for_redelivered_events(
    queue: Shown, served: httpx.Client, event: dict[str, Any]
) -> None:
    assert run(event) == DONE
    assert "loading" not in calls(served)


def test_a_message_of_tomorrow_gets_neither_animation_nor_read_mark(
    queue: Shown, served: httpx.Client
) -> None:
    sent = {"id": "7", "markAsReadToken": "a token"}
    assert run(recent(message=sent | {"type": "hologram"})) == DONE
    assert run(recent(message=sent)) == DONE
    time.sleep(0.2)  # a read mark is set beside
    assert calls(served) == []


@pytest.mark.parametrize(
    "event",
    [
        recent(type="beacon"),
        in_standby(recent()),
        recent(mode="standby"),
        {"type": "of tomorrow", "webhookEventId": "01X", "source": {"type": "planet"}},
        {},
    ],
)
def test_other_events_are_done_at_once(
    queue: Shown, served: httpx.Client, event: dict[str, Any]
) -> None:
    assert run(event) == DONE
    assert calls(served) == []


@pytest.mark.parametrize(
    "event",
    [{**event, "timestamp": recent()["timestamp"]} for event in every_event()],
    ids=lambda event: f"{event['type']} {event.get('message', {}).get('type', '')}",
)
def test_every_type_of_event_is_done_with(
    queue: Shown, served: httpx.Client, event: dict[str, Any]
) -> None:
    novel = {"newInTheYear": {"2030": [None]}}
    assert run(event | novel) == DONE
    assert run(event | novel | {"mode": "standby"}) == DONE
    assert run(event | novel | {"mode": "of tomorrow"}) == DONE


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


def test_an_event_of_the_future_does_not_put_the_next_out_of_order(
    queue: Shown, served: httpx.Client
) -> None:
    late = recent(timestamp=int(time.time() * 1000) + 10**9)
    assert run(late) == DONE
    assert Message.get(late["message"]["id"]).sent_at <= datetime.now(UTC)


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


def test_the_log_follows_the_turn_but_says_nothing_of_it(
    queue: Shown, served: httpx.Client, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    run(recent(message={"id": "7", "type": "text", "text": "A private matter"}))
    assert [entry["message"] for entry in log_lines()] == [
        "Called LINE.",
        "Called the model.",
        "Called LINE.",
        "Called LINE.",
        "The event is done.",
    ]
    keys = ("request_id", "event_id", "conversation", "attempt")
    assert {tuple(entry[key] for key in keys) for entry in log_lines()} == {
        ("request-1", text_event()["webhookEventId"], hashed(USER_ID), 1)
    }
    for secret in ("A private matter", USER_ID, TOKEN, KEY):
        assert secret not in str(log_lines())


def test_a_request_for_a_summary_is_done_with(
    queue: Shown, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    assert run(dict(SummaryDue(USER_ID, "7").queued().event)) == DONE
    assert log_lines()[-1]["outcome"] == "nothing to summarise"


def test_whoever_is_not_on_the_list_is_not_answered(queue: Shown, served: httpx.Client) -> None:
    boto3.client("ssm").put_parameter(
        Name=f"{PATH}ALLOWED_USER_IDS", Value="U" + "9" * 32, Type="String", Overwrite=True
    )
    gateways.cache_clear()
    for text in ("Hello", "/again", "/help"):
        assert run(recent(message={"id": text, "type": "text", "text": text})) == DONE
    assert "responses" not in calls(served)


def test_a_group_is_answered_as_one_conversation(
    queue: Shown, served: httpx.Client, simulator: Simulator
) -> None:
    event = group_event("@Kaiwa hello", mentions_bot=True)
    event["timestamp"] = recent()["timestamp"]
    message = event["message"]
    simulator.quote_tokens.issue(message["quoteToken"], GROUP_ID, message["id"])
    assert run(event) == DONE
    messages = served.get(f"/control/chats/{event['source']['groupId']}").json()["messages"]
    assert [message["text"] for message in messages] == [
        f'You said "Member {hashed(USER_ID)[:6]}: hello".'
    ]
