"""Sequences of what can be done with a FIFO queue, in which the world's must agree with SQS's."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.world.queue import FifoQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MOST_RECEIVES = 3
VISIBILITY_SECONDS = 600
"""No test waits for it."""


class Pair:
    """A queue of SQS's, and the world's, with the same done to both."""

    def __init__(self, sqs: "SQSClient", url: str, dead_url: str) -> None:
        self.sqs, self.url, self.dead_url = sqs, url, dead_url
        visibility = timedelta(seconds=VISIBILITY_SECONDS)
        self.queue = FifoQueue("world", FakeClock(NOON), visibility, MOST_RECEIVES)
        self.out: list[tuple[str, str]] = []
        """The receipts of what is out: SQS's, and the world's."""

    def send(self, group: str, deduplication_id: str, body: str) -> None:
        self.queue.send(group, deduplication_id, body)
        self.sqs.send_message(
            QueueUrl=self.url,
            MessageBody=body,
            MessageGroupId=group,
            MessageDeduplicationId=deduplication_id,
        )

    def receive(self) -> str | None:
        """What SQS gives, of which the world must have it to give. Returns where they differ."""
        received = _received(self.sqs, self.url)
        possible = {message.body: message for message in self.queue.receivable()}
        if received is None:
            return f"SQS has nothing, the world {sorted(possible)}" if possible else None
        message = possible.get(received["Body"])
        if message is None:
            return f"SQS gives {received['Body']}, the world has {sorted(possible)}"
        receipt = self.queue.receive(message)
        self.out.append((received["ReceiptHandle"], receipt))
        number = int(received["Attributes"]["ApproximateReceiveCount"])
        same = number == message.receives
        return None if same else f"{message.body}: {number} times, {message.receives} in the world"

    def delete(self, number: int) -> None:
        theirs, ours = self.out.pop(number)
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=theirs)
        self.queue.delete(ours)

    def show_again(self, number: int) -> None:
        theirs, ours = self.out.pop(number)
        self.sqs.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=theirs, VisibilityTimeout=0
        )
        self.queue.change_visibility(ours, 0)

    def rest(self) -> list[str]:
        """What the two have left, if that is not the same."""
        theirs = list(_all(self.sqs, self.dead_url))
        ours = [message.body for message in self.queue.dead]
        same = sorted(theirs) == sorted(ours)
        return [] if same else [f"dead letters: {theirs}, {ours} in the world"]


def differences(pair: Pair, seed: int, number: int = 40) -> list[str]:
    """Do so many things with both. Returns where they do not agree."""
    chance, found, sent = random.Random(seed), list[str](), 0  # noqa: S311 (nothing secret)
    for _ in range(number):
        action = chance.choice(("send", "send", "double", "receive", "receive", "delete", "again"))
        if action == "send" or (action == "double" and sent):
            sent += action == "send"
            group = "ab"[sent % 2]
            pair.send(group, f"id-{sent}", f"{group}{sent}")
        elif action == "receive" and (different := pair.receive()):
            return [*found, different]
        elif action == "delete" and pair.out:
            pair.delete(chance.randrange(len(pair.out)))
        elif action == "again" and pair.out:
            pair.show_again(chance.randrange(len(pair.out)))
    while pair.out:
        pair.show_again(0)
    while pair.queue.receivable():
        if different := pair.receive():
            return [different]
        pair.show_again(0)
    return [*filter(None, [pair.receive()]), *pair.rest()]


@contextmanager
def pair_of_queues(sqs: "SQSClient", name: str) -> Iterator[Pair]:
    """Two new, empty queues, with their dead letters."""
    fifo: Any = {"FifoQueue": "true"}
    dead_url = sqs.create_queue(QueueName=f"{name}-dead.fifo", Attributes=fifo)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead_url, AttributeNames=["QueueArn"])["Attributes"]
    policy = {"deadLetterTargetArn": arn["QueueArn"], "maxReceiveCount": MOST_RECEIVES}
    attributes: Any = {
        **fifo,
        "VisibilityTimeout": str(VISIBILITY_SECONDS),
        "RedrivePolicy": json.dumps(policy),
    }
    url = sqs.create_queue(QueueName=f"{name}.fifo", Attributes=attributes)["QueueUrl"]
    yield Pair(sqs, url, dead_url)
    for each in (url, dead_url):
        sqs.delete_queue(QueueUrl=each)


def _received(sqs: "SQSClient", url: str) -> Any:
    found = sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=1, AttributeNames=["ApproximateReceiveCount"]
    )
    return next(iter(found.get("Messages", [])), None)


def _all(sqs: "SQSClient", url: str) -> Iterator[str]:
    while received := _received(sqs, url):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=received["ReceiptHandle"])
        yield received["Body"]
