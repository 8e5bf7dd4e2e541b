"""Builds LINE's webhook events and what carries them, as they arrive."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kaiwa.line.events import Overheard
from kaiwa.line.messages import ReceivedMessage
from line_reply.work import Work, read

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
USER_ID = "U" + "1" * 32
OTHER_USER_ID = "U" + "2" * 32
GROUP_ID = "C" + "3" * 32
ROOM_ID = "R" + "4" * 32
CHANNEL_SECRET = "a channel secret"

type Event = dict[str, Any]

AT_LINE: Event = {"contentProvider": {"type": "line"}}
MESSAGES: dict[str, Event] = {
    "text": {"text": "Hello"},
    "image": AT_LINE,
    "video": {"duration": 60_000, **AT_LINE},
    "audio": {"duration": 60_000, **AT_LINE},
    "file": {"fileName": "report.pdf", "fileSize": 2138},
    "location": {
        "title": "Tokyo Station",
        "address": "1-9-1 Marunouchi, Chiyoda-ku, Tokyo",
        "latitude": 35.68,
        "longitude": 139.76,
    },
    "sticker": {
        "packageId": "446",
        "stickerId": "1988",
        "stickerResourceType": "STATIC",
        "keywords": ["happy", "smile"],
    },
}
"""Each type of message, with what only it has."""
QUOTABLE = ("text", "image", "video", "sticker")

MEMBERS: Event = {"members": [{"type": "user", "userId": OTHER_USER_ID}]}
EVENTS: dict[str, Event] = {
    "accountLink": {"link": {"result": "ok", "nonce": "a nonce"}},
    "activated": {"chatControl": {"expireAt": 1_800_000_000_000}},
    "beacon": {"beacon": {"hwid": "d41d8cd98f", "type": "enter"}},
    "botResumed": {},
    "botSuspended": {},
    "deactivated": {},
    "delivery": {"delivery": {"data": "a hashed telephone number"}},
    "follow": {"follow": {"isUnblocked": False}},
    "join": {},
    "leave": {},
    "memberJoined": {"joined": MEMBERS},
    "memberLeft": {"left": MEMBERS},
    "membership": {"membership": {"type": "joined", "membershipId": 3189}},
    "module": {"module": {"type": "attached", "botId": "Ubot", "scopes": ["message:send"]}},
    "postback": {"postback": {"data": "/help"}},
    "unfollow": {},
    "unsend": {"unsend": {"messageId": f"{1:018}"}},
    "videoPlayComplete": {"videoPlayComplete": {"trackingId": "a video"}},
}
"""Each type of event but those of messages, with what only it has."""
OF_GROUPS = ("join", "leave", "memberJoined", "memberLeft", "messageEdited")
OF_THE_BOT = ("botResumed", "botSuspended", "module")
WITHOUT_REPLY = {
    "activated",
    "deactivated",
    "delivery",
    "leave",
    "memberLeft",
    "unfollow",
    "unsend",
}


def at(seconds: float) -> datetime:
    """The time that many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def event(kind: str, number: int = 1, **changes: Any) -> Event:
    """An event of any type, where such events happen: in a one-to-one chat if they do there.

    `number` makes its ids unique. An unknown type has what every event has.
    """
    built: Event = {
        "type": kind,
        "webhookEventId": f"01EVENT{number:019}",
        "timestamp": int(at(number).timestamp() * 1000),
        "mode": "active",
        "source": {"type": "user", "userId": USER_ID},
        "replyToken": f"reply-token-{number}",
        "deliveryContext": {"isRedelivery": False},
        **EVENTS.get(kind, {}),
    }
    if kind in OF_GROUPS:
        built = in_group(built)
    if kind in OF_THE_BOT:
        del built["source"]
    if kind in WITHOUT_REPLY or kind in OF_THE_BOT:
        del built["replyToken"]
    return built | changes


def message_event(kind: str = "text", number: int = 1, **of_message: Any) -> Event:
    """A message of any type in a one-to-one chat; `of_message` are properties of the message."""
    message = {"id": f"{number:018}", "type": kind, **MESSAGES.get(kind, {})}
    if kind in QUOTABLE:
        message["quoteToken"] = f"quote-token-{number}"
    return event("message", number, message=message | of_message)


def text_event(text: str = "Hello", number: int = 1, **changes: Any) -> Event:
    """A text message in a one-to-one chat; `changes` are properties of the event."""
    return message_event("text", number, text=text) | changes


def group_event(
    text: str, number: int = 1, *, mentions_bot: bool, quotes: str | None = None
) -> Event:
    """A text message in a group that natively mentions the bot or another member.

    `quotes` is the id of the message that it quotes.
    """
    mentionee = {"index": 0, "length": 6, "type": "user", "userId": "Ubot", "isSelf": mentions_bot}
    quote = {"quotedMessageId": quotes} if quotes else {}
    built = message_event("text", number, text=text, mention={"mentionees": [mentionee]}, **quote)
    return in_group(built)


def edited_event(
    text: str, number: int = 2, *, edits: int = 1, mentions_bot: bool, quotes: str | None = None
) -> Event:
    """The group message number `edits` says this now. `number` makes the event's own ids unique.

    https://developers.line.biz/en/reference/messaging-api/#edit-event
    """
    message = group_event(text, edits, mentions_bot=mentions_bot, quotes=quotes)["message"]
    return event("messageEdited", number, message=message)


def unsend_event(message_id: str, number: int = 2) -> Event:
    """The user took a message back."""
    return event("unsend", number, unsend={"messageId": message_id})


def postback_event(data: str, number: int = 1) -> Event:
    """The user tapped something whose action has this data."""
    return event("postback", number, postback={"data": data})


def in_group(line_event: Event, user_id: str | None = USER_ID) -> Event:
    """The same event in a group. LINE may leave out whose it is: None."""
    user = {"userId": user_id} if user_id else {}
    return line_event | {"source": {"type": "group", "groupId": GROUP_ID, **user}}


def in_room(line_event: Event, user_id: str | None = USER_ID) -> Event:
    """The same event in a room, which LINE calls a multi-person chat."""
    user = {"userId": user_id} if user_id else {}
    return line_event | {"source": {"type": "room", "roomId": ROOM_ID, **user}}


def in_standby(line_event: Event) -> Event:
    """The same event while another system answers: without a reply token."""
    return {k: v for k, v in line_event.items() if k != "replyToken"} | {"mode": "standby"}


def every_event() -> list[Event]:
    """One event of each type that LINE documents, and one message of each type; ids differ."""
    kinds = [*MESSAGES, *EVENTS]
    built = [
        message_event(kind, number) if kind in MESSAGES else event(kind, number)
        for number, kind in enumerate(kinds, start=1)
    ]
    return [*built, edited_event("@Kaiwa hi", len(kinds) + 1, mentions_bot=True)]


def received(text: str = "Hello", number: int = 1, **changes: Any) -> ReceivedMessage:
    """The message of `text_event`, as the worker reads it."""
    return replace(
        ReceivedMessage(
            event_id=f"01EVENT{number:019}",
            message_id=f"{number:018}",
            conversation_id=USER_ID,
            user_id=USER_ID,
            text=text,
            sent_at=at(number),
            reply_token=f"reply-token-{number}",
            one_to_one=True,
            quote_token=f"quote-token-{number}",
        ),
        **changes,
    )


def overheard(text: str, number: int = 1, user_id: str = USER_ID) -> Overheard:
    """A text in the group that is not for the bot, as the worker reads it."""
    return Overheard(
        event_id=f"01EVENT{number:019}",
        conversation_id=GROUP_ID,
        user_id=user_id,
        sent_at=at(number),
        reply_token=None,
        one_to_one=False,
        speaker_id=user_id,
        message_id=f"{number:018}",
        text=text,
    )


def work_of(line_event: Mapping[str, Any]) -> Work:
    """What the worker reads of the event, much later."""
    return read(json.dumps(line_event), NOON + timedelta(days=3650))


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
        "requestContext": {"timeEpoch": int(time.time() * 1000)},
    }


def sqs_event(line_event: dict[str, Any], attempt: int = 1) -> dict[str, Any]:
    """SQS's event for one queued LINE event of just now, received for the `attempt`th time."""
    return {
        "Records": [
            {
                "messageId": "sqs-message-1",
                "receiptHandle": "receipt-1",
                "body": json.dumps(line_event),
                "attributes": {
                    "ApproximateReceiveCount": str(attempt),
                    "SentTimestamp": str(int(time.time() * 1000)),
                },
                "eventSource": "aws:sqs",
            }
        ]
    }
