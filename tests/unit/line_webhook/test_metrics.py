"""What is measured of webhooks."""

import time
from collections.abc import Callable

import boto3
import pytest

from line_webhook import handler
from tests.builders import http_event, signature, text_event, webhook_body
from tests.emitted import Emitted
from tests.unit.line_webhook.harness import CONTEXT, PATH, Webhook

SERVICE = "line_webhook"
type Metrics = Callable[[], list[Emitted]]


def names(emitted: Metrics) -> list[str]:
    return sorted(map(str, emitted()))


def test_a_webhook_that_is_stored(emitted: Metrics, webhook: Webhook) -> None:
    webhook.post_signed(webhook_body(text_event()))
    assert names(emitted) == [
        "WebhookMilliseconds{service=line_webhook, status=200}",
        "Webhooks{service=line_webhook, status=200}",
    ]


def test_one_of_somebody_else(emitted: Metrics, webhook: Webhook) -> None:
    webhook.post(webhook_body(text_event()))
    assert names(emitted) == [
        "WebhookMilliseconds{service=line_webhook, status=403}",
        "Webhooks{service=line_webhook, status=403}",
    ]


def test_an_event_that_cannot_be_read(emitted: Metrics, webhook: Webhook) -> None:
    webhook.post_signed(webhook_body(text_event(webhookEventId=5)))
    assert names(emitted) == [
        "UnreadableEvents{service=line_webhook}",
        "WebhookMilliseconds{service=line_webhook, status=200}",
        "Webhooks{service=line_webhook, status=200}",
    ]


def test_one_that_is_refused_its_secret(emitted: Metrics, webhook: Webhook) -> None:
    boto3.client("ssm").delete_parameter(Name=f"{PATH}LINE_CHANNEL_SECRET")
    webhook.post_signed(webhook_body(text_event()))
    assert names(emitted) == [
        "Faults{boundary=ssm, kind=refused, service=line_webhook}",
        "WebhookMilliseconds{service=line_webhook, status=500}",
        "Webhooks{service=line_webhook, status=500}",
    ]


def test_one_that_finds_no_queue(emitted: Metrics, webhook: Webhook) -> None:
    webhook.sqs.delete_queue(QueueUrl=webhook.queue_url)
    webhook.post_signed(webhook_body(text_event()))
    assert names(emitted) == [
        "Faults{boundary=sqs, kind=refused, service=line_webhook}",
        "WebhookMilliseconds{service=line_webhook, status=500}",
        "Webhooks{service=line_webhook, status=500}",
    ]


@pytest.mark.parametrize(
    ("ago", "least", "most"),
    [(1.5, 1500, 3000), (40, 0, 1000), (-60, 0, 1000), (None, 0, 1000)],
    ids=["by a cold start", "not by an old sample", "not by a clock", "as far as is known"],
)
def test_line_waits_from_when_the_api_has_taken_the_request(
    emitted: Metrics, webhook: Webhook, ago: float | None, least: int, most: int
) -> None:
    body = webhook_body(text_event())
    event = http_event(body, {"x-line-signature": signature(body)})
    event["requestContext"] = {} if ago is None else {"timeEpoch": int((time.time() - ago) * 1000)}
    handler.lambda_handler(event, CONTEXT)
    (waited,) = [each for each in emitted() if each.name == "WebhookMilliseconds"]
    assert (waited.namespace, waited.unit) == ("kaiwa-test", "Milliseconds")
    assert least <= waited.value <= most
