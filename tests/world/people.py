"""What people do, and what LINE and ChatGPT make of it: webhooks, taken until answered with 200."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from line_reply import handler as worker
from line_webhook import handler as webhook
from tests.api_gateway import CONTEXT
from tests.builders import http_event, signature, webhook_body
from tests.world import faults
from tests.world.faults import Fault
from tests.world.http import Reply
from tests.world.line import TOKEN_LIFE
from tests.world.queue import FifoQueue, QueuedMessage
from tests.world.scheduler import Crashed, Strand
from tests.world.world import Due, World

WEBHOOK_SECONDS, WORKER_SECONDS, API_SECONDS = 10, 150, 29
REDELIVERED_AFTER = timedelta(seconds=60)
MOST_DELIVERIES = 4
ANSWERED = 200


@dataclass(eq=False)
class Delivered:
    """An event of LINE's: `statuses` are what the webhook answered."""

    event: dict[str, Any]
    statuses: list[int] = field(default_factory=list)
    deliveries: int = 0

    @property
    def is_taken(self) -> bool:
        return ANSWERED in self.statuses


@dataclass(frozen=True)
class Got:
    """What ChatGPT got for somebody, or somebody's app."""

    name: str
    who: str
    began_at: datetime
    at: datetime
    reply: Reply


@dataclass
class Platform:
    """LINE as it sends events, Lambda as it invokes functions."""

    world: World
    delivered: list[Delivered] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world.invoke = self.invoke

    # The worker

    def invoke(self, queue: FifoQueue, message: QueuedMessage) -> Strand:
        """Lambda receives a message and calls the worker."""
        world, receipt = self.world, queue.receive(message)
        record = {
            "messageId": message.id,
            "receiptHandle": receipt,
            "body": message.body,
            "attributes": {
                "ApproximateReceiveCount": str(message.receives),
                "SentTimestamp": "0",
            },
        }

        def work() -> None:
            result = worker.lambda_handler({"Records": [record]}, CONTEXT)
            if not result["batchItemFailures"]:
                world.step(faults.QUEUE, "DeleteMessage", lambda _: queue.delete(receipt))

        name = f"{message.id} ({message.receives})"
        return world.begin(name, WORKER_SECONDS, self._guarded(work), message)

    # LINE

    def send(self, event: dict[str, Any]) -> Strand:
        """LINE has an event, and delivers it until it is taken."""
        milliseconds = int(self.world.clock.now.timestamp() * 1000)
        delivered = Delivered(event | {"timestamp": milliseconds})
        self.delivered.append(delivered)
        return self._deliver(delivered)

    def _deliver(self, delivered: Delivered) -> Strand:
        world, event = self.world, delivered.event
        delivered.deliveries += 1
        again = delivered.deliveries > 1
        event = event | {"deliveryContext": {"isRedelivery": again}}
        if token := event.get("replyToken"):
            source = event["source"]
            chat_id = source.get("groupId") or source["userId"]
            world.line.tokens[token] = chat_id, world.clock.now + TOKEN_LIFE
        if delivered.deliveries < MOST_DELIVERIES:
            redelivery = world.clock.now + REDELIVERED_AFTER
            world.later(Due(redelivery, "redelivery", lambda: self._redeliver(delivered)))

        def work() -> None:
            def post(fault: Fault | None) -> int:
                return self._post(webhook_body(event), delivered, fault)

            status = world.step(faults.WEBHOOK, "POST", post)
            delivered.statuses.append(status)

        name = f"webhook {event['type']} {event['webhookEventId'][-2:].lstrip('0')}"
        return world.begin(
            name, WEBHOOK_SECONDS + 2 * faults.SLOW_SECONDS, self._guarded(work), delivered
        )

    def _redeliver(self, delivered: Delivered) -> Strand:
        if delivered.is_taken:
            return self.world.begin("nothing", 1, lambda: None, None)
        return self._deliver(delivered)

    def _post(self, body: bytes, delivered: Delivered, fault: Fault | None) -> int:
        match fault.kind if fault else "":
            case faults.REFUSED:
                headers = {"x-line-signature": signature(body, "of another")}
                assert self._status(body, headers) in (403, 500)
            case faults.MALFORMED:
                self._status(b"{", {"x-line-signature": signature(b"{")})
            case faults.CUT_OFF:
                return self._status(body[:-1], {"x-line-signature": signature(body)})
            case faults.TWICE:
                delivered.statuses.append(self._status(body, {"x-line-signature": signature(body)}))
        return self._status(body, {"x-line-signature": signature(body)})

    def _status(self, body: bytes, headers: dict[str, str]) -> int:
        answer = webhook.lambda_handler(http_event(body, headers), CONTEXT)
        return int(answer["statusCode"])

    # ChatGPT

    def call(self, name: str, who: str, ask: Callable[[], Reply], tries: int = 1) -> Strand:
        """A request for somebody, which is repeated if there is no good answer."""

        def work() -> None:
            began_at, reply = self.world.clock.now, ask()
            if self.world.worker.is_dead:
                raise Crashed  # the protocol's library answers whatever happens
            self.got.append(Got(name, who, began_at, self.world.clock.now, reply))
            if not reply.is_good and tries > 1:
                again = self.world.clock.now + timedelta(seconds=5)
                self.world.later(Due(again, name, lambda: self.call(name, who, ask, tries - 1)))

        return self.world.begin(name, API_SECONDS, self._guarded(work), name)

    def _guarded(self, work: Callable[[], None]) -> Callable[[], None]:
        """No handler raises anything."""

        def guarded() -> None:
            try:
                work()
            except Exception as error:
                if not _is_of_the_poller(error):
                    self.world.failures.append(error)

        return guarded


def _is_of_the_poller(error: Exception) -> bool:
    """Lambda's own call to delete a message failed: then it comes again."""
    return type(error).__module__.startswith("botocore")
