"""A FIFO queue of SQS's: groups, deduplication, visibility, receive counts, dead letters, redrive.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from tests.fakes.clock import FakeClock

DEDUPLICATED = timedelta(minutes=5)


@dataclass(eq=False)
class QueuedMessage:
    """A message as SQS keeps it. `receipt` is that of the last time it was received."""

    id: str
    group: str
    body: str
    sent_at: datetime
    visible_at: datetime
    receives: int = 0
    receipt: str = ""
    redriven: bool = False

    @cached_property
    def event(self) -> dict[str, Any]:
        """What is in it."""
        event: dict[str, Any] = json.loads(self.body)
        return event


@dataclass
class FifoQueue:
    """`visibility` and `most_receives` as Terraform sets them. Deduplicates within a group."""

    name: str
    clock: FakeClock
    visibility: timedelta = timedelta(seconds=180)
    most_receives: int = 5
    messages: list[QueuedMessage] = field(default_factory=list)
    dead: list[QueuedMessage] = field(default_factory=list)
    sent: list[QueuedMessage] = field(default_factory=list)
    """All that ever were."""
    _known: dict[tuple[str, str], QueuedMessage] = field(default_factory=dict)

    def send(self, group: str, deduplication_id: str, body: str) -> str:
        """The id of the message, or of the one with the same deduplication id of just before."""
        known = self._known.get((group, deduplication_id))
        if known and self.clock.now < known.sent_at + DEDUPLICATED:
            return known.id
        now = self.clock.now
        message = QueuedMessage(f"{self.name}-{len(self.sent)}", group, body, now, now)
        self._known[group, deduplication_id] = message
        self.messages.append(message)
        self.sent.append(message)
        return message.id

    def receivable(self) -> list[QueuedMessage]:
        """The first message of each group, unless it is out. What was received too often is not
        there any more: it has gone to the dead letters.
        """
        if not self.messages:
            return []
        now, first = self.clock.now, dict[str, QueuedMessage]()
        for message in list(self.messages):
            if message.group in first:
                continue
            if message.visible_at <= now and message.receives >= self.most_receives:
                self.messages.remove(message)
                self.dead.append(message)
                continue
            first[message.group] = message
        return [message for message in first.values() if message.visible_at <= now]

    def receive(self, message: QueuedMessage) -> str:
        """Take it out for the visibility time-out. Returns the receipt handle."""
        message.receives += 1
        message.visible_at = self.clock.now + self.visibility
        message.receipt = f"{message.id}/{message.receives}"
        return message.receipt

    def change_visibility(self, receipt: str, seconds: int) -> bool:
        """False if the receipt is not good any more."""
        message = self._out(receipt)
        if message is None:
            return False
        message.visible_at = self.clock.now + timedelta(seconds=seconds)
        return True

    def delete(self, receipt: str) -> bool:
        """The same."""
        message = self._out(receipt)
        if message is None:
            return False
        self.messages.remove(message)
        return True

    def redrive(self) -> int:
        """Dead letters are messages again, after all others. Returns how many."""
        now = self.clock.now
        for message in self.dead:
            message.receives, message.visible_at, message.redriven = 0, now, True
        number = len(self.dead)
        self.messages += self.dead
        self.dead = []
        return number

    def moments(self) -> list[datetime]:
        """When something of it becomes visible."""
        return [message.visible_at for message in self.messages]

    def _out(self, receipt: str) -> QueuedMessage | None:
        """The message that is out with this receipt. One that shows again has a new one."""
        for message in self.messages:
            if message.receipt == receipt and message.visible_at > self.clock.now:
                return message
        return None
