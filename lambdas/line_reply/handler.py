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
from kaiwa.queue import EventQueue
from kaiwa.secrets import Secrets
from kaiwa.settings import required


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle an SQS event of one record. An event to be tried again is a batch item failure.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    (record,) = event["Records"]
    line_event = json.loads(record["body"])
    attempt = int(record["attributes"]["ApproximateReceiveCount"])
    with logger().append_context_keys(
        request_id=context.aws_request_id,
        event_id=line_event.get("webhookEventId"),
        conversation=hashed(conversation_id(line_event) or ""),
        attempt=attempt,
    ):
        if _is_done(line_event, attempt):
            return {"batchItemFailures": []}
        _show_again(record["receiptHandle"], seconds=2**attempt)
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}


def _is_done(line_event: dict[str, Any], attempt: int) -> bool:
    received = received_text(line_event)
    if received is None:
        logger().info("Ignored an event.", event_type=line_event.get("type"))
        return True
    started = time.perf_counter()
    try:
        outcome = _attempt(received, attempt)
    except Exception as error:
        logger().error("The turn did not work.", failure=described(error))
        return False
    milliseconds = round((time.perf_counter() - started) * 1000)
    logger().info("The turn is done.", outcome=outcome, milliseconds=milliseconds)
    return True


def _attempt(received: ReceivedText, number: int) -> str:
    access_token = _secrets().read("LINE_CHANNEL_ACCESS_TOKEN")
    line = _line(required(os.environ, "LINE_API_BASE_URL"), access_token)
    if received.one_to_one and not received.redelivered and number == 1:
        line.show_loading(received.conversation_id)
    # Imported after the animation shows: openai and pynamodb take a cold start a second more.
    from line_reply.attempt import attempt

    return attempt(received, number, line, api_key=_secrets().read("OPEN_AI_API_KEY"))


def _show_again(receipt_handle: str, seconds: int) -> None:
    # Soon, not after the whole visibility time-out: the chat waits behind this event.
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
