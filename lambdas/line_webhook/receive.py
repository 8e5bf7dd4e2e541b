"""The use case: check that LINE sent it, and pass its events on."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any, Protocol

from kaiwa.line_events import (
    Event,
    QueuedEvent,
    conversation_id,
    is_one_to_one,
    mentions_bot,
)
from kaiwa.log import described, logger


class InvalidSignatureError(Exception):
    """The body is not signed with the channel's secret: it is not from LINE."""


class UnreadableBodyError(Exception):
    """The body is signed, but is not a webhook as LINE documents it."""


class Queue(Protocol):
    """Where events wait for the worker."""

    def send(self, queued: QueuedEvent) -> None: ...


def receive(
    body: bytes, signature: str | None, channel_secret: str, queue: Queue
) -> Sequence[Event]:
    """Verify a webhook, enqueue the events that the worker is to see, and return all its events.

    Raises `InvalidSignatureError`, `UnreadableBodyError`, and what `queue.send` raises.
    """
    verify(body, signature, channel_secret)
    events = read_events(body)
    for queued in filter(None, map(_for_worker, events)):
        queue.send(queued)
    return events


def chat_of(event: Event) -> str | None:
    """The chat's id, or None also if the event is of an unknown shape."""
    try:
        return conversation_id(event)
    except AttributeError:
        return None


def _for_worker(event: Event) -> QueuedEvent | None:
    """The event as the worker is to get it. None if it is not for it, or of an unknown shape."""
    try:
        chat = conversation_id(event)
        if chat and "webhookEventId" in event and concerns_bot(event):
            return QueuedEvent(chat, event["webhookEventId"], event)
    except (AttributeError, TypeError) as error:
        # The others in the same webhook are not to suffer from it.
        logger().warning("Ignored an event of an unknown shape.", failure=described(error))
    return None


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


def concerns_bot(event: Event) -> bool:
    """In groups and rooms people talk to each other: only what mentions the bot is for it."""
    return event.get("type") != "message" or is_one_to_one(event) or mentions_bot(event)
