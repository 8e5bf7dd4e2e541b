"""Lambda handler behind the queue: one event of one conversation at a time."""

import json
import os
import threading
import time
from functools import cache, lru_cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from kaiwa.line.client import Line
from kaiwa.line.events import Event, conversation_id, is_one_to_one
from kaiwa.line.messages import Kind
from kaiwa.log import described, hashed, logger
from kaiwa.parameters import Parameters
from kaiwa.queue import SUMMARY_TYPE, EventQueue
from kaiwa.settings import required

LINE_HOSTS = ("LINE_API_BASE_URL", "LINE_DATA_BASE_URL")
LONGEST_PAUSE_SECONDS = 60
NOT_DELIVERED = ("unknown", "failed")
"""Ends that an operator should hear of: the user may have seen nothing."""


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle an SQS event of one record. An event to be tried again is a batch item failure.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    (record,) = event["Records"]
    queued = json.loads(record["body"])
    number = int(record["attributes"]["ApproximateReceiveCount"])
    with logger().append_context_keys(
        request_id=context.aws_request_id,
        event_id=queued.get("webhookEventId") or queued.get("id"),
        conversation=hashed(conversation_id(queued) or queued.get("conversation_id") or ""),
        attempt=number,
        **({"operation_id": queued["operation_id"]} if queued.get("operation_id") else {}),
    ):
        started = time.perf_counter()
        try:
            outcome = _handle(queued, number)
        except Exception as error:
            logger().error("The event was not handled.", failure=described(error))
            _show_again(_queue_of(queued), record["receiptHandle"], number)
            return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
        milliseconds = round((time.perf_counter() - started) * 1000)
        log = logger().warning if outcome in NOT_DELIVERED else logger().info
        log("The event is done.", outcome=outcome, milliseconds=milliseconds)
        return {"batchItemFailures": []}


def _handle(queued: Event, number: int) -> str:
    """Handle the event, for the `number`th time. Returns how it ended; raises to be tried again."""
    base_urls = [required(os.environ, name) for name in LINE_HOSTS]
    line = _line(*base_urls, _secrets().read("LINE_CHANNEL_ACCESS_TOKEN"))
    if number == 1:
        _show_attention(queued, line)
    # Imported after the animation shows: openai and pynamodb take a cold start a second more.
    from line_reply.dispatch import attempt

    return attempt(queued, number, line, _summary_queue(), _secrets())


def _show_attention(queued: Event, line: Line) -> None:
    """Let the user see that the message has arrived, unless it has come late or is not for us.

    Nobody will answer a message of a type that is not known here.
    """
    late = (queued.get("deliveryContext") or {}).get("isRedelivery")
    if queued.get("type") != "message" or queued.get("mode") == "standby" or late:
        return
    if (message := queued.get("message") or {}).get("type") not in set(Kind):
        return
    if is_one_to_one(queued):
        line.show_loading(queued["source"]["userId"])
    if token := message.get("markAsReadToken"):
        # Beside what comes next, because no answer waits for it.
        threading.Thread(target=line.mark_as_read, args=(token,), daemon=True).start()


def _show_again(queue: EventQueue, receipt_handle: str, number: int) -> None:
    """Soon, not after the whole visibility time-out: the chat waits behind this event.

    After the last attempt at once, for then the queue takes it out of the way.
    """
    is_last = number >= int(required(os.environ, "MAX_RECEIVE_COUNT"))
    seconds = 0 if is_last else min(2**number, LONGEST_PAUSE_SECONDS)
    try:
        queue.show_again(receipt_handle, seconds)
    except (BotoCoreError, ClientError) as error:
        logger().warning("The event comes again later than it could.", failure=described(error))


@cache
def _secrets() -> Parameters:
    return Parameters.from_environment(os.environ)


def _queue_of(queued: Event) -> EventQueue:
    return _summary_queue() if queued.get("type") == SUMMARY_TYPE else _queue()


@cache
def _queue() -> EventQueue:
    return EventQueue(required(os.environ, "QUEUE_URL"))


@cache
def _summary_queue() -> EventQueue:
    return EventQueue(required(os.environ, "SUMMARY_QUEUE_URL"))


@lru_cache(maxsize=1)
def _line(base_url: str, data_base_url: str, access_token: str) -> Line:
    return Line(base_url, data_base_url, access_token)
