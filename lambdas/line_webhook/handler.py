"""Lambda handler of `POST /v1/line/bot/message/reply`."""

import base64
import json
import os
import time
from functools import cache
from typing import Any

from kaiwa.log import described, hashed, logger
from kaiwa.parameters import Parameters
from kaiwa.queue import EventQueue
from kaiwa.settings import required
from kaiwa.table.sent_bubbles import SentBubbles
from line_webhook.receive import InvalidSignatureError, UnreadableBodyError, receive
from line_webhook.selection import chat_of


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer an HTTP API event (payload format 2.0).

    200: every event is stored, or there is nothing in it that could be. 403: not signed by LINE.
    500: LINE should send it again. The body never says more than that.
    """
    started = time.perf_counter()
    with logger().append_context_keys(request_id=context.aws_request_id):
        status = _status(event)
        milliseconds = round((time.perf_counter() - started) * 1000)
        logger().info("Answered a webhook.", status=status, milliseconds=milliseconds)
    return _response(status)


def _status(event: dict[str, Any]) -> int:
    try:
        channel_secret = _secrets().read("LINE_CHANNEL_SECRET")
        events = receive(_body(event), _signature(event), channel_secret, _queue(), _sent_bubbles())
    except InvalidSignatureError:
        logger().warning("Refused a webhook that LINE did not sign.")
        return 403
    except UnreadableBodyError:
        logger().warning("Ignored a signed webhook that is no JSON as LINE documents it.")
        return 200
    except Exception as error:
        logger().error(
            "A webhook could not be stored: LINE is asked again.", failure=described(error)
        )
        return 500
    for line_event in events:
        logger().info(
            "Received an event.",
            event_id=line_event.get("webhookEventId"),
            event_type=line_event.get("type"),
            conversation=hashed(chat_of(line_event) or ""),
        )
    return 200


def _body(event: dict[str, Any]) -> bytes:
    body = str(event.get("body") or "")
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def _signature(event: dict[str, Any]) -> str | None:
    headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    return headers.get("x-line-signature")


def _response(status: int) -> dict[str, Any]:
    words = {200: "OK", 403: "Forbidden", 500: "Internal Server Error"}
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"message": words[status]}),
    }


@cache
def _secrets() -> Parameters:
    return Parameters.from_environment(os.environ)


@cache
def _queue() -> EventQueue:
    return EventQueue(required(os.environ, "QUEUE_URL"))


@cache
def _sent_bubbles() -> SentBubbles:
    return SentBubbles(required(os.environ, "TABLE_NAME"))
