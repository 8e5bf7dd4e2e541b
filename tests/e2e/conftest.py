"""The deployed stacks of the end-to-end tests, and the hands to use them with."""

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import httpx
import pytest
from xdist.scheduler import LoadScopeScheduling

from simulator.chatgpt import PASSWORD, ChatGpt
from simulator.processes import free_port, wait_until
from simulator.stack import BUILD, Options, Stack, running_stack
from tests.emitted import MARK, Emitted, read

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

SHOP_TOKEN = "the-token-of-the-shop"
TOOLS = [
    {
        "type": "mcp",
        "server_label": "shop",
        "server_url": "https://shop.example.com/mcp",
        "require_approval": "never",
        "authorization_secret": "SHOP_TOKEN",
    },
    {"type": "code_interpreter"},
]
# Short enough to wait for in a test.
VARIABLES = {
    "SHOP_TOKEN": SHOP_TOKEN,
    "TF_VAR_openai_tools": json.dumps(TOOLS),
    "TF_VAR_answer_deadline_seconds": "10",
    "TF_VAR_secret_cache_seconds": "2",
    # Off by default; nothing else that these tests look at changes by it.
    "TF_VAR_drawing": "model",
    "TF_VAR_suggested_questions": "2",
    "TF_VAR_listening_hours": "24",
    "TF_VAR_reminders": "true",
    # One user says more in these tests than people may in a day.
    "TF_VAR_daily_message_limit": "1000",
    "TF_VAR_daily_token_limit": "100000000",
}
DAILY_MESSAGE_LIMIT = 1000
STACKS = {
    "browser/": "pages",
    "node/": "pages",
    "test_alarms.py": "pages",
    "test_chatgpt.py": "pages",
    "test_runbook.py": "pages",
    "operating/test_personal_data.py": "changes",
    "operating/test_rollout.py": "changes",
    "operating/": "operating",
    "test_dead_letters.py": "operating",
}
"""Which stack tests have in `make e2e`, so that each has as much to do: the first one that fits.
All others share a fourth one.
"""


class ByStack(LoadScopeScheduling):  # type: ignore[misc]  # xdist says nothing of its types
    """Tests that share a stack run one after the other, in the same process.

    (xdist's own groups do not work with this version of pytest.)
    """

    def _split_scope(self, nodeid: str) -> str:
        place = nodeid.removeprefix("tests/e2e/")
        return next((stack for tests, stack in STACKS.items() if place.startswith(tests)), "others")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByStack:
    return ByStack(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What ends the deployment comes last."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="session")
def stack(worker_id: str) -> Iterator[Stack]:
    folder = BUILD / "simulator" / f"e2e-{worker_id}"
    options = Options(
        folder=folder,
        aws_port=free_port(),
        simulator_port=free_port(),
        api_port=free_port(),
        description=folder / "stack.json",
        person=("visitor@example.com", PASSWORD),
        variables=VARIABLES,
    )
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    with running_stack(options) as stack:
        yield stack


class Aws:
    """The emulated AWS that the stack is deployed to."""

    def __init__(self, stack: Stack) -> None:
        self.outputs: dict[str, Any] = stack.description["terraform_outputs"]
        session = boto3.Session("test", "test", region_name=stack.description["region"])
        url = stack.description["aws_endpoint_url"]
        self.functions: LambdaClient = session.client("lambda", endpoint_url=url)
        self.roles: IAMClient = session.client("iam", endpoint_url=url)
        self.s3: S3Client = session.client("s3", endpoint_url=url)
        self.apigateway: ApiGatewayV2Client = session.client("apigatewayv2", endpoint_url=url)
        self.cognito: CognitoIdentityProviderClient = session.client(
            "cognito-idp", endpoint_url=url
        )
        self.dynamodb: DynamoDBClient = session.client("dynamodb", endpoint_url=url)
        self.logs: CloudWatchLogsClient = session.client("logs", endpoint_url=url)
        self.scheduler: Any = session.client("scheduler", endpoint_url=url)
        self.sqs: SQSClient = session.client("sqs", endpoint_url=url)
        self.ssm: SSMClient = session.client("ssm", endpoint_url=url)

    def waiting(self, queue: str = "queue_url") -> int:
        """How many messages are in a queue, visible or not."""
        attributes = self.sqs.get_queue_attributes(
            QueueUrl=self.outputs[queue], AttributeNames=["All"]
        )["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"]) + int(
            attributes["ApproximateNumberOfMessagesNotVisible"]
        )

    def item(self, item_id: str) -> dict[str, Any]:
        """An item of the table, read consistently; empty if there is none."""
        return self.dynamodb.get_item(
            TableName=self.outputs["table_name"], Key={"id": {"S": item_id}}, ConsistentRead=True
        ).get("Item", {})

    def log_lines(self, function: str) -> list[str]:
        """Everything that a function has logged, but for its metrics."""
        return [line for line in self._written(function) if not line.startswith(MARK)]

    def metrics(self, function: str) -> list[Emitted]:
        """All metrics that a function has put out."""
        return read(self._written(function))

    def _written(self, function: str) -> list[str]:
        group = self.outputs["log_group_names"][function]
        pages = self.logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [event["message"] for page in pages for event in page["events"]]


class Line:
    """LINE's users, the model, and what is made to go wrong, through the control API."""

    def __init__(self, stack: Stack, aws: Aws) -> None:
        self.description = stack.description
        self.aws = aws
        self.control = httpx.Client(
            base_url=stack.description["simulator_url"], timeout=120, trust_env=False
        )

    def post(self, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Send a webhook of events that LINE's stand-in completes. Returns how it went."""
        return self._json("POST", "/control/webhooks", {"events": list(events), **more})

    def post_raw(self, body: str, signature: str | None = None) -> tuple[int, str]:
        """Send these bytes (in base64) as a webhook, signed unless said otherwise."""
        request = {"raw_body_base64": body} | ({"signature": signature} if signature else {})
        result = self._json("POST", "/control/webhooks", request)
        return result["status"], result["body"]

    def say(self, user: str, text: str, seconds: float = 60, **more: Any) -> list[str]:
        """Send a text as a user and wait for the first of the bot's answers to it."""
        request = {"user": user, "text": text, "timeout_seconds": seconds, **more}
        answers: list[str] = self._json("POST", "/control/say", request)["answers"]
        return answers

    def send(self, user: str, message: dict[str, Any], **more: Any) -> list[str]:
        """Send anything else as a user and wait for the bot's answer."""
        request = {"user": user, "message": message, **more}
        answers: list[str] = self._json("POST", "/control/send", request)["answers"]
        return answers

    def tap(self, user: str, label: str, **more: Any) -> list[str]:
        """Tap a button below the last bubble and wait for the bot's answer."""
        request = {"user": user, "label": label, **more}
        answers: list[str] = self._json("POST", "/control/tap", request)["answers"]
        return answers

    def speaks(self, user: str, language: str) -> None:
        """The user has set LINE to this language."""
        self._json("POST", "/control/users", {"user": user, "language": language})

    def bubbles(self, chat: str) -> list[dict[str, Any]]:
        """Everything in a chat, as its users see it."""
        messages: list[dict[str, Any]] = self._json("GET", f"/control/chats/{chat}")["messages"]
        return messages

    def fault(self, service: str, operation: str, kind: str, **more: Any) -> None:
        """Make the next call of this kind go wrong."""
        fault = {"service": service, "operation": operation, "kind": kind, **more}
        self._json("POST", "/control/faults", fault)

    def calls(self, service: str, *operations: str) -> list[dict[str, Any]]:
        """The calls that a stand-in received, of these operations only if any are named."""
        calls = self._json("GET", f"/control/calls?service={service}")["calls"]
        return [call for call in calls if not operations or call["operation"] in operations]

    def shown(self, user: str) -> list[tuple[str, str]]:
        """What a user sees from the bot: how it came, and the text."""
        messages = self._json("GET", f"/control/chats/{user}")["messages"]
        return [(each["by"], each["text"]) for each in messages if each["from"] == "bot"]

    def settle(self, seconds: float = 60) -> None:
        """Wait until the worker has nothing left to do."""
        queues = ("queue_url", "summary_queue_url")
        is_idle = wait_until(lambda: not any(self.aws.waiting(queue) for queue in queues), seconds)
        assert is_idle, "The queues did not empty."

    def _json(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        response = self.control.request(method, path, json=body)
        result: dict[str, Any] = response.json()
        assert response.is_success, result
        return result


@pytest.fixture(scope="session")
def hands(stack: Stack) -> Line:
    """Clients of everything. To make them takes longer than most tests."""
    return Line(stack, Aws(stack))


@pytest.fixture
def aws(stack: Stack, hands: Line) -> Aws:
    hands.aws.outputs = stack.description["terraform_outputs"]
    return hands.aws


@pytest.fixture
def line(hands: Line, aws: Aws) -> Line:
    """LINE with nothing remembered of other tests, and a worker that is idle."""
    hands.settle()
    hands._json("POST", "/control/reset")
    return hands


@pytest.fixture(scope="session")
def hanako(stack: Stack) -> ChatGpt:
    """A person who has signed in, created as an operator creates people."""
    chatgpt = ChatGpt(stack, "hanako")
    stack.make("user", f"EMAIL={chatgpt.email}", USER_PASSWORD=PASSWORD)
    chatgpt.sign_in()
    return chatgpt


def text(words: str, user: str = "hanako", **more: Any) -> dict[str, Any]:
    """A text message, to be completed by the stand-in."""
    message = {"type": "text", "text": words}
    return {"type": "message", "source": {"userId": user}, "message": message, **more}
