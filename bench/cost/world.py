"""All functions in this process: AWS in memory, and the stand-ins of LINE and OpenAI beside it."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import httpx
import pytest
from moto import mock_aws

from bench.cost.recording import Recorder, Usage
from bench.cost.stand_ins import Catcher, catching, stand_ins
from chatgpt import handler as chatgpt
from chatgpt import wiring as chatgpt_wiring
from kaiwa.gateways import gateways
from kaiwa.times import now
from line_reply import handler as line_reply
from line_reply import wiring as line_reply_wiring
from line_webhook import handler as line_webhook
from simulator.server import CREDENTIALS
from tests.api_gateway import http_request
from tests.builders import http_event
from tests.dynamodb.installed import memory_dynamodb
from tests.signed_requests import moto_answers_signed_requests
from tests.unit.chatgpt.conftest import BUCKET, ENVIRONMENT
from tests.unit.chatgpt.plugin.client import Client
from tests.unit.chatgpt.plugin.pool import running_pool
from tests.unit.tables import TABLE_NAME, new_table

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType

PATH = "/kaiwa/cost/"
INSTRUCTIONS = "You are Kaiwa, a friendly and helpful assistant in a LINE chat. Answer briefly."
CONTEXT = SimpleNamespace(aws_request_id="8f507cfc-5e9f-4f5c-9c1e-6a3f4b2d1c0e")
FIFO: Mapping["QueueAttributeNameType", str] = {"FifoQueue": "true"}
# As Terraform has them by default, but for the model's deadline, which nothing here needs.
SETTINGS = ENVIRONMENT | {
    "ANSWER_DEADLINE_SECONDS": "30",
    "BASE_SECRET_PATH": PATH,
    "DAILY_MESSAGE_LIMIT": "200",
    "DAILY_SEND_LIMIT": "20",
    "DAILY_TOKEN_LIMIT": "1000000",
    "DEFAULT_LANGUAGE": "ja",
    "DELETE_DATA_ON_LEAVE": "false",
    "DRAWING": "off",
    "FLEX_MESSAGES": "true",
    "LISTENING_HOURS": "0",
    "PICTURES_URL": "https://api.example.com/pictures",
    "HISTORY_MAX_CHARACTERS": "16000",
    "HISTORY_MAX_MESSAGES": "20",
    "LINK_PAGE_URL": "https://api.example.com/connect",
    "MAX_RECEIVE_COUNT": "5",
    "MESSAGE_RETENTION_DAYS": "90",
    "OPENAI_MAX_OUTPUT_TOKENS": "2000",
    "OPENAI_MODEL": "gpt-6.1-terra",
    "POWERTOOLS_METRICS_NAMESPACE": "kaiwa-production",
    "SECRET_CACHE_SECONDS": "60",
    "TABLE_NAME": TABLE_NAME,
    "TIMEZONE": "Asia/Tokyo",
    "TOKEN_PRICES_INPUT": "1",
    "TOKEN_PRICES_OUTPUT": "5",
    "TRANSCRIPTION_MODEL": "gpt-transcribe",
    "OFFERS_LINKING": "true",
    "HAS_TOOLS": "false",
}


PICTURE_ROUTE = "GET /pictures/{chat}/{person}/{message}/{secret}"
SCHEDULES = "kaiwa-production"
# What is off by default, and costs when it is used.
FEATURES = {
    "DRAWING": "command",
    "EXPORT_BUCKET": BUCKET,
    "LISTENING_HOURS": "24",
    "REMINDER_SCHEDULES": json.dumps(
        {
            "group": SCHEDULES,
            "role_arn": "arn:aws:iam::123456789012:role/kaiwa-production-reminders",
            "queue_arn": "arn:aws:sqs:ap-northeast-1:123456789012:events.fifo",
        }
    ),
}


@dataclass
class World:
    """`say` is what a user does on LINE, `client` what the plugin's does. Usage is kept by case."""

    recorder: Recorder
    control: httpx.Client
    catcher: Catcher
    client: Client
    sqs: "SQSClient"
    queues: Mapping[str, str]
    usages: dict[str, Usage] = field(default_factory=dict)
    _seen_calls: int = 0

    def say(self, case: str, message: dict[str, Any], **source: str) -> None:
        """Have LINE send this message, and the functions handle it to its end."""
        event = {"type": "message", "message": message, "source": source}
        self.control.post("/control/webhooks", json={"events": [event]}).raise_for_status()
        request = http_event(self.catcher.body, self.catcher.headers)
        with self._counted(case, "line_webhook"):
            answer = line_webhook.lambda_handler(request, CONTEXT)
        assert answer["statusCode"] == 200, answer  # noqa: S101
        self.recorder.request(answer["body"])
        self.work(case)

    def work(self, case: str) -> None:
        """Have the worker handle what waits. Summaries are a case of their own."""
        self._drain(case, self.queues["events"])
        self._drain("summary", self.queues["summaries"])

    def call_plugin(self, case: str, method: str, **params: Any) -> None:
        """A request of MCP, as ChatGPT sends it."""
        body = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
        with self._counted(case, "chatgpt"):
            answer = self.client.post(body)
        assert answer["statusCode"] == 200 and '"isError":true' not in answer["body"], answer  # noqa: S101, PT018
        self.recorder.request(answer["body"])

    def call_action(self, case: str, method: str, path: str, body: Any = None) -> None:
        """A call of a GPT's action."""
        with self._counted(case, "chatgpt"):
            answer = chatgpt.lambda_handler(http_request(method, path, body), CONTEXT)
        assert answer["statusCode"] in {200, 202}, answer  # noqa: S101
        self.recorder.request(answer["body"])

    def let_say(self, words: str) -> None:
        """What the model answers to the next question."""
        answer = {"service": "openai", "operation": "responses", "kind": "answer", "text": words}
        self.control.post("/control/faults", json=answer).raise_for_status()

    def look_at(self, case: str, path: str, size: int) -> None:
        """Have LINE's app fetch a picture that was drawn, as if it had this size."""
        with self._counted(case, "chatgpt"):
            request = http_request("GET", path) | {"routeKey": PICTURE_ROUTE}
            answer = chatgpt.lambda_handler(request, CONTEXT)
        assert answer["statusCode"] == 200, answer  # noqa: S101
        self.recorder.request("")
        self.recorder.usage.counts["bytes_out"] += size

    def pictures(self) -> list[str]:
        """The paths of all pictures that were drawn."""
        keys = boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="pictures/")["Contents"]
        return [f"/{each['Key']}" for each in sorted(keys, key=lambda each: each["LastModified"])]

    def fire(self, case: str) -> None:
        """Have the scheduler put what waits there into the queue, as if its time had come."""
        scheduler = boto3.client("scheduler")
        for found in scheduler.list_schedules(GroupName=SCHEDULES)["Schedules"]:
            name = found["Name"]
            target = scheduler.get_schedule(GroupName=SCHEDULES, Name=name)["Target"]
            group = target["SqsParameters"]["MessageGroupId"]
            queue, body = self.queues["events"], target["Input"]
            self.sqs.send_message(
                QueueUrl=queue, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=name
            )
            scheduler.delete_schedule(GroupName=SCHEDULES, Name=name)
        self.work(case)

    def _drain(self, case: str, queue_url: str) -> None:
        while found := self.sqs.receive_message(
            QueueUrl=queue_url, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            (message,) = found
            record = {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "eventSource": "aws:sqs",
            }
            with self._counted(case, "line_reply"):
                result = line_reply.lambda_handler({"Records": [record]}, CONTEXT)
            assert result == {"batchItemFailures": []}, result  # noqa: S101
            self.sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
            # Lambda received and deletes it.
            self.recorder.usage.counts["queue_requests"] += 2

    @contextmanager
    def _counted(self, case: str, service: str) -> Iterator[None]:
        self.recorder.usage = self.usages.setdefault(case, Usage())
        os.environ["POWERTOOLS_SERVICE_NAME"] = service
        # As after a pause: each secret is read once more.
        gateways().parameters._known.clear()
        with self.recorder.function(service):
            yield
        self._add_calls()

    def _add_calls(self) -> None:
        """The calls that the stand-ins received meanwhile."""
        counts = self.recorder.usage.counts
        answer = self.control.get("/control/calls", params={"after": self._seen_calls})
        for call in answer.json()["calls"]:
            self._seen_calls = call["number"]
            counts[f"{call['service']}_calls"] += 1
            counts["pushes"] += call["operation"] == "push"
            counts["bytes_out"] += len(json.dumps(call["body"], ensure_ascii=False).encode())
            if call["operation"] == "responses":
                counts["prompt_characters"] += _characters(call["body"])
                counts["pictures_drawn"] += "tool_choice" in call["body"]


def _characters(body: Mapping[str, Any]) -> int:
    """Of a prompt: its instructions and all of its texts."""
    parts = [
        part if isinstance(part, str) else part.get("text", "")
        for message in body["input"]
        for part in (
            [message["content"]] if isinstance(message["content"], str) else message["content"]
        )
    ]
    return len(body.get("instructions") or "") + sum(map(len, parts))


@contextmanager
def deployed(**features: str) -> Iterator[World]:
    """Everything running with these settings besides, and nothing said yet."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in [name for name in os.environ if name.startswith(("AWS_", "OPENAI_"))]:
            patch.delenv(name)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", *CREDENTIALS):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "ap-northeast-1")
        stack.enter_context(mock_aws())
        stack.enter_context(moto_answers_signed_requests())
        recorder = Recorder(stack.enter_context(memory_dynamodb()))
        catcher = stack.enter_context(catching())
        url = stack.enter_context(stand_ins(catcher))
        pool = stack.enter_context(running_pool())
        sqs = boto3.client("sqs")
        queues = {
            name: sqs.create_queue(QueueName=f"{name}.fifo", Attributes=FIFO)["QueueUrl"]
            for name in ("events", "summaries")
        }
        addresses = {
            "LINE_API_BASE_URL": url,
            "LINE_DATA_BASE_URL": url,
            "OPENAI_BASE_URL": f"{url}/v1",
            "QUEUE_URL": queues["events"],
            "SUMMARY_QUEUE_URL": queues["summaries"],
            "TOKEN_KEYS_URL": pool.url,
        }
        # Each call says which function it is of.
        addresses["POWERTOOLS_SERVICE_NAME"] = "kaiwa"
        for name, value in (SETTINGS | addresses | features).items():
            patch.setenv(name, value)
        for made in (gateways, *vars(chatgpt_wiring).values(), *vars(line_reply_wiring).values()):
            if hasattr(made, "cache_clear"):
                made.cache_clear()  # in this process, of other addresses
        _fill_parameters()
        boto3.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"}
        )
        boto3.client("scheduler").create_schedule_group(Name=SCHEDULES)
        new_table()
        # Last, and so undone first: it lies over the DynamoDB in memory.
        recorder.installed(stack.enter_context(pytest.MonkeyPatch.context()))
        control = stack.enter_context(httpx.Client(base_url=url, trust_env=False, timeout=30))
        yield World(recorder, control, catcher, Client(pool), sqs, queues)


def link(world: World, line_id: str) -> None:
    """Link this chat with the sign-in of `world.client`."""
    accounts = gateways().accounts
    accounts.offer("setup", line_id, now())
    accounts.told(
        accounts.redeem("setup", world.client.account, "h•••@e•••.com", now(), replace=True)
    )


def _fill_parameters() -> None:
    ssm = boto3.client("ssm")
    for name in CREDENTIALS:
        ssm.put_parameter(Name=PATH + name, Value="testing", Type="SecureString")
    settings = {"ALLOWED_USER_IDS": "*", "OPENAI_INSTRUCTIONS": INSTRUCTIONS}
    for name, value in settings.items():
        ssm.put_parameter(Name=PATH + name, Value=value, Type="String")
