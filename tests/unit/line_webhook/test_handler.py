"""What LINE posts, and how the webhook answers."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from kaiwa.log import hashed
from line_webhook import handler
from tests.builders import (
    CHANNEL_SECRET,
    OTHER_USER_ID,
    USER_ID,
    group_event,
    http_event,
    signature,
    text_event,
    webhook_body,
)
from tests.unit.line_webhook.harness import CONTEXT, FAILED, FORBIDDEN, OK, PATH, Webhook

type LogLines = Callable[[], list[dict[str, Any]]]


def test_signed_events_are_stored_each_in_its_conversation(webhook: Webhook) -> None:
    first = text_event("こんにちは", 1)
    second = text_event("Hello", 2, source={"type": "user", "userId": OTHER_USER_ID})
    assert webhook.post_signed(webhook_body(first, second)) == OK
    assert webhook.queued() == [
        (USER_ID, first["webhookEventId"], first),
        (OTHER_USER_ID, second["webhookEventId"], second),
    ]


def test_more_events_than_a_batch_takes_are_all_stored_in_order(webhook: Webhook) -> None:
    events = [
        text_event(number=n, source={"type": "user", "userId": f"U{n:032}"}) for n in range(1, 13)
    ]
    assert webhook.post_signed(webhook_body(*events)) == OK
    assert [event for _, _, event in webhook.queued()] == events


def test_the_same_event_again_is_stored_once(webhook: Webhook) -> None:
    event = text_event()
    redelivered = event | {"deliveryContext": {"isRedelivery": True}}
    for body in (webhook_body(event), webhook_body(redelivered)):
        assert webhook.post_signed(body) == OK
    assert webhook.queued() == [(USER_ID, event["webhookEventId"], event)]


def test_verify_is_answered(webhook: Webhook) -> None:
    assert webhook.post_signed(b'{"destination":"Ubot","events":[]}') == OK
    assert webhook.queued() == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-line-signature": ""},
        {"x-line-signature": "nonsense"},
        {"x-line-signature": "署名"},
        {"x-line-signature": signature(webhook_body(text_event()), "another secret")},
        {"x-line-signature": signature(webhook_body(text_event("another body")))},
    ],
)
def test_what_line_did_not_sign_is_refused(webhook: Webhook, headers: dict[str, str]) -> None:
    assert webhook.post(webhook_body(text_event()), **headers) == FORBIDDEN
    assert webhook.queued() == []


@pytest.mark.parametrize(
    "body",
    [
        b"not JSON",
        b"",
        b"[]",
        b"null",
        b'"events"',
        b'{"events": "none"}',
        b'{"events": ["text"]}',
        b'{"destination": "Ubot"}',
    ],
)
def test_a_signed_body_that_is_no_webhook_is_accepted_with_a_warning(
    webhook: Webhook, body: bytes, log_lines: LogLines
) -> None:
    assert webhook.post_signed(body) == OK
    assert webhook.queued() == []
    assert [line["level"] for line in log_lines()] == ["WARNING", "INFO"]


@pytest.mark.parametrize("encoding", ["utf-16", "shift_jis"])
def test_a_signed_body_that_is_not_utf8_is_accepted(webhook: Webhook, encoding: str) -> None:
    body = webhook_body(text_event("こんにちは")).decode().encode(encoding)
    event = http_event(body, {"x-line-signature": signature(body)}, base64_body=True)
    assert handler.lambda_handler(event, CONTEXT) == OK
    assert webhook.queued() == []


def test_a_base64_body_is_verified_as_the_bytes_it_stands_for(webhook: Webhook) -> None:
    body = webhook_body(text_event())
    event = http_event(body, {"x-line-signature": signature(body)}, base64_body=True)
    assert handler.lambda_handler(event, CONTEXT) == OK
    assert webhook.queued() == [(USER_ID, text_event()["webhookEventId"], text_event())]


@pytest.mark.parametrize("name", ["x-line-signature", "X-Line-Signature", "X-LINE-SIGNATURE"])
def test_the_header_may_be_in_any_case(webhook: Webhook, name: str) -> None:
    body = webhook_body(text_event())
    assert webhook.post(body, **{name: signature(body)}) == OK


@pytest.mark.parametrize(
    "odd",
    [
        {"source": "x"},
        {"message": "x"},
        {"type": "message", "source": {"type": "group", "groupId": "C1"}, "message": "x"},
        {**group_event("Hi", mentions_bot=True), "message": {"mention": {"mentionees": ["all"]}}},
    ],
)
def test_an_event_of_an_unknown_shape_does_not_keep_out_the_others(
    webhook: Webhook, odd: dict[str, Any]
) -> None:
    event = text_event()
    odd = {"webhookEventId": "01ODD", "type": "message", **odd}
    assert webhook.post_signed(webhook_body(odd, event)) == OK
    assert webhook.queued() == [(USER_ID, event["webhookEventId"], event)]


def test_when_the_queue_refuses_line_is_asked_to_send_it_again(
    webhook: Webhook, log_lines: LogLines
) -> None:
    webhook.sqs.delete_queue(QueueUrl=webhook.queue_url)
    assert webhook.post_signed(webhook_body(text_event())) == FAILED
    assert [line["level"] for line in log_lines()] == ["ERROR", "INFO"]


def test_a_secret_that_was_never_set_is_said_in_the_log_only(
    webhook: Webhook, log_lines: LogLines
) -> None:
    boto3.client("ssm").put_parameter(
        Name=f"{PATH}LINE_CHANNEL_SECRET", Value="unset", Type="SecureString", Overwrite=True
    )
    assert webhook.post_signed(webhook_body(text_event())) == FAILED
    reason = log_lines()[0]["failure"]["reason"]
    assert reason == "LINE_CHANNEL_SECRET was never set. Run `make secrets`."


def test_the_log_has_ids_but_nothing_that_was_said(webhook: Webhook, log_lines: LogLines) -> None:
    webhook.post_signed(webhook_body(text_event("A private matter")))
    lines = log_lines()
    keys = ("message", "request_id", "event_id", "conversation")
    assert [tuple(line.get(key) for key in keys) for line in lines] == [
        (
            "Received an event.",
            "request-1",
            text_event()["webhookEventId"],
            hashed(USER_ID),
        ),
        ("Answered a webhook.", "request-1", None, None),
    ]
    for secret in ("A private matter", CHANNEL_SECRET, USER_ID):
        assert secret not in str(lines)
