"""The webhooks of several channels, each with a route and a secret of its own."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from kaiwa.gateways import gateways
from kaiwa.log import hashed
from kaiwa.table.overheard import OverheardTexts
from line_webhook import handler
from tests.builders import (
    CHANNEL_SECRET,
    GROUP_ID,
    NOON,
    USER_ID,
    group_event,
    http_event,
    signature,
    text_event,
    webhook_body,
)
from tests.unit.line_webhook.harness import CONTEXT, FAILED, FORBIDDEN, OK, PATH, Webhook
from tests.unit.tables import TABLE_NAME

ROUTE = "POST /v1/line/bot/message/reply"
SHOP_ROUTE = "POST /v1/line/bot/shop/message/reply"
SHOP_SECRET = "the shop's secret"
AT_SHOP = f"shop/{USER_ID}"


@pytest.fixture
def shop(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Webhook:
    """The webhook of a deployment with a second channel."""
    boto3.client("ssm").put_parameter(
        Name=f"{PATH}channels/shop/LINE_CHANNEL_SECRET", Value=SHOP_SECRET, Type="SecureString"
    )
    monkeypatch.setenv("CHANNEL_ROUTES", json.dumps({SHOP_ROUTE: "shop"}))
    monkeypatch.setenv("LISTENING_HOURS", "24")
    gateways.cache_clear()
    return webhook


def post(route: str, secret: str, *events: dict[str, Any]) -> dict[str, Any]:
    body = webhook_body(*events)
    event = http_event(body, {"x-line-signature": signature(body, secret)})
    return handler.lambda_handler(event | {"routeKey": route}, CONTEXT)


def test_the_same_person_is_queued_apart_in_each_channel(shop: Webhook) -> None:
    event = text_event()
    assert post(ROUTE, CHANNEL_SECRET, event) == OK
    assert post(SHOP_ROUTE, SHOP_SECRET, event | {"webhookEventId": "01SHOP"}) == OK
    assert shop.queued() == [
        (USER_ID, event["webhookEventId"], event),
        (
            AT_SHOP,
            "01SHOP",
            event | {"webhookEventId": "01SHOP", "source": {"type": "user", "userId": AT_SHOP}},
        ),
    ]


@pytest.mark.parametrize(("route", "secret"), [(ROUTE, SHOP_SECRET), (SHOP_ROUTE, CHANNEL_SECRET)])
def test_what_another_channels_secret_signs_is_refused(
    shop: Webhook, route: str, secret: str
) -> None:
    assert post(route, secret, text_event()) == FORBIDDEN
    assert shop.queued() == []


@pytest.mark.parametrize(("route", "secret"), [(ROUTE, CHANNEL_SECRET), (SHOP_ROUTE, SHOP_SECRET)])
def test_a_secret_does_not_speak_for_people_of_another_channel(
    shop: Webhook, route: str, secret: str
) -> None:
    forged = text_event(source={"type": "user", "userId": AT_SHOP})
    assert post(route, secret, forged) == OK
    assert shop.queued() == []


def test_an_id_that_is_too_long_with_its_channel_keeps_nothing_else_out(shop: Webhook) -> None:
    odd = text_event(number=2, source={"type": "user", "userId": "U" * 128})
    assert post(SHOP_ROUTE, SHOP_SECRET, odd, text_event()) == OK
    assert [chat for chat, _, _ in shop.queued()] == [AT_SHOP]


def test_one_channels_group_is_not_listened_to_for_another(shop: Webhook) -> None:
    OverheardTexts(TABLE_NAME).start(f"shop/{GROUP_ID}", 24, NOON)
    chatter = group_event("Lunch, anyone?", mentions_bot=False)
    assert post(ROUTE, CHANNEL_SECRET, chatter) == OK
    assert shop.queued() == []
    assert post(SHOP_ROUTE, SHOP_SECRET, chatter) == OK
    source = {"type": "group", "groupId": f"shop/{GROUP_ID}", "userId": AT_SHOP}
    assert [event["source"] for _, _, event in shop.queued()] == [source]


def test_a_channel_whose_secret_was_never_set_does_not_keep_others_out(
    shop: Webhook, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    boto3.client("ssm").put_parameter(
        Name=f"{PATH}channels/shop/LINE_CHANNEL_SECRET",
        Value="unset",
        Type="SecureString",
        Overwrite=True,
    )
    assert post(SHOP_ROUTE, SHOP_SECRET, text_event()) == FAILED
    assert post(ROUTE, CHANNEL_SECRET, text_event()) == OK
    first, *_ = log_lines()
    reason = "channels/shop/LINE_CHANNEL_SECRET was never set. Run `make secrets`."
    assert (first["failure"]["reason"], first["channel"]) == (reason, "shop")


def test_the_log_says_which_channel(
    shop: Webhook, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    post(ROUTE, CHANNEL_SECRET, text_event())
    post(SHOP_ROUTE, SHOP_SECRET, text_event())
    assert [(line["channel"], line.get("conversation")) for line in log_lines()] == [
        ("default", hashed(USER_ID)),
        ("default", None),
        ("shop", hashed(AT_SHOP)),
        ("shop", None),
    ]
