"""The use case: check that LINE sent a webhook, and put its events on the queue."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.channels import event_of
from kaiwa.log import warn_unreadable
from kaiwa.queue import EventQueue, UnfitError
from line_webhook.selection import Selection


class InvalidSignatureError(Exception):
    """The body is not signed with the channel's secret: it is not from LINE."""


class UnreadableBodyError(Exception):
    """The body is signed, but is not a webhook as LINE documents it."""


@dataclass(frozen=True)
class Channel:
    """The channel that a webhook is for, and the secret with which LINE signs what it gets."""

    name: str
    secret: str


def receive(
    body: bytes,
    signature: str | None,
    channel: Channel,
    queue: EventQueue,
    selection: Selection,
) -> list[Fields]:
    """Verify a webhook, enqueue the events that the worker is to see, and return all its events,
    with ids that are the channel's (see `kaiwa.line.channels`).

    What is wrong with one event is logged, and the others are not to suffer from it. Raises
    `InvalidSignatureError`, `UnreadableBodyError`, and botocore's errors if one could not be
    stored.
    """
    verify(body, signature, channel.secret)
    events = []
    for each in read_events(body):
        event = each
        try:
            event = event_of(channel.name, each)
            for queued in selection.for_worker(event):
                queue.send(queued)
        except UnreadableError as error:
            warn_unreadable(event.values.get("type"), error.path)
        except UnfitError:
            warn_unreadable(event.values.get("type"), "")
        events.append(event)
    return events


def verify(body: bytes, signature: str | None, channel_secret: str) -> None:
    """Raise `InvalidSignatureError` unless LINE signed these very bytes.

    https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
    """
    digest = hmac.digest(channel_secret.encode(), body, hashlib.sha256)
    expected = base64.b64encode(digest)
    if not hmac.compare_digest(expected, (signature or "").encode(errors="replace")):
        raise InvalidSignatureError


def read_events(body: bytes) -> list[Fields]:
    """The webhook's events; none when LINE's console only verifies the address."""
    try:
        webhook = Fields.parse(body.decode())
    except (UnicodeDecodeError, UnreadableError) as error:
        raise UnreadableBodyError from error
    events = webhook.values.get("events")
    if not isinstance(events, list):
        raise UnreadableBodyError
    for each in events:
        if not isinstance(each, dict):
            warn_unreadable(None, "")
    return [Fields(each) for each in events if isinstance(each, dict)]
