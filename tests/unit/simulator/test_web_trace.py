"""What the page tells of one message: webhook, calls, logs, items."""

import json
import time
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.unit.simulator.harness import ALICE, Json, Stand, ask, said, texts

TABLE = "messages"
AT = "2026-09-21T14:13:20.000000+00:00"


@pytest.fixture
def deployed(aws: None, stand: Stand, tmp_path: Path) -> Stand:
    """The stand-ins beside a deployment on moto's AWS."""
    boto3.client("dynamodb").create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    queue = boto3.client("sqs").create_queue(QueueName="events")["QueueUrl"]
    for function in ("line_webhook", "line_reply"):
        boto3.client("logs").create_log_group(logGroupName=function)
        boto3.client("logs").create_log_stream(logGroupName=function, logStreamName="1")
    outputs = {
        "log_group_names": {"line_webhook": "line_webhook", "line_reply": "line_reply"},
        "queue_url": queue,
        "table_name": TABLE,
    }
    description = {
        "aws_endpoint_url": None,
        "region": "ap-northeast-1",
        "terraform_outputs": outputs,
    }
    stand.simulator.stack = tmp_path / "stack.json"
    stand.simulator.stack.write_text(json.dumps(description))
    stand.clock.now = time.time()  # CloudWatch takes no old lines
    return stand


def log(function: str, *lines: str | Json) -> None:
    messages = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    boto3.client("logs").put_log_events(
        logGroupName=function,
        logStreamName="1",
        logEvents=[
            {"timestamp": int(time.time() * 1000) + number, "message": message}
            for number, message in enumerate(messages)
        ],
    )


def traced(stand: Stand, **query: str) -> Json:
    response = stand.client.get("/ui/line/trace", params=query)
    assert response.status_code == 200
    found: Json = response.json()
    return found


def called(found: Json) -> list[tuple[str, Any]]:
    return [(call["operation"], call["status"]) for call in found["calls"]]


def test_without_a_deployment_there_are_the_webhook_and_the_calls(stand: Stand) -> None:
    stand.hear("other")
    event = stand.hear("why?")
    message = event["message"]
    stand.line("/chat/markAsRead", {"markAsReadToken": message["markAsReadToken"]})
    stand.control("/faults", {"service": "openai", "operation": "responses", "kind": "empty"})
    ask(stand, input=said(("user", "other")))
    ask(stand, input=said(("user", "why?")))
    stand.line("/message/reply", {"replyToken": event["replyToken"], "messages": texts("So.")})
    stand.line("/message/push", {"to": ALICE, "messages": texts("By the way")})
    found = traced(stand, event=event["webhookEventId"])
    reply = found["calls"][-1]
    assert reply == {
        "service": "line",
        "operation": "reply",
        "received_at": AT,
        "fault": None,
        "status": 200,
        "milliseconds": 0.0,
        "body": {"replyToken": event["replyToken"], "messages": texts("So.")},
        "response": reply["response"],
    }
    assert called(found) == [("mark_as_read", 200), ("responses", 200), ("reply", 200)]
    assert found == {
        "event": event,
        "webhooks": [
            {"at": AT, "signed": True, "status": 200, "reason": "OK", "milliseconds": 0.0}
        ],
        "calls": found["calls"],
        "tokens": None,
        "answers": [{"by": "reply", "text": "So."}],
        "deployment": None,
    }


def test_a_push_is_traced_by_its_bubble(stand: Stand) -> None:
    stand.line("/message/push", {"to": ALICE, "messages": texts("one", "two")})
    stand.line("/message/push", {"to": ALICE, "messages": texts("three")})
    (call,) = traced(stand, bubble=stand.shown()[1]["id"])["calls"]
    assert call["body"]["messages"] == texts("one", "two")
    assert traced(stand, bubble="5") == {"calls": []}


def test_logs_items_and_queue_are_looked_up(deployed: Stand) -> None:
    event = deployed.hear("why?")
    event_id, message_id = event["webhookEventId"], event["message"]["id"]
    deployed.line("/message/push", {"to": ALICE, "messages": texts("So.")})
    pushed = deployed.simulator.calls.list()[-1]["response_headers"]["x-line-request-id"]
    log("line_webhook", "START RequestId: w1", {"request_id": "w1", "event_id": event_id})
    tokens = {"input_tokens": 7, "output_tokens": 3}
    log(
        "line_reply",
        "START RequestId: r1",
        {"request_id": "r1", "event_id": event_id, **tokens},
        {"request_id": "r1", "event_id": event_id, "x_line_request_id": pushed},
        "END RequestId: r1",
        {"request_id": "r2", "event_id": "another", **tokens},
        "no JSON, and of no invocation",
        "[]",
    )
    table = boto3.resource("dynamodb").Table(TABLE)
    table.put_item(Item={"id": message_id, "content": "why?", "expiresAt": 5, "tags": ["a", None]})
    table.put_item(Item={"id": f"event#{event_id}", "more": {"part": "1"}})
    found = traced(deployed, event=event_id)
    deployment = found["deployment"]
    assert [(line["function"], line["run"]) for line in deployment["log"]] == [
        *[("line_webhook", "w1")] * 2,
        *[("line_reply", "r1")] * 4,
    ]
    assert found["tokens"] == {"input": 7, "output": 3}
    assert found["answers"] == [{"by": "push", "text": "So."}]
    assert deployment["queue"] == {"name": "events", "waiting": 0, "in_work": 0}
    assert deployment["table"] == {
        "message": {"id": message_id, "content": "why?", "expiresAt": 5, "tags": ["a", None]},
        "answer": None,
        "marker": {"id": f"event#{event_id}", "more": {"part": "1"}},
    }


def test_a_refused_webhook_has_its_log_line_too(deployed: Stand) -> None:
    partial = {"type": "message", "source": {"userId": "alice"}, "message": {"text": "hi"}}
    answer = deployed.control("/webhooks", {"events": [partial], "signature": "invalid"})[1]
    refusal = {"request_id": "w1", "message": "Refused a webhook that LINE did not sign."}
    log("line_webhook", refusal, {"request_id": "w2", "message": "Answered a webhook."})
    found = traced(deployed, event=answer["events"][0]["webhookEventId"])
    assert [line["fields"] for line in found["deployment"]["log"]] == [refusal]
    assert found["webhooks"][0]["signed"] is False


def test_a_cloud_that_is_gone_is_told(deployed: Stand) -> None:
    event = deployed.hear("why?")
    boto3.client("dynamodb").delete_table(TableName=TABLE)
    problem = traced(deployed, event=event["webhookEventId"])["deployment"]["problem"]
    assert problem.startswith("The emulated AWS did not answer: ")


def test_an_unknown_event_is_not_traced(stand: Stand) -> None:
    response = stand.client.get("/ui/line/trace?event=x")
    error = {"error": "This event is not remembered any more."}
    assert (response.status_code, response.json()) == (404, error)
    assert stand.client.get("/ui/line/trace").status_code == 404
