"""Builds LINE's webhook events and what carries them, as they arrive."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kaiwa.line_events import ReceivedText

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
USER_ID = "U" + "1" * 32
OTHER_USER_ID = "U" + "2" * 32
GROUP_ID = "C" + "3" * 32
CHANNEL_SECRET = "a channel secret"


def at(seconds: float) -> datetime:
    """The time that many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def text_event(text: str = "Hello", number: int = 1, **changes: Any) -> dict[str, Any]:
    """LINE's event of a text message in a one-to-one chat; `number` makes its ids unique."""
    event = {
        "type": "message",
        "webhookEventId": f"01EVENT{number:019}",
        "timestamp": int(at(number).timestamp() * 1000),
        "mode": "active",
        "source": {"type": "user", "userId": USER_ID},
        "replyToken": f"reply-token-{number}",
        "deliveryContext": {"isRedelivery": False},
        "message": {
            "id": f"{number:018}",
            "type": "text",
            "text": text,
            "quoteToken": f"quote-token-{number}",
        },
    }
    return event | changes


def group_event(text: str, number: int = 1, *, mentions_bot: bool) -> dict[str, Any]:
    """A text message in a group, with or without a native mention of the bot."""
    event = text_event(text, number)
    event["source"] = {"type": "group", "groupId": GROUP_ID, "userId": USER_ID}
    mentionee = {"index": 0, "length": 6, "type": "user", "userId": "Ubot", "isSelf": mentions_bot}
    event["message"]["mention"] = {"mentionees": [mentionee]}
    return event


def received(text: str = "Hello", number: int = 1, **changes: Any) -> ReceivedText:
    """The message of `text_event`, as the worker reads it."""
    return replace(
        ReceivedText(
            event_id=f"01EVENT{number:019}",
            message_id=f"{number:018}",
            conversation_id=USER_ID,
            speaker_id=USER_ID,
            text=text,
            sent_at=at(number),
            reply_token=f"reply-token-{number}",
            one_to_one=True,
            redelivered=False,
        ),
        **changes,
    )


def webhook_body(*events: dict[str, Any]) -> bytes:
    """The body that LINE posts."""
    return json.dumps({"destination": "Ubot", "events": events}, ensure_ascii=False).encode()


def signature(body: bytes, secret: str = CHANNEL_SECRET) -> str:
    """LINE's signature of a body."""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def http_event(
    body: bytes, headers: dict[str, str], *, base64_body: bool = False
) -> dict[str, Any]:
    """API Gateway's event (payload format 2.0) for a request with this body."""
    return {
        "version": "2.0",
        "routeKey": "POST /v1/line/bot/message/reply",
        "rawPath": "/v1/line/bot/message/reply",
        "headers": headers,
        "body": base64.b64encode(body).decode() if base64_body else body.decode(),
        "isBase64Encoded": base64_body,
    }


def sqs_event(line_event: dict[str, Any], attempt: int = 1) -> dict[str, Any]:
    """SQS's event for one queued LINE event, received for the `attempt`th time."""
    return {
        "Records": [
            {
                "messageId": "sqs-message-1",
                "receiptHandle": "receipt-1",
                "body": json.dumps(line_event),
                "attributes": {"ApproximateReceiveCount": str(attempt)},
                "eventSource": "aws:sqs",
            }
        ]
    }
