"""The page for what is deployed: Terraform's state, queues, logs."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from starlette.testclient import TestClient

from simulator.app import create_app
from simulator.state import Simulator
from simulator.web.infrastructure import LINES, last_lines, modules, outputs
from tests.unit.scripts.published import Deployed
from tests.unit.simulator.harness import KEY, SECRET, TOKEN

BUCKET = "kaiwa-simulator-tfstate"
GROUP = "/aws/lambda/line-reply"
STATE = {
    "resources": [
        {
            "mode": "data",
            "type": "aws_region",
            "name": "current",
            "instances": [{"attributes": {"id": "ap-northeast-1"}}],
        },
        {
            "module": "module.secrets",
            "mode": "managed",
            "type": "aws_ssm_parameter",
            "name": "this",
            "instances": [
                {"index_key": "KEY", "attributes": {"id": "/kaiwa/KEY", "value": "secret-value"}},
                {"index_key": 0, "attributes": {"value": "secret-value"}},
            ],
        },
        {
            "mode": "managed",
            "type": "terraform_data",
            "name": "root",
            "instances": [{"attributes": {"id": "<b>1</b>"}}],
        },
    ],
    "outputs": {
        "names": {"value": {"reply": "line-reply"}},
        "chatgpt": {"value": {"client_secret": "secret-value"}, "sensitive": True},
        "list": {"value": ["a", "b"]},
        "prices": {"value": None},
        "region": {"value": "ap-northeast-1"},
    },
}


@pytest.fixture
def stack(aws: None) -> dict[str, Any]:
    """A deployment on moto's AWS."""
    s3 = boto3.client("s3")
    where: Any = {"LocationConstraint": "ap-northeast-1"}
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
    s3.put_object(Bucket=BUCKET, Key="terraform.tfstate", Body=json.dumps(STATE).encode())
    sqs = boto3.client("sqs")
    urls = [
        sqs.create_queue(QueueName=name)["QueueUrl"]
        for name in ("events", "dead-letters", "summaries")
    ]
    sqs.send_message(QueueUrl=urls[1], MessageBody="An event that nobody could handle")
    boto3.client("logs").create_log_group(logGroupName=GROUP)
    deployed = Deployed("line_reply")
    deployed.publish("line_reply")
    return {
        "aws_endpoint_url": None,
        "region": "ap-northeast-1",
        "state_bucket": BUCKET,
        "terraform_outputs": {
            "queue_url": urls[0],
            "dead_letter_queue_url": urls[1],
            "summary_queue_url": urls[2],
            "function_arns": deployed.arns,
            "log_group_names": {"line_reply": GROUP},
        },
    }


@pytest.fixture
def page(stack: dict[str, Any], tmp_path: Path) -> Iterator[TestClient]:
    path = tmp_path / "stack.json"
    path.write_text(json.dumps(stack))
    simulator = Simulator(TOKEN, SECRET, KEY, webhook_endpoint="http://bot/", stack=path)
    with TestClient(create_app(simulator), base_url="http://127.0.0.1:8600") as client:
        yield client


def log(stream: str, *texts: str, seconds_ago: float = 0) -> None:
    logs = boto3.client("logs")
    logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
    at = round((time.time() - seconds_ago) * 1000)
    logs.put_log_events(
        logGroupName=GROUP,
        logStreamName=stream,
        logEvents=[
            {"timestamp": at + number, "message": text} for number, text in enumerate(texts)
        ],
    )


def test_resources_are_listed_by_module() -> None:
    assert modules(STATE) == [
        {
            "name": "",
            "resources": [
                {"address": "terraform_data.root", "type": "terraform_data", "id": "<b>1</b>"}
            ],
        },
        {
            "name": "module.secrets",
            "resources": [
                {
                    "address": 'module.secrets.aws_ssm_parameter.this["KEY"]',
                    "type": "aws_ssm_parameter",
                    "id": "/kaiwa/KEY",
                },
                {
                    "address": "module.secrets.aws_ssm_parameter.this[0]",
                    "type": "aws_ssm_parameter",
                    "id": "",
                },
            ],
        },
    ]


def test_sensitive_outputs_are_hidden() -> None:
    assert outputs(STATE) == [
        {"name": "chatgpt", "value": None, "sensitive": True},
        {"name": "list", "value": ["a", "b"], "sensitive": False},
        {"name": "names", "value": {"reply": "line-reply"}, "sensitive": False},
        {"name": "prices", "value": None, "sensitive": False},
        {"name": "region", "value": "ap-northeast-1", "sensitive": False},
    ]


def test_the_page_shows_no_secret_and_no_markup(page: TestClient) -> None:
    response = page.get("/infrastructure")
    assert response.status_code == 200
    assert "module.secrets" in response.text
    assert "3 resources in 2 modules" in response.text
    assert "line-reply" in response.text
    assert "secret-value" not in response.text
    assert "<b>1</b>" not in response.text
    assert "リソース" in page.get("/infrastructure?lang=ja").text


def test_the_page_says_when_the_state_is_not_to_be_read(page: TestClient) -> None:
    boto3.client("s3").delete_object(Bucket=BUCKET, Key="terraform.tfstate")
    response = page.get("/infrastructure")
    assert response.status_code == 200
    assert "NoSuchKey" in response.text


def test_queues_and_logs_are_looked_at(page: TestClient) -> None:
    log("first", "START RequestId: 1 Version: $LATEST", "one", "two", "END RequestId: 1")
    found = page.get("/ui/infrastructure").json()
    counts = {"waiting": 0, "in_work": 0, "delayed": 0}
    assert found["queues"] == [
        {"queue": "queue", "name": "events", **counts},
        {"queue": "dead_letter_queue", "name": "dead-letters", **counts, "waiting": 1},
        {"queue": "summary_queue", "name": "summaries", **counts},
    ]
    (function,) = found["functions"]
    assert function["name"] == "line_reply"
    assert function["versions"] == [{"version": "1", "percentage": 100}]
    assert [line["text"] for line in function["lines"]] == ["one", "two"]


def test_both_versions_are_told_while_one_is_rolled_out(page: TestClient) -> None:
    boto3.client("lambda").update_alias(
        FunctionName="kaiwa-test-line_reply",
        Name="live",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.1}},
    )
    (function,) = page.get("/ui/infrastructure").json()["functions"]
    assert function["versions"] == [
        {"version": "1", "percentage": 90},
        {"version": "2", "percentage": 10},
    ]


def test_the_last_lines_may_be_in_several_streams(stack: dict[str, Any]) -> None:
    log("oldest", "never shown", seconds_ago=90)
    log("older", *(f"older {number}" for number in range(LINES)), seconds_ago=60)
    log("newer", "newer 0", "newer 1", seconds_ago=30)
    texts = [line["text"] for line in last_lines(stack, GROUP)]
    older = [f"older {number}" for number in range(2, LINES)]
    assert texts == [*older, "newer 0", "newer 1"]


def test_metrics_are_no_lines(stack: dict[str, Any]) -> None:
    metric = '{"_aws": {"Timestamp": 1, "CloudWatchMetrics": []}}'
    log("stream", *[metric] * LINES, "one", *[metric] * LINES, "two", seconds_ago=30)
    assert [line["text"] for line in last_lines(stack, GROUP)] == ["one", "two"]


def test_an_aws_that_does_not_answer_is_told(page: TestClient) -> None:
    boto3.client("logs").delete_log_group(logGroupName=GROUP)
    response = page.get("/ui/infrastructure")
    assert response.status_code == 502
    assert "ResourceNotFoundException" in response.json()["error"]


def test_before_the_deployment_there_is_nothing_to_look_at(
    page: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "stack.json").unlink()
    response = page.get("/ui/infrastructure")
    assert (response.status_code, response.json()) == (503, {"error": "Nothing is deployed yet."})
