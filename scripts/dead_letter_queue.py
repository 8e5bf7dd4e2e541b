"""A dead-letter queue: what lies in it, and how that gets back to its queue, or out.

AWS's own redrive (StartMessageMoveTask) moves all that there is, whichever chat it is of. Here
events are received, sent and deleted one by one. SQS's rules for that decide the rest:

- What is received is hidden for a while, and with it all that comes later in its chat. So of a chat
  no more than ten are to be seen at a time.
  https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
- What has a deduplication id that was used in the last five minutes is taken and thrown away.
  https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched
from typing import TYPE_CHECKING, Self

from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.events import is_too_old
from kaiwa.log import hashed, type_name
from kaiwa.times import now
from line_reply.work import Unreadable, read

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

MOST_AT_ONCE = 10
"""SQS gives and takes no more in one call."""
HOLD_SECONDS = 900
"""For how long what was received stays hidden, if nobody shows it again: the process was killed.

It must be enough for ten events, whose failures are first looked for in the log.
"""
WAIT_SECONDS = 1
"""Long polling asks all of SQS's servers, so that an empty answer means an empty queue."""


@dataclass(frozen=True)
class DeadLetter:
    """An event that could not be handled. Only what may be shown of it shows itself.

    `event_id` is the event's own, or SQS's where it has none. `happened_at` is the event's time, if
    it has one, and `queued_at` is SQS's. `unreadable` is the field that the worker could not read.
    """

    message_id: str
    event_id: str
    type: str | None
    chat: str
    happened_at: datetime | None
    queued_at: datetime
    received: int
    too_old: bool
    unreadable: str | None
    group: str = field(repr=False)
    body: str = field(repr=False)
    handle: str = field(repr=False)

    @classmethod
    def of(cls, message: "MessageTypeDef", now: datetime) -> Self:
        """Read as the worker reads it. Whatever it is, this never fails."""
        attributes = message["Attributes"]
        work = read(message["Body"], now)
        sent_at = getattr(work, "sent_at", None)  # a request for a summary has none
        return cls(
            message_id=message["MessageId"],
            event_id=work.event_id or message["MessageId"],
            type=_type(message["Body"]),
            chat=hashed(attributes["MessageGroupId"]),
            happened_at=sent_at,
            queued_at=datetime.fromtimestamp(int(attributes["SentTimestamp"]) / 1000, UTC),
            received=int(attributes["ApproximateReceiveCount"]),
            too_old=bool(sent_at and is_too_old(sent_at, now)),
            unreadable=(work.path or "event") if isinstance(work, Unreadable) else None,
            group=attributes["MessageGroupId"],
            body=message["Body"],
            handle=message["ReceiptHandle"],
        )

    def is_of(self, line_id: str) -> bool:
        """Whether it is of the chat with this id, or by the user with it, in whichever chat."""
        return line_id in {self.group, _speaker(self.body)}

    @property
    def dated(self) -> datetime:
        """The best that is known of when it happened."""
        return self.happened_at or self.queued_at


def _type(body: str) -> str | None:
    try:
        return type_name(Fields.parse(body).values.get("type"))
    except UnreadableError:
        return None


def _speaker(body: str) -> str | None:
    try:
        return Fields.parse(body).within("source").id("userId")
    except UnreadableError:
        return None


class DeadLetterQueue:
    """The dead-letter queue at `url`, for the events of the queue at `source_url`."""

    def __init__(self, sqs: "SQSClient", name: str, url: str, source_url: str) -> None:
        self.name = name
        self._sqs = sqs
        self._url = url
        self._source_url = source_url

    def waiting(self) -> int:
        """About how many events are in it, hidden ones too."""
        found = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["All"])
        attributes = found["Attributes"]
        visible = int(attributes["ApproximateNumberOfMessages"])
        return visible + int(attributes["ApproximateNumberOfMessagesNotVisible"])

    def of(self, line_id: str) -> list[DeadLetter]:
        """Those of a chat or by a user, as far as they are to be seen."""
        with self.visit() as visit:
            return [each for letters in visit.batches() for each in letters if each.is_of(line_id)]

    def drop_all(self, line_id: str) -> int:
        """Delete these, round after round: what is left hides what comes later in its chat."""
        total = 0
        while True:
            with self.visit() as visit:
                wanted = [
                    each for letters in visit.batches() for each in letters if each.is_of(line_id)
                ]
                for letter in wanted:
                    visit.drop(letter)
            total += len(wanted)
            if not wanted:
                return total

    @contextmanager
    def visit(self) -> Iterator["Visit"]:
        """Go through what is to be seen. Afterwards, what is left of it is shown again."""
        visit = Visit(self._sqs, self._url, self._source_url)
        try:
            yield visit
        finally:
            visit.show_again()


class Visit:
    """One way through a dead-letter queue."""

    def __init__(self, sqs: "SQSClient", url: str, source_url: str) -> None:
        self._sqs = sqs
        self._url = url
        self._source_url = source_url
        self._left: dict[str, DeadLetter] = {}

    def batches(self) -> Iterator[list[DeadLetter]]:
        """Ten events at most at a time, those of a chat in their order."""
        while letters := self._receive():
            if all(letter.message_id in self._left for letter in letters):
                return  # this took so long that the first ones are shown again
            self._left |= {letter.message_id: letter for letter in letters}
            yield letters

    def put_back(self, letter: DeadLetter) -> None:
        """Send it to its queue, and only then delete it: whatever happens, it is in one of them.

        Stopped in between it is in both. SQS throws the second away when it is put back within five
        minutes, for each stay in the dead-letter queue has one deduplication id; later the worker
        does, by the event's marker. That id can't be the one the event came with: SQS would take
        it for a double, and it would be lost.
        """
        self._sqs.send_message(
            QueueUrl=self._source_url,
            MessageBody=letter.body,
            MessageGroupId=letter.group,
            MessageDeduplicationId=letter.message_id,
        )
        self.drop(letter)

    def drop(self, letter: DeadLetter) -> None:
        """Delete it for good."""
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=letter.handle)
        del self._left[letter.message_id]

    def show_again(self) -> None:
        """Let others receive what is left."""
        for letters in batched(self._left.values(), MOST_AT_ONCE, strict=False):
            self._sqs.change_message_visibility_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(number), "ReceiptHandle": letter.handle, "VisibilityTimeout": 0}
                    for number, letter in enumerate(letters)
                ],
            )

    def _receive(self) -> list[DeadLetter]:
        messages = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=MOST_AT_ONCE,
            MessageSystemAttributeNames=["All"],
            VisibilityTimeout=HOLD_SECONDS,
            WaitTimeSeconds=WAIT_SECONDS,
        ).get("Messages", [])
        return [DeadLetter.of(message, now()) for message in messages]
