"""What the functions are asked. No two events are the same, for each is answered only once."""

import base64
import hashlib
import hmac
import json
import time
from itertools import count
from typing import Any

from bench.world import ACCOUNT, CHAT, SECRETS
from tests.unit.chatgpt.plugin.pool import Pool

GROUP = "C" + "2" * 32
TEXT = "日本で一番高い山は何ですか？"

type Event = dict[str, Any]

_numbers = count(time.time_ns())


def webhook() -> Event:
    """LINE's webhook with one message in a one-to-one chat, as the API hands it on."""
    return _signed(_message({"type": "user", "userId": CHAT}))


def quote() -> Event:
    """The same with a message in a group that quotes another: whose is looked up in the table."""
    return _signed(
        _message({"type": "group", "groupId": GROUP, "userId": CHAT}, quotedMessageId="1")
    )


def queued() -> Event:
    """One record of the queue with such a message."""
    record = {
        "messageId": "1",
        "receiptHandle": "1",
        "body": json.dumps(_message({"type": "user", "userId": CHAT})),
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": str(time.time_ns() // 1_000_000),
        },
    }
    return {"Records": [record]}


def check() -> Event:
    """A GPT's action begins: whether the connection and the sign-in work."""
    return _action("POST", "/my_route")


def read() -> Event:
    """The action reads the chat's last messages."""
    return _action("GET", "/conversation/messages")


def plugin(pool: Pool) -> Event:
    """A client of MCP asks for the list of tools."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    return _http("POST", "/mcp", pool.token(ACCOUNT)) | {"body": body}


def _action(method: str, path: str) -> Event:
    claims = {"sub": ACCOUNT, "token_use": "access"}
    return _http(method, path, "token", authorizer={"jwt": {"claims": claims}})


def _message(source: dict[str, str], **of_message: str) -> Event:
    number = next(_numbers)
    return {
        "type": "message",
        "webhookEventId": f"01{number}",
        "timestamp": time.time_ns() // 1_000_000,
        "mode": "active",
        "source": source,
        "replyToken": f"reply-token-{number}",
        "deliveryContext": {"isRedelivery": False},
        "message": {
            "id": str(number),
            "type": "text",
            "text": TEXT,
            "quoteToken": "a token",
            **of_message,
        },
    }


def _signed(line_event: Event) -> Event:
    body = json.dumps({"destination": "U0", "events": [line_event]})
    secret = SECRETS["LINE_CHANNEL_SECRET"].encode()
    signature = base64.b64encode(hmac.digest(secret, body.encode(), hashlib.sha256)).decode()
    event = _http("POST", "/v1/line/bot/message/reply", "")
    return event | {"headers": {"x-line-signature": signature}, "body": body}


def _http(method: str, path: str, token: str, **context: Any) -> Event:
    http = {"method": method, "path": path, "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "application/json, text/event-stream",
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
            "host": "api.example.com",
        },
        "requestContext": {"http": http, "stage": "$default", **context},
        "isBase64Encoded": False,
    }
