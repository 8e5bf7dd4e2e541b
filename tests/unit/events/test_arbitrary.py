"""Whatever LINE signs, the webhook takes it, the worker ends it, and nobody else waits for it.

`make fuzz` tries 5,000 examples, the unit tests 300, always the same.
"""

import io
import json
import logging
import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kaiwa.queue
from kaiwa.gateways import Gateways, gateways
from kaiwa.log import logger
from kaiwa.queue import EventQueue
from line_reply import handler as worker
from line_reply import wiring
from line_webhook import handler as webhook
from tests.builders import (
    CHANNEL_SECRET,
    OTHER_USER_ID,
    Event,
    http_event,
    signature,
    sqs_event,
    text_event,
    webhook_body,
)
from tests.dynamodb.installed import memory_dynamodb
from tests.dynamodb.memory import MemoryDynamoDB
from tests.fakes.aws import FakeExports, FakeParameters, FakePictures
from tests.fakes.line import FakeLine
from tests.fakes.model import FakeModel, FakeModels
from tests.unit.events.arbitrary import JSON, now, odd_events, own_changes
from tests.unit.tables import new_table

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))
EXPLORED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
CONTEXT = SimpleNamespace(aws_request_id="request-1")
ENVIRONMENT = {
    "DEFAULT_LANGUAGE": "en",
    "DELETE_DATA_ON_LEAVE": "true",
    "DRAWING": "off",
    "FLEX_MESSAGES": "true",
    "LISTENING_HOURS": "24",
    "PICTURES_URL": "https://api.example.com/pictures",
    "LINK_PAGE_URL": "https://api.example.com/connect",
    "HISTORY_MAX_CHARACTERS": "1000",
    "HISTORY_MAX_MESSAGES": "20",
    "MAX_RECEIVE_COUNT": "5",
    "MESSAGE_RETENTION_DAYS": "90",
    "OFFERS_LINKING": "true",
    "TABLE_NAME": "kaiwa-test-messages",
    "TIMEZONE": "Asia/Tokyo",
}
KNOWN = re.compile(
    r"delivered|failed|unknown|too old|taken before|one of several|deleted|limit reached"
    r"|nothing to tell|told newcomers|overheard|not to be heard"
    r"|unreadable|unsent|edited|unknown message|greeted|parted since|welcome since|on standby"
    r"|unknown channel|stopped and forgot|without a token|token used or expired|unwelcome"
    r"|nothing to summarise|cancelled|obeyed /[a-z]+|ignored: .+"
)
QUEUED_ID = re.compile(r"[!-~]{1,128}")
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"""


class FakeSqs:
    """SQS, as far as it takes a message or refuses it."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    def call(self, operation: str, **message: Any) -> None:
        """An event that comes again does so later: nobody waits for that here."""
        if operation == "SendMessage":
            self._send(message)

    def _send(self, message: Mapping[str, str]) -> None:
        assert QUEUED_ID.fullmatch(message["MessageGroupId"])
        assert QUEUED_ID.fullmatch(message["MessageDeduplicationId"])
        assert len(message["MessageBody"].encode()) <= 262_144
        self.bodies.append(message["MessageBody"])


class Deployment:
    """Webhook and worker, with LINE, the model and the queue as fakes, and the table in memory."""

    def __init__(self, memory: MemoryDynamoDB) -> None:
        self.memory = memory
        self.sqs = FakeSqs()
        self.line = FakeLine()
        self.log = io.StringIO()

    def start_afresh(self) -> None:
        """Forget all that happened."""
        self.sqs.bodies.clear()
        self.line = FakeLine()
        for table in self.memory.tables.values():
            table.items.clear()

    def post(self, *events: Any) -> int:
        """The webhook's answer to LINE."""
        body = json.dumps({"destination": "Ubot", "events": events}).encode()
        event = http_event(body, {"x-line-signature": signature(body)})
        return int(webhook.lambda_handler(event, CONTEXT)["statusCode"])

    def work(self, body: str) -> str:
        """How the worker ends what was queued, on its first attempt."""
        self.log.seek(0)
        self.log.truncate()
        record = sqs_event({})
        record["Records"][0]["body"] = body
        response = worker.lambda_handler(record, CONTEXT)
        lines = self.log.getvalue()
        assert response == {"batchItemFailures": []}, lines
        return str(json.loads(lines.splitlines()[-1])["outcome"])


@pytest.fixture
def deployment(environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with memory_dynamodb() as memory:
        deployed, queue = Deployment(memory), EventQueue("https://sqs.example/events.fifo")
        monkeypatch.setattr(kaiwa.queue, "SQS", deployed.sqs)
        fakes = {
            "events": queue,
            "exports": FakeExports(),
            "line": lambda _, channel: deployed.line,
            "models": lambda _, channel: FakeModels(FakeModel),
            "parameters": FakeParameters(ALLOWED_USER_IDS="*", LINE_CHANNEL_SECRET=CHANNEL_SECRET),
            "pictures": FakePictures(),
            "summaries": queue,
        }
        for name, fake in fakes.items():
            monkeypatch.setattr(Gateways, name, fake)
        for cached in (gateways, wiring.dispatch, wiring._settings):
            cached.cache_clear()
        new_table()
        handler = logger().handler
        assert isinstance(handler, logging.StreamHandler)
        previous = handler.setStream(deployed.log)
        yield deployed
        handler.setStream(previous)


def good_event() -> Event:
    """A text of somebody else's, in a chat of their own."""
    source = {"type": "user", "userId": OTHER_USER_ID}
    return text_event("Hello", 7777, timestamp=now(), source=source)


@EXPLORED
@given(odd=st.lists(odd_events(), min_size=1, max_size=3), place=st.integers(0, 3))
def test_the_well_formed_are_answered_whatever_else_there_is(
    deployment: Deployment, odd: list[Event], place: int
) -> None:
    deployment.start_afresh()
    assert deployment.post(*odd[:place], good_event(), *odd[place:]) == 200
    outcomes = [deployment.work(body) for body in list(deployment.sqs.bodies)]
    assert [each for each in outcomes if not KNOWN.fullmatch(each)] == []
    assert "Re: Hello" in deployment.line.shown


@EXPLORED
@given(odd=odd_events())
def test_an_event_that_is_signed_by_nobody_is_refused(deployment: Deployment, odd: Event) -> None:
    deployment.start_afresh()
    event = http_event(webhook_body(), {"x-line-signature": signature(b"another body")})
    event["body"] = json.dumps({"events": [odd]})
    assert webhook.lambda_handler(event, CONTEXT)["statusCode"] == 403
    assert deployment.sqs.bodies == []


@EXPLORED
@given(
    kind=st.sampled_from(["kaiwa.text", "kaiwa.summary", "kaiwa.reminder", "kaiwa.overheard"]),
    changes=own_changes(),
)
def test_what_kaiwa_itself_queues_is_ended_too(
    deployment: Deployment, kind: str, changes: Event
) -> None:
    deployment.start_afresh()
    queued = {
        "type": kind,
        "id": "1",
        "conversation_id": OTHER_USER_ID,
        "role": "sent",
        "text": "Hi",
        "sent_at": datetime.now(UTC).isoformat(),
        "operation_id": None,
        "number": 1,
        "webhookEventId": "01EVENT",
        "timestamp": now(),
        "source": {"type": "group", "groupId": "C1", "userId": OTHER_USER_ID},
        "message": {"id": "1", "text": "Hi"},
    }
    assert KNOWN.fullmatch(deployment.work(json.dumps(queued | changes)))


@EXPLORED
@given(body=st.one_of(st.text(max_size=50), JSON.map(json.dumps)))
def test_what_is_no_event_is_ended(deployment: Deployment, body: str) -> None:
    assert KNOWN.fullmatch(deployment.work(body))
