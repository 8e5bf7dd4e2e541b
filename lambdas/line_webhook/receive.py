"""The use case: check that LINE sent it, and pass its events on."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any, Protocol

from kaiwa.line.events import Event, QueuedEvent
from line_webhook.selection import Bubbles, for_worker


class InvalidSignatureError(Exception):
    """The body is not signed with the channel's secret: it is not from LINE."""


class UnreadableBodyError(Exception):
    """The body is signed, but is not a webhook as LINE documents it."""


class Queue(Protocol):
    """Where events wait for the worker."""

    def send(self, queued: QueuedEvent) -> None: ...


def receive(
    body: bytes, signature: str | None, channel_secret: str, queue: Queue, bubbles: Bubbles
) -> Sequence[Event]:
    """Verify a webhook, enqueue the events that the worker is to see, and return all its events.

    Raises `InvalidSignatureError`, `UnreadableBodyError`, and what the queue or `bubbles` raise.
    """
    verify(body, signature, channel_secret)
    events = read_events(body)
    for event in events:
        if queued := for_worker(event, bubbles):
            queue.send(queued)
    return events


def verify(body: bytes, signature: str | None, channel_secret: str) -> None:
    """Raise `InvalidSignatureError` unless LINE signed these very bytes.

    https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    digest = hmac.digest(channel_secret.encode(), body, hashlib.sha256)
    expected = base64.b64encode(digest)
    if not hmac.compare_digest(expected, (signature or "").encode()):
        raise InvalidSignatureError


def read_events(body: bytes) -> list[dict[str, Any]]:
    """The webhook's events; none when LINE's console only verifies the address."""
    try:
        events = json.loads(body.decode())["events"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableBodyError from error
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise UnreadableBodyError
    return events
