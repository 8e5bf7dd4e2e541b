"""LINE's SDK for what is sent: its message objects, and its failures in this package's errors."""

import json
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import urllib3

from kaiwa.line.cards import Bubble, Card, Picture
from kaiwa.line.choices import Choice, quick_reply
from kaiwa.line.errors import (
    InvalidReplyTokenError,
    LineRefusedError,
    LineUnavailableError,
    LineUnclearError,
    MessageRefusedError,
)
from kaiwa.line.host import log_call, log_no_answer
from kaiwa.log import described, logger

if TYPE_CHECKING:
    from linebot.v3.messaging import (
        ApiException,
        ApiResponse,
        FlexMessage,
        ImageMessage,
        TextMessage,
    )

ALREADY_ACCEPTED = 409
"""What LINE answers to a push whose retry key it has seen."""
CONNECT_SECONDS = 3
READ_SECONDS = 10


def messages_of(
    bubbles: Sequence[Bubble], choices: Sequence[Choice], quote_token: str | None
) -> "list[TextMessage | FlexMessage | ImageMessage]":
    """A message for each bubble. LINE shows choices under the very last message only. The first
    text has the quote, because no other message can have one.
    https://developers.line.biz/en/docs/messaging-api/sending-messages/#send-quote-messages
    """
    messages = [_message(bubble) for bubble in bubbles]
    first_text = next((each for each in messages if each.type == "text"), None)
    if first_text:
        first_text.quote_token = quote_token
    if messages:
        messages[-1].quick_reply = quick_reply(choices)
    return messages


def _message(bubble: Bubble) -> "TextMessage | FlexMessage | ImageMessage":
    from linebot.v3.messaging import FlexContainer, FlexMessage, ImageMessage, TextMessage

    if isinstance(bubble, Card):
        contents = FlexContainer.from_dict({**bubble.contents})
        return FlexMessage(altText=bubble.text, contents=contents)
    if isinstance(bubble, Picture):
        return ImageMessage(originalContentUrl=bubble.text, previewImageUrl=bubble.text)
    return TextMessage(text=bubble)


def send(operation: str, call: "Callable[..., ApiResponse]") -> list[str]:
    """Make a call of the SDK's. Returns the ids of what it sent, none if LINE does not tell.

    Raises what `kaiwa.line.Line.reply` names.
    """
    from linebot.v3.messaging import ApiException

    started = time.perf_counter()
    try:
        response = call(_request_timeout=(CONNECT_SECONDS, READ_SECONDS))
    except ApiException as error:
        log_call(operation, error.status, error.headers, started)
        if error.status == ALREADY_ACCEPTED:
            return _sent_ids(error)
        raise _status_error(error) from error
    except urllib3.exceptions.HTTPError as error:
        log_no_answer(operation, error)
        raise _connection_error(error) from error
    except ValueError as error:
        # The SDK reads the body of a 200 last: LINE accepted the call, whatever it says of it.
        logger().warning("LINE's answer is of an unknown shape.", failure=described(error))
        return []
    log_call(operation, response.status_code, response.headers, started)
    return [sent.id for sent in response.data.sent_messages]


def _sent_ids(error: "ApiException") -> list[str]:
    try:
        return [str(sent["id"]) for sent in _body(error).get("sentMessages") or []]
    except (KeyError, TypeError):
        return []


def _status_error(error: "ApiException") -> Exception:
    status = error.status or 0
    message = str(_body(error).get("message"))
    if status == 400 and message == "Invalid reply token":
        return InvalidReplyTokenError()
    if status in (401, 403) or (status == 429 and "monthly limit" not in message):
        return LineUnavailableError(f"status {status}")
    if status >= 500:
        return LineUnclearError(f"status {status}")
    if status in (400, 413):
        return MessageRefusedError(f"status {status}")
    return LineRefusedError(f"status {status}")


def _connection_error(error: urllib3.exceptions.HTTPError) -> Exception:
    never_sent = isinstance(error, urllib3.exceptions.MaxRetryError) and isinstance(
        error.reason,
        urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError,
    )
    return LineUnavailableError("no connection") if never_sent else LineUnclearError("no answer")


def _body(error: "ApiException") -> dict[str, Any]:
    try:
        body = json.loads(error.body)
    except (TypeError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}
