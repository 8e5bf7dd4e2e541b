"""Requests of a kind that LINE never sends: who signed them harms nobody, others are refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kaiwa import own_texts
from kaiwa.line.events import OVERHEARD
from line_reply.memory import summary_due
from line_reply.reminders import due
from line_webhook import handler
from tests.builders import USER_ID, http_event, signature, text_event, webhook_body
from tests.unit.line_webhook.harness import CONTEXT, FORBIDDEN, OK, Webhook

GOOD = webhook_body(text_event())
SIGNED = signature(GOOD)
EVENT_ID = text_event()["webhookEventId"]


@pytest.mark.parametrize(
    "given",
    [
        f"{SIGNED},{SIGNED}",
        f"{SIGNED}, {SIGNED}",
        f" {SIGNED}",
        f"{SIGNED}\n",
        f"{SIGNED}=",
        SIGNED.lower(),
        SIGNED.rstrip("="),
        SIGNED * 10_000,
        "\x00",
        "\ud800",
        "０" * 44,
    ],
)
def test_a_signature_is_right_to_the_letter(webhook: Webhook, given: str) -> None:
    assert webhook.post(GOOD, **{"x-line-signature": given}) == FORBIDDEN
    assert webhook.queued() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"headers": None},
        {"headers": {}, "multiValueHeaders": {"x-line-signature": [SIGNED]}},
        {"headers": {"x-line-signature": None}},
        {"body": None},
        {"body": "\ud800"},
        {"body": GOOD.decode() + "\n"},
        {"isBase64Encoded": True},
        {"isBase64Encoded": True, "body": "no base64"},
        {"isBase64Encoded": True, "body": "\u3000"},
    ],
)
def test_a_request_of_another_shape_is_refused(
    webhook: Webhook, changes: dict[str, Any], log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    event = http_event(GOOD, {"x-line-signature": SIGNED}) | changes
    assert handler.lambda_handler(event, CONTEXT) == FORBIDDEN
    assert [line["level"] for line in log_lines()] == ["WARNING", "INFO"]
    assert webhook.queued() == []


NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "-0", "9" * 400]


@pytest.mark.parametrize("number", NUMBERS)
def test_odd_numbers_go_on_as_they_are_or_not_at_all(webhook: Webhook, number: str) -> None:
    """The worker finds them out."""
    body = json.dumps({"events": [text_event(odd="number")]}).replace('"number"', number).encode()
    assert webhook.post_signed(body) == OK
    ((chat, event_id, event),) = webhook.queued()
    assert (chat, event_id) == (USER_ID, EVENT_ID)
    assert str(json.loads(number)) == str(event["odd"])


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "a\x00b", "\udc00\ud800", "\u202e", "x" * 200_000]
)
def test_odd_texts_are_stored(webhook: Webhook, text: str) -> None:
    assert webhook.post_signed(json.dumps({"events": [text_event(text)]}).encode()) == OK
    assert [event["message"]["text"] for _, _, event in webhook.queued()] == [text]


@pytest.mark.parametrize(
    "odd",
    [text_event("x" * 300_000, 2), text_event(number=2, deep=json.loads("[" * 900 + "]" * 900))],
)
def test_one_that_is_too_much_does_not_keep_out_the_others(
    webhook: Webhook, odd: dict[str, Any]
) -> None:
    assert webhook.post_signed(webhook_body(odd, text_event())) == OK
    assert EVENT_ID in [event_id for _, event_id, _ in webhook.queued()]


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"events": ' + b"9" * 5000 + b"}"])
def test_a_body_that_nobody_can_read_is_ended(webhook: Webhook, body: bytes) -> None:
    assert webhook.post_signed(body) == OK
    assert webhook.queued() == []


def test_of_a_key_that_comes_twice_all_see_the_same_one(webhook: Webhook) -> None:
    """What is stored is what was looked at, written anew."""
    event = json.dumps(text_event())
    twice = event.replace('"type": "user"', '"type": "group", "groupId": "C1", "type": "user"')
    assert webhook.post_signed(f'{{"events": [], "events": [{twice}]}}'.encode()) == OK
    ((chat, _, stored),) = webhook.queued()
    assert (chat, stored["source"]) == (
        USER_ID,
        {"type": "user", "groupId": "C1", "userId": USER_ID},
    )


@pytest.mark.parametrize(
    "kind", [own_texts.TYPE, summary_due.TYPE, due.TYPE, OVERHEARD, "kaiwa.else"]
)
def test_what_is_kaiwas_own_comes_from_nobody_else(webhook: Webhook, kind: Any) -> None:
    """It names the chat itself, and so could be for one of another channel."""
    told = {"id": "1", "conversation_id": "shop/U1", "role": "notice", "text": "Hi"}
    forged = text_event(number=2) | told | {"type": kind, "sent_at": "2026-11-22T12:00:00Z"}
    assert webhook.post_signed(webhook_body(forged, text_event())) == OK
    assert [event_id for _, event_id, _ in webhook.queued()] == [EVENT_ID]
