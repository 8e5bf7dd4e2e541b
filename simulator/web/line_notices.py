"""What no bubble of a chat shows: who came and went, what was taken back, what went wrong."""

from collections.abc import Iterator
from typing import Any

from simulator.calls import iso
from simulator.line.events import chat_id as chat_of
from simulator.line.events import message_text
from simulator.line.posted import Posted
from simulator.state import Simulator
from simulator.web.people import name_of

QUIET = ("message", "messageEdited")
"""Events that the bubbles show."""


def notices(simulator: Simulator, posted: list[Posted], chat_id: str) -> Iterator[dict[str, Any]]:
    """The events of this chat that need a line of their own."""
    for webhook in posted:
        for index, event in enumerate(webhook.events):
            if not isinstance(event, dict) or chat_of(event) != chat_id:
                continue
            if what := _what(webhook, event):
                user_id = _who(event)
                message = event.get("message")
                yield {
                    "type": "notice",
                    "key": f"webhook-{webhook.number}-{index}",
                    "order": 0,
                    "at": iso(webhook.at),
                    "what": what,
                    "kind": str(event.get("type")),
                    "name": name_of(simulator, user_id if isinstance(user_id, str) else None),
                    "text": message_text(message) if isinstance(message, dict) else None,
                    "event": event.get("webhookEventId"),
                    "webhooks": [went(webhook)],
                }


def _who(event: dict[str, Any]) -> Any:
    """The id of whom the event is about: who did it, or who joined."""
    joined = event.get("joined")
    members = joined.get("members") if isinstance(joined, dict) else None
    first = members[0] if isinstance(members, list) and members else event["source"]
    return first.get("userId") if isinstance(first, dict) else None


def _what(webhook: Posted, event: dict[str, Any]) -> str | None:
    if not webhook.signed:
        return "unsigned"
    context = event.get("deliveryContext")
    if isinstance(context, dict) and context.get("isRedelivery"):
        return "redelivered"
    return None if event.get("type") in QUIET else "event"


def went(webhook: Posted) -> dict[str, Any]:
    """How a webhook went, in short."""
    return {
        "status": webhook.status,
        "reason": webhook.reason,
        "milliseconds": webhook.milliseconds,
        "signed": webhook.signed,
    }
