"""Gateway to the FIFO queue between the webhook and the worker."""

import json
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from kaiwa.line.events import QueuedEvent

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


SUMMARY_TYPE = "kaiwa.summary"
"""Type of what waits in the queue for summaries. All else is in the queue for events."""


class EventQueue:
    """Events wait here in order, conversation by conversation."""

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _sqs(self) -> "SQSClient":
        return boto3.client("sqs")

    def send(self, queued: QueuedEvent) -> None:
        """Put an event on the queue. Returns once SQS has stored it; else botocore's error.

        Sending one again is harmless: SQS drops it for 5 minutes, the worker's marker for 3 days.
        """
        self._sqs.send_message(
            QueueUrl=self._url,
            MessageBody=json.dumps(queued.event),
            MessageGroupId=queued.conversation_id,
            MessageDeduplicationId=queued.event_id,
        )

    def show_again(self, receipt_handle: str, seconds: int) -> None:
        """Make a received event visible again after `seconds`, not after the whole time-out."""
        self._sqs.change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds
        )
