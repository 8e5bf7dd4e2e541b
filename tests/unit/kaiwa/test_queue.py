"""The queue on moto's SQS."""

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from kaiwa.queue import EventQueue
from kaiwa.queued_event import QueuedEvent
from tests.builders import USER_ID, text_event

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@pytest.fixture
def sqs(aws: None) -> "SQSClient":
    return boto3.client("sqs")


@pytest.fixture
def url(sqs: "SQSClient") -> str:
    attributes: dict[Any, str] = {"FifoQueue": "true", "VisibilityTimeout": "600"}
    return sqs.create_queue(QueueName="events.fifo", Attributes=attributes)["QueueUrl"]


def test_an_event_is_visible_again_when_told(sqs: "SQSClient", url: str) -> None:
    queue = EventQueue(url)
    queue.send(QueuedEvent(USER_ID, "event-1", text_event()))
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    queue.show_again(message["ReceiptHandle"], 0)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1


def test_what_sqs_does_not_take_is_an_error(sqs: "SQSClient", url: str) -> None:
    queue = EventQueue(url)
    sqs.delete_queue(QueueUrl=url)
    with pytest.raises(ClientError, match="QueueDoesNotExist"):
        queue.send(QueuedEvent(USER_ID, "event-1", text_event()))
