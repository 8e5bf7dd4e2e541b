"""Sample events and the report of a run."""

import base64
import hashlib
import hmac
import io
import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from scripts.invoke import TO_BE_SIGNED, complete, invoke

EVENTS = Path(__file__).parents[3] / "events"
NOW = 1_767_225_600_000
SECRET = "channel secret"


def sample(name: str) -> Any:
    return json.loads(EVENTS.joinpath(f"{name}.json").read_text())


@pytest.mark.parametrize("name", ["webhook_text", "webhook_redelivery", "webhook_verify"])
def test_a_webhook_is_signed_as_line_signs_it(name: str) -> None:
    completed = complete(sample(name), milliseconds=NOW, channel_secret=SECRET)
    digest = hmac.new(SECRET.encode(), completed["body"].encode(), hashlib.sha256).digest()
    assert completed["headers"]["x-line-signature"] == base64.b64encode(digest).decode()


@pytest.mark.parametrize("name", ["webhook_text", "webhook_redelivery"])
def test_a_webhooks_events_happen_now(name: str) -> None:
    completed = complete(sample(name), milliseconds=NOW, channel_secret=SECRET)
    assert [event["timestamp"] for event in json.loads(completed["body"])["events"]] == [NOW]


def test_a_queued_event_happens_now_and_nothing_else_changes() -> None:
    event = sample("reply_text")
    completed = complete(event, milliseconds=NOW, channel_secret=None)
    body = json.loads(event["Records"][0]["body"]) | {"timestamp": NOW}
    record = event["Records"][0] | {"body": json.dumps(body, ensure_ascii=False)}
    assert completed == {"Records": [record]}


def test_the_redelivery_is_the_first_event_again() -> None:
    first, again = (
        json.loads(sample(name)["body"])["events"][0]
        for name in ("webhook_text", "webhook_redelivery")
    )
    assert again == first | {"deliveryContext": {"isRedelivery": True}}


def test_a_time_and_a_signature_of_ones_own_are_kept() -> None:
    event = {"headers": {"x-line-signature": "own"}, "body": '{"events": [{"timestamp": 1}]}'}
    assert complete(event, milliseconds=NOW, channel_secret=None) == event


def test_without_the_secret_it_says_what_to_set() -> None:
    event = {"headers": {"x-line-signature": TO_BE_SIGNED}, "body": '{"events": []}'}
    with pytest.raises(SystemExit, match="Set LINE_CHANNEL_SECRET"):
        complete(event, milliseconds=NOW, channel_secret=None)


@pytest.mark.parametrize(
    ("result", "error", "succeeded"),
    [
        ({"ok": True, "table": "会話"}, None, True),
        ({"statusCode": 200}, None, True),
        (None, None, True),
        ({"batchItemFailures": []}, None, True),
        ({"batchItemFailures": [{"itemIdentifier": "1"}]}, None, False),
        ({"ok": False}, None, False),
        ({"errorMessage": "time-out"}, "Unhandled", False),
    ],
)
def test_the_result_is_printed_and_the_log_too_if_it_failed(
    result: Any, error: str | None, succeeded: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    client = boto3.client("lambda", region_name="ap-northeast-1")
    payload = json.dumps(result).encode()
    response: dict[str, Any] = {
        "StatusCode": 200,
        "Payload": StreamingBody(io.BytesIO(payload), len(payload)),
        "LogResult": base64.b64encode("記録".encode()).decode(),
    }
    if error:
        response["FunctionError"] = error
    with Stubber(client) as stubber:
        stubber.add_response(
            "invoke",
            response,
            {"FunctionName": "kaiwa-test", "LogType": "Tail", "Payload": b'{"a": 1}'},
        )
        assert invoke(client, "kaiwa-test", {"a": 1}) is succeeded
    printed = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    assert capsys.readouterr() == (printed, "" if succeeded else "記録\n")
