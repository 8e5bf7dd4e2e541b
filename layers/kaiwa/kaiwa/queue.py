"""Gateway to the FIFO queues between the functions."""

import json

from kaiwa.aws import Service
from kaiwa.queued_event import QueuedEvent

SQS = Service("sqs", "AmazonSQS", "1.0", timeouts=(1, 2), attempts=3)
"""LINE waits for the webhook for two seconds, and asks again; an event that comes twice is one."""
MOST_BYTES = 262_144
"""The largest message that every SQS queue takes: queues made since August 2025 may take 1 MiB.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
"""


class UnfitError(Exception):
    """No queue takes this event: it is too large, or nested too deeply. Not now and not later."""


class EventQueue:
    """Events wait here in order, conversation by conversation."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, queued: QueuedEvent) -> None:
        """Put an event on the queue. Returns once SQS has stored it.

        Sending one again is harmless: SQS drops it for 5 minutes, the worker's marker for 3 days.
        Raises `UnfitError`, or botocore's errors.
        """
        try:
            body = json.dumps(queued.event)  # in ASCII: a byte for each character
        except RecursionError:
            raise UnfitError from None
        if len(body) > MOST_BYTES:
            raise UnfitError
        SQS.call(
            "SendMessage",
            QueueUrl=self._url,
            MessageBody=body,
            MessageGroupId=queued.conversation_id,
            MessageDeduplicationId=queued.event_id,
        )

    def show_again(self, receipt_handle: str, seconds: int) -> None:
        """Make a received event visible again after `seconds`, not after the whole time-out."""
        SQS.call(
            "ChangeMessageVisibility",
            QueueUrl=self._url,
            ReceiptHandle=receipt_handle,
            VisibilityTimeout=seconds,
        )
