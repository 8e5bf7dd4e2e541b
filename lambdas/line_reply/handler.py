"""Lambda handler behind the queue: one event of one conversation at a time."""

import json
import os
import time
from functools import cache, lru_cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from kaiwa.line import Line
from kaiwa.line_events import ReceivedText, conversation_id, received_text
from kaiwa.log import described, hashed, logger
from kaiwa.own_texts import own_text
from kaiwa.queue import EventQueue
from kaiwa.secrets import Secrets
from kaiwa.settings import required

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
    ):
        started = time.perf_counter()
        try:
            outcome = _handle(queued, number)
        except Exception as error:
            logger().error("The event was not handled.", failure=described(error))
            _show_again(record["receiptHandle"], number)
            return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
        milliseconds = round((time.perf_counter() - started) * 1000)
        log = logger().warning if outcome in NOT_DELIVERED else logger().info
        log("The event is done.", outcome=outcome, milliseconds=milliseconds)
        return {"batchItemFailures": []}


def _handle(queued: dict[str, Any], number: int) -> str:
    """Handle the event, for the `number`th time. Returns how it ended; raises to be tried again."""
    event = own_text(queued) or received_text(queued)
    if event is None:
        return f"ignored: {queued.get('type')}"
    access_token = _secrets().read("LINE_CHANNEL_ACCESS_TOKEN")
    line = _line(required(os.environ, "LINE_API_BASE_URL"), access_token)
    if isinstance(event, ReceivedText) and _is_new_in_private(event, number):
        line.show_loading(event.conversation_id)
    # Imported after the animation shows: openai and pynamodb take a cold start a second more.
    from line_reply.attempt import attempt

    return attempt(event, number, line, _secrets())


def _is_new_in_private(received: ReceivedText, number: int) -> bool:
    return received.one_to_one and not received.redelivered and number == 1


def _show_again(receipt_handle: str, number: int) -> None:
    """Soon, not after the whole visibility time-out: the chat waits behind this event.

    After the last attempt at once, for then the queue takes it out of the way.
    """
    is_last = number >= int(required(os.environ, "MAX_RECEIVE_COUNT"))
    seconds = 0 if is_last else min(2**number, LONGEST_PAUSE_SECONDS)
    try:
        _queue().show_again(receipt_handle, seconds)
    except (BotoCoreError, ClientError) as error:
        logger().warning("The event comes again later than it could.", failure=described(error))


@cache
def _secrets() -> Secrets:
    return Secrets.from_environment(os.environ)


@cache
def _queue() -> EventQueue:
    return EventQueue(required(os.environ, "QUEUE_URL"))


@lru_cache(maxsize=1)
def _line(base_url: str, access_token: str) -> Line:
    return Line(base_url, access_token)
