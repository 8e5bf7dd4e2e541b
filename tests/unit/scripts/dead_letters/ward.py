"""Dead letters on moto's queues and logs, and the chore that sees to them."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient

from kaiwa.log import described
from scripts.dead_letter_reasons import NOT_HANDLED
from scripts.operations_log import STREAM
from tests.builders import text_event

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sqs import SQSClient


REGION = "ap-northeast-1"
LOG_GROUP = "/aws/lambda/kaiwa-test-line-reply"
ALICE, BOB = "U" + "a" * 32, "U" + "b" * 32
SECRET_WORDS = "A private matter: 極秘"


def milliseconds(hours_ago: int = 0) -> int:
    """The time, as LINE tells it."""
    return int((time.time() - hours_ago * 3600) * 1000)


@dataclass
class Ward:
    """Four queues, the worker's log, and the chore that is tried on them."""

    sqs: "SQSClient"
    logs: "CloudWatchLogsClient"
    urls: dict[str, str]
    run: Callable[..., str]
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1000)))

    def die(
        self,
        chat: str = ALICE,
        error: Exception | None = None,
        *,
        body: str | None = None,
        **changes: Any,
    ) -> str:
        """Put an event into the dead-letter queue, and its failure into the log. Returns its id."""
        event_id = f"01EVENT{next(self.numbers):03}"
        event = text_event(SECRET_WORDS, webhookEventId=event_id) | {
            "timestamp": milliseconds(),
            "source": {"type": "user", "userId": chat},
            **changes,
        }
        self.send("dead_letter_queue_url", chat, event_id, body or json.dumps(event))
        if error:
            failure = described(error)
            self.log(message=NOT_HANDLED, event_id=event_id, attempt=5, failure=failure)
        return event_id

    def send(self, queue: str, chat: str, event_id: str, body: str) -> None:
        self.sqs.send_message(
            QueueUrl=self.urls[queue],
            MessageBody=body,
            MessageGroupId=chat,
            MessageDeduplicationId=event_id,
        )

    def log(self, **line: Any) -> None:
        """A line of the worker's, as the last one so far."""
        at = milliseconds() + next(self.numbers)
        self.logs.put_log_events(
            logGroupName=LOG_GROUP,
            logStreamName="1",
            logEvents=[{"timestamp": at, "message": json.dumps(line)}],
        )

    def take(self, queue: str = "queue_url") -> list[dict[str, Any]]:
        """All that may be received from a queue, in its order. It is gone afterwards."""
        url, found = self.urls[queue], list[Any]()
        while messages := self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            found += messages
            for message in messages:  # while they are there, the next of their chat are not shown
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def events(self, queue: str = "queue_url") -> list[str]:
        """The ids of the events in a queue, in its order. They are gone afterwards."""
        return [json.loads(each["Body"])["webhookEventId"] for each in self.take(queue)]

    def operations(self) -> list[dict[str, Any]]:
        lines = self.logs.get_log_events(logGroupName=LOG_GROUP, logStreamName=STREAM)["events"]
        return [json.loads(line["message"]) for line in lines]


def rows(printed: str) -> list[list[str]]:
    """The table that was printed, without headings and ages; the reason is the last cell."""
    lines = [line for line in printed.splitlines() if line.startswith(("events", "summaries"))]
    cells = [line.split(maxsplit=8) for line in lines]
    return [[*row[:3], *row[5:]] for row in cells]


make_call = BaseClient._make_api_call  # type: ignore[attr-defined]


def interrupt(patch: pytest.MonkeyPatch, operation: str, nth: int) -> None:
    """Stop the process, as Ctrl-C does, in place of the nth call of an operation of AWS's."""
    calls = itertools.count(1)

    def call(client: Any, name: str, arguments: Any) -> Any:
        if name == operation and next(calls) == nth:
            raise KeyboardInterrupt
        return make_call(client, name, arguments)

    patch.setattr(BaseClient, "_make_api_call", call)
