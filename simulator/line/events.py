"""Webhook events as LINE sends them, completed from what a test cares about.

https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from ulid import ULID

from simulator.line.content import Content
from simulator.line.identities import Kind, line_id

Event = dict[str, Any]

REPLYABLE = {
    "message",
    "messageEdited",
    "follow",
    "join",
    "memberJoined",
    "postback",
    "videoPlayComplete",
    "beacon",
    "accountLink",
    "membership",
}
"""Types of events that carry a reply token."""

QUOTABLE = {"text", "sticker", "image", "video"}
"""Types of messages that carry a quote token."""

LINE_CONTENT = {"contentProvider": {"type": "line"}}
MESSAGE_DEFAULTS: dict[str, dict[str, Any]] = {
    "image": LINE_CONTENT,
    "video": {"duration": 60_000, **LINE_CONTENT},
    "audio": {"duration": 60_000, **LINE_CONTENT},
    "file": {"fileName": "notes.txt", "fileSize": 2138},
    "location": {"title": "Tokyo Station", "latitude": 35.6812, "longitude": 139.7671},
    "sticker": {"packageId": "446", "stickerId": "1988", "stickerResourceType": "STATIC"},
}
EVENT_DEFAULTS: dict[str, dict[str, Any]] = {
    "postback": {"postback": {"data": "data"}},
}
SOURCE_IDS: dict[Kind, str] = {"group": "groupId", "room": "roomId", "user": "userId"}


def complete_event(
    partial: Mapping[str, Any], *, now: float, message_id: str, content: Content | None = None
) -> Event:
    """A whole event. Given values win, `null` leaves a property out, short names become ids.

    `now` is in seconds since the epoch, `message_id` is for an event that has a message, `content`
    is what that message carries. Raises ValueError with a sentence where something is given that
    no event can have.
    """
    if not isinstance(partial.get("type"), str):
        raise ValueError('Every event needs a type, such as {"type": "message", …}.')
    kind, mode = partial["type"], partial.get("mode", "active")
    timestamp = partial.get("timestamp", int(now * 1000))
    if type(timestamp) is not int or not 0 <= timestamp < 2**47:
        raise ValueError("timestamp must be a whole number of milliseconds since 1970.")
    event: Event = {
        "type": kind,
        **EVENT_DEFAULTS.get(kind, {}),
        "webhookEventId": str(ULID.from_timestamp(timestamp)),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": timestamp,
        "mode": mode,
    }
    if kind in REPLYABLE and mode == "active":
        event["replyToken"] = secrets.token_hex(16)
    event |= partial
    event["source"] = _completed(partial, "source", _complete_source)
    if kind in ("message", "messageEdited"):
        event["message"] = _completed(
            partial, "message", lambda given: _complete_message(given, message_id, content)
        )
    if kind == "messageEdited":
        _check_edit(partial, event)
    return _without_nulls(event)


def chat_id(event: Event) -> str | None:
    """The chat an event belongs to: the group or room, else the user. `None` if it names none."""
    source = event.get("source")
    if not isinstance(source, dict):
        return None
    found = next((source[name] for name in SOURCE_IDS.values() if name in source), None)
    return found if isinstance(found, str) else None


def message_text(message: Mapping[str, Any]) -> str:
    """What a chat shows of a message: its text, its alternative text, or its type in brackets."""
    text = message.get("text", message.get("altText"))
    return text if isinstance(text, str) else f"[{message.get('type')}]"


def new_quote_token() -> str:
    return secrets.token_urlsafe(48)


def _completed(
    partial: Mapping[str, Any],
    name: str,
    complete: Callable[[dict[str, Any]], dict[str, Any]],
) -> dict[str, Any] | None:
    given = partial.get(name, {})
    if given is None:
        return None
    if not isinstance(given, dict):
        raise ValueError(f"{name} must be an object.")
    return complete(given)


def _complete_source(given: dict[str, Any]) -> dict[str, Any]:
    kind = next((kind for kind, name in SOURCE_IDS.items() if given.get(name)), "user")
    source = {"type": kind, "userId": "user"} | given
    for each, name in SOURCE_IDS.items():
        if isinstance(source.get(name), str):
            source[name] = line_id(source[name], each)
    return _without_nulls(source)


def _check_edit(partial: Mapping[str, Any], event: Event) -> None:
    """Users can edit texts, and not in one-to-one chats.

    https://developers.line.biz/en/reference/messaging-api/#edit-event
    """
    if event["source"] and event["source"].get("type") == "user":
        raise ValueError("Messages are edited in groups and rooms only: give source.groupId.")
    if "id" not in (partial.get("message") or {}) or event["message"]["type"] != "text":
        raise ValueError("Give message.id, of the text that was edited, and the new message.text.")


def _complete_message(
    given: dict[str, Any], message_id: str, content: Content | None
) -> dict[str, Any]:
    kind = str(given.get("type", "text"))
    message = {"type": kind, "id": message_id, **MESSAGE_DEFAULTS.get(kind, {})}
    if kind == "file" and content:
        message["fileSize"] = len(content.data)
    if kind in QUOTABLE:
        message["quoteToken"] = new_quote_token()
    message["markAsReadToken"] = secrets.token_urlsafe(32)
    return _without_nulls(message | given)


def _without_nulls(value: dict[str, Any]) -> dict[str, Any]:
    """LINE leaves a property without a value out."""
    return {name: each for name, each in value.items() if each is not None}
