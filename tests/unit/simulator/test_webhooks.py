"""Webhooks as LINE composes, signs and posts them."""

import base64
import hashlib
import hmac
import json
import re

import httpx
import pytest
from linebot.v3.webhook import SignatureValidator, WebhookParser
from ulid import ULID

from simulator.line.identities import BOT_USER_ID, line_id
from tests.unit.simulator.harness import ALICE, LINE, NOW, SECRET, Json, Stand, texts

PARTIALS: list[Json] = [
    *(
        {"type": "message", "message": {"type": kind}}
        for kind in ("image", "video", "audio", "file", "location", "sticker")
    ),
    {"type": "message", "message": {"text": "こんにちは"}},
    {"type": "message", "source": {"groupId": "g", "userId": "bob"}, "message": {"text": "hi"}},
    {"type": "message", "source": {"roomId": "r", "userId": None}, "message": {"text": "hi"}},
    {"type": "unsend", "unsend": {"messageId": "5"}},
    *({"type": kind} for kind in ("follow", "unfollow", "join", "leave", "postback")),
    {"type": "message", "mode": "standby", "message": {"text": "hi"}},
]


def test_a_text_message_is_completed_as_line_sends_it(stand: Stand) -> None:
    event = stand.hear("hello")
    message = event["message"]
    assert event == {
        "type": "message",
        "webhookEventId": event["webhookEventId"],
        "deliveryContext": {"isRedelivery": False},
        "timestamp": int(NOW * 1000),
        "mode": "active",
        "replyToken": event["replyToken"],
        "source": {"type": "user", "userId": ALICE},
        "message": {
            "type": "text",
            "id": message["id"],
            "quoteToken": message["quoteToken"],
            "markAsReadToken": message["markAsReadToken"],
            "text": "hello",
        },
    }
    assert ULID.from_str(event["webhookEventId"]).timestamp == NOW
    assert re.fullmatch("[0-9a-f]{32}", event["replyToken"])
    assert re.fullmatch("[0-9]{18}", message["id"])
    assert stand.bot.last_body == {"destination": BOT_USER_ID, "events": [event]}


def test_the_official_sdk_verifies_and_reads_every_kind_of_event(stand: Stand) -> None:
    events = stand.send(*PARTIALS)
    request = stand.bot.requests[-1]
    parser = WebhookParser(SECRET)
    parsed = parser.parse(request.content.decode(), request.headers["x-line-signature"])
    assert [each.type for each in parsed] == [each["type"] for each in PARTIALS]
    assert not [each for each in parsed if type(each).__name__.startswith("Unknown")]
    answerable = [each["type"] for each in events if "replyToken" in each]
    assert answerable == ["message"] * 9 + ["follow", "join", "postback"]


def test_sources_and_given_values(stand: Stand) -> None:
    group, room, own = stand.send(
        {"type": "join", "source": {"groupId": "friends", "userId": "bob"}},
        {"type": "join", "source": {"roomId": "attic", "userId": None}},
        {"type": "follow", "source": {"userId": ALICE}, "replyToken": "mine", "timestamp": 1},
    )
    assert group["source"] == {
        "type": "group",
        "groupId": line_id("friends", "group"),
        "userId": line_id("bob"),
    }
    assert room["source"] == {"type": "room", "roomId": line_id("attic", "room")}
    assert (own["source"]["userId"], own["replyToken"], own["timestamp"]) == (ALICE, "mine", 1)
    assert stand.send({"type": "accountLink", "source": None})[0].get("source") is None


def test_verify_is_a_signed_webhook_without_events(stand: Stand) -> None:
    status, answer = stand.control("/webhooks", {"events": [], "destination": "other"})
    request = stand.bot.requests[-1]
    body = '{"destination":"' + line_id("other") + '","events":[]}'
    digest = hmac.digest(SECRET.encode(), body.encode(), hashlib.sha256)
    assert request.content.decode() == body
    assert request.headers["x-line-signature"] == base64.b64encode(digest).decode()
    assert (status, answer) == (
        200,
        {"status": 200, "reason": "OK", "body": "OK", "milliseconds": 0.0, "events": []},
    )


@pytest.mark.parametrize(
    ("signature", "sent"), [("missing", None), ("invalid", "wrong"), ("bm9uZQ==", "bm9uZQ==")]
)
def test_what_is_not_signed_does_not_come_from_line(
    stand: Stand, signature: str, sent: str | None
) -> None:
    event = {"type": "message", "source": {"userId": "alice"}, "message": {"text": "forged"}}
    body = {"events": [event], "signature": signature}
    token = stand.control("/webhooks", body)[1]["events"][0]["replyToken"]
    request = stand.bot.requests[-1]
    header = request.headers.get("x-line-signature")
    assert header == sent or (sent == "wrong" and header)
    genuine = SignatureValidator(SECRET)
    assert header is None or not genuine.validate(request.content.decode(), header)
    assert stand.chat() == []
    assert stand.line("/message/reply", {"replyToken": token, "messages": texts("a")})[0] == 400


def test_a_raw_body_is_sent_byte_by_byte_and_its_events_are_known(stand: Stand) -> None:
    event = {
        "type": "message",
        "replyToken": "raw-token",
        "source": {"type": "user", "userId": ALICE},
        "message": {"type": "text", "id": "1", "text": "raw"},
    }
    raw = json.dumps({"events": [event]}, indent=4).encode()
    body = {"raw_body_base64": base64.b64encode(raw).decode()}
    assert stand.control("/webhooks", body)[1]["events"] == [event]
    request = stand.bot.requests[-1]
    assert request.content == raw
    assert SignatureValidator(SECRET).validate(raw.decode(), request.headers["x-line-signature"])
    reply = {"replyToken": "raw-token", "messages": texts("a")}
    assert stand.line("/message/reply", reply)[0] == 200
    assert stand.chat() == [("user", "raw", "webhook"), ("bot", "a", "reply")]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"events": 5}',
        b'{"events": [5, {"source": 5}, {}]}',
        b'{"events": [{"source": {"userId": "u"}, "message": {}, "joined": {"members": 5}}]}',
        b'{"events": [{"source": {"groupId": "g", "userId": 5}, "unsend": {}, "left": []}]}',
    ],
)
def test_a_raw_body_may_be_anything(stand: Stand, raw: bytes) -> None:
    body = {"raw_body_base64": base64.b64encode(raw).decode()}
    status, answer = stand.control("/webhooks", body)
    assert (status, answer["status"]) == (200, 200)
    assert stand.bot.requests[-1].content == raw


@pytest.mark.parametrize(
    ("seconds", "status", "reason"),
    [
        (2.0, 200, "OK"),
        (2.5, 200, "REQUEST_TIMEOUT"),
        (0, 500, "ERROR_STATUS_CODE"),
        (0, 302, "ERROR_STATUS_CODE"),
    ],
)
def test_lines_verdict_on_the_answer(
    stand: Stand, seconds: float, status: int, reason: str
) -> None:
    async def act(_: httpx.Request) -> httpx.Response:
        stand.clock.now += seconds
        return httpx.Response(status, text="said", headers={"location": "/elsewhere"})

    stand.bot.act = act
    assert stand.control("/webhooks", {"events": []})[1] == {
        "status": status,
        "reason": reason,
        "body": "said",
        "milliseconds": seconds * 1000,
        "events": [],
    }


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ConnectError("no"), "COULD_NOT_CONNECT"),
        (httpx.ReadTimeout("no"), "REQUEST_TIMEOUT"),
        (httpx.ReadError("no"), "UNCLASSIFIED"),
    ],
)
def test_no_answer_at_all(stand: Stand, error: Exception, reason: str) -> None:
    async def act(_: httpx.Request) -> httpx.Response:
        raise error

    stand.bot.act = act
    answer = stand.control("/webhooks", {"events": []})[1]
    assert (answer["status"], answer["reason"], answer["body"]) == (0, reason, "")


def test_the_webhook_endpoint_is_set_and_tested_as_on_line(stand: Stand) -> None:
    endpoint, test = "/v2/bot/channel/webhook/endpoint", "/v2/bot/channel/webhook/test"
    stand.simulator.webhook_endpoint = None
    unset = {"message": "Webhook endpoint not found"}
    assert stand.client.get(endpoint, headers=LINE).json() == unset
    assert stand.client.post(test, headers=LINE).json() == unset
    status, answer = stand.control("/webhooks", {"events": []})
    assert (status, answer) == (
        409,
        {"error": "No webhook URL is set: PUT /v2/bot/channel/webhook/endpoint first."},
    )

    def put(url: str) -> tuple[int, Json]:
        response = stand.client.put(endpoint, json={"endpoint": url}, headers=LINE)
        return response.status_code, response.json()

    refused = (400, {"message": "Invalid webhook endpoint URL"})
    assert [put("ftp://bot/"), put("http://"), put("http://a:b/")] == [refused] * 3
    assert put("http://bot/" + "x" * 500)[1]["details"] == [
        {"message": "Length must be between 0 and 500", "property": "endpoint"}
    ]
    assert put("http://bot/new") == (200, {})
    got = stand.client.get(endpoint, headers=LINE).json()
    assert got == {"endpoint": "http://bot/new", "active": True}
    verdict = stand.client.post(test, headers=LINE).json()
    assert verdict == {
        "success": True,
        "timestamp": verdict["timestamp"],
        "statusCode": 200,
        "reason": "OK",
        "detail": "200",
    }
    stand.client.post(test, json={"endpoint": "http://bot/once"}, headers=LINE)
    assert [str(each.url) for each in stand.bot.requests] == ["http://bot/new", "http://bot/once"]
