"""Webhooks: LINE's side of the signature, and posting as LINE posts."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import httpx

from simulator.line.content import take_content
from simulator.line.events import Event, chat_id, complete_event
from simulator.line.identities import BOT_USER_ID, line_id
from simulator.line.noting import note, note_name
from simulator.state import Simulator

DEADLINE_SECONDS = 2.0
"""A later answer counts for LINE as none: the result says so, though the stand-in waits for it."""

PATIENCE_SECONDS = 35.0
"""API Gateway gives up after 30 seconds; what it says then is worth knowing."""


class NoWebhookEndpointError(Exception):
    """The channel has no address to post webhooks to."""


@dataclass(frozen=True)
class Delivery:
    """How a webhook went. `reason` is LINE's word for it, `status` is 0 without an answer.

    https://developers.line.biz/en/reference/messaging-api/#test-webhook-endpoint
    """

    status: int
    reason: str
    body: str
    milliseconds: float


def sign(secret: str, body: bytes) -> str:
    """https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/"""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


async def send_events(
    simulator: Simulator,
    partials: Sequence[Mapping[str, Any]],
    *,
    destination: str = BOT_USER_ID,
    signature: str | None = None,
) -> dict[str, Any]:
    """Complete the events, post them in one webhook, return how it went and what was sent."""
    events = [_completed(simulator, partial) for partial in partials]
    body = webhook_body(events, destination=line_id(destination))
    return await send_raw(simulator, body, signature=signature)


def _completed(simulator: Simulator, partial: Mapping[str, Any]) -> Event:
    """The whole event; what its message carries besides is kept, to be fetched."""
    rest, content = take_content(partial)
    event = complete_event(
        rest, now=simulator.clock(), message_id=simulator.new_message_id(), content=content
    )
    if event["type"] == "follow" and "follow" not in rest:
        event["follow"] = {"isUnblocked": simulator.users.has_blocked(str(chat_id(event)))}
    note_name(simulator, rest, event)
    if content is not None:
        if not isinstance(event.get("message"), dict):
            raise ValueError("Only a message event has content.")
        simulator.contents.keep(str(event["message"].get("id")), content)
    return event


def webhook_body(events: Sequence[Event], *, destination: str = BOT_USER_ID) -> bytes:
    body = {"destination": destination, "events": events}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


async def send_raw(
    simulator: Simulator,
    body: bytes,
    *,
    signature: str | None = None,
    endpoint: str | None = None,
) -> dict[str, Any]:
    """Post these very bytes to `endpoint`, or else to the address that the channel has.

    `signature`: `None` signs them, `missing` leaves the header out, `invalid` sends a signature
    of another secret, anything else is sent as it is.
    """
    genuine = sign(simulator.channel_secret, body)
    value = {None: genuine, "missing": None, "invalid": sign("another secret", body)}.get(
        signature, signature
    )
    events = _events_in(body)
    if value == genuine:  # else nothing of it came from LINE, and LINE knows nothing of it
        for event in events:
            note(simulator, event)
    address = endpoint or simulator.webhook_endpoint
    if address is None or simulator.http is None:
        raise NoWebhookEndpointError
    posted = simulator.posted.add(events, at=simulator.clock(), signed=value == genuine)
    delivery = await _post(simulator.http, simulator.clock, address, body, value)
    posted.status, posted.reason = delivery.status, delivery.reason
    posted.milliseconds = delivery.milliseconds
    return {**asdict(delivery), "events": events}


async def _post(
    http: httpx.AsyncClient,
    clock: Callable[[], float],
    address: str,
    body: bytes,
    signature: str | None,
) -> Delivery:
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "LineBotWebhook/2.0",
    }
    if signature is not None:
        headers["x-line-signature"] = signature
    started = clock()
    status, text = 0, ""
    try:
        response = await http.post(address, content=body, headers=headers, timeout=PATIENCE_SECONDS)
    except httpx.ConnectError:
        reason = "COULD_NOT_CONNECT"
    except httpx.TimeoutException:
        reason = "REQUEST_TIMEOUT"
    except httpx.HTTPError:
        reason = "UNCLASSIFIED"
    else:
        status, text = response.status_code, response.text
        reason = "OK" if response.is_success else "ERROR_STATUS_CODE"
    seconds = clock() - started
    if status and seconds > DEADLINE_SECONDS:
        reason = "REQUEST_TIMEOUT"
    return Delivery(status, reason, text, round(seconds * 1000, 3))


def _events_in(body: bytes) -> list[Any]:
    """The events of a body that may be anything."""
    try:
        events = json.loads(body)["events"]
    except (ValueError, TypeError, KeyError):
        return []
    return events if isinstance(events, list) else []
