"""Lambda handler of `POST /v1/line/bot/message/reply`, and of the other channels' webhooks."""

import base64
import json
import time
from typing import Any

from kaiwa.fields import Fields
from kaiwa.gateways import gateways
from kaiwa.line.channels import parameter_of
from kaiwa.line.events import chat_of
from kaiwa.log import described, hashed, logger, type_name
from kaiwa.metrics import emit
from kaiwa.snapshot import load_for_snapshot
from line_webhook.receive import Channel, InvalidSignatureError, UnreadableBodyError, receive
from line_webhook.selection import Selection

load_for_snapshot(
    "botocore.session",
    "kaiwa.parameters",
    "kaiwa.queue",
    "kaiwa.table.sent_bubbles",
    "kaiwa.table.listening",
)

LONGEST_MILLISECONDS = 30_000
"""The API waits no longer."""


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer an HTTP API event (payload format 2.0).

    200: every event is stored, or there is nothing in it that could be. 403: not signed by LINE.
    500: LINE should send it again. The body never says more than that.
    """
    started = time.perf_counter()
    channel = gateways().channel_of_route(event.get("routeKey"))
    with logger().context(request_id=context.aws_request_id, channel=channel):
        status = _status(event, channel)
        milliseconds = round((time.perf_counter() - started) * 1000)
        logger().info("Answered a webhook.", status=status, milliseconds=milliseconds)
        waited = _milliseconds_since_it_came(event, milliseconds)
        emit({"Webhooks": 1, "WebhookMilliseconds": waited}, status=str(status))
    return _response(status)


def _status(event: dict[str, Any], name: str) -> int:
    try:
        known = gateways()
        secret = known.parameters.read(parameter_of(name, "LINE_CHANNEL_SECRET"))
        body, signature = _body(event), _signature(event)
        selection = Selection(known.sent_bubbles, known.listening)
        events = receive(body, signature, Channel(name, secret), known.events, selection)
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
        _log(line_event)
    return 200


def _milliseconds_since_it_came(event: dict[str, Any], here: int) -> int:
    """As LINE waits: since the API took the request, a cold start included.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    came_at = (event.get("requestContext") or {}).get("timeEpoch")
    waited = round(time.time() * 1000) - came_at if isinstance(came_at, int) else here
    # An event that is not from the API, such as an operator's sample, may be of any time.
    return waited if here <= waited <= LONGEST_MILLISECONDS else here


def _log(event: Fields) -> None:
    logger().info(
        "Received an event.",
        event_id=event.id("webhookEventId"),
        event_type=type_name(event.values.get("type")),
        conversation=hashed(chat_of(event) or ""),
    )


def _body(event: dict[str, Any]) -> bytes:
    """The bytes that came. Raises `InvalidSignatureError` if there are none: LINE signs some."""
    body = str(event.get("body") or "")
    if not event.get("isBase64Encoded"):
        return body.encode(errors="surrogatepass")
    try:
        return base64.b64decode(body)
    except ValueError:
        raise InvalidSignatureError from None


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
