"""Several channels of LINE's, which a person's one id joins and nothing else does."""

import pytest

from simulator.line.webhooks import sign
from simulator.server import channels
from tests.unit.simulator.harness import (
    ALICE,
    LINE,
    SECRET,
    SHOP_SECRET,
    SHOP_TOKEN,
    Json,
    Stand,
    texts,
)

AT_SHOP = {"authorization": f"Bearer {SHOP_TOKEN}"}


@pytest.fixture
def both(stand: Stand) -> Stand:
    """The application with a second channel, whose webhook is elsewhere."""
    shop = stand.simulator.open_channel("shop", SHOP_TOKEN, SHOP_SECRET)
    shop.webhook_endpoint = "http://bot/shop"
    return stand


def said(stand: Stand, channel: str | None = None) -> list[str]:
    params = {"channel": channel} if channel else {}
    answer = stand.client.get("/control/chats/alice", params=params)
    return [each["text"] for each in answer.json()["messages"]]


def test_each_channel_signs_with_its_secret_and_posts_to_its_address(both: Stand) -> None:
    event = {"type": "message", "source": {"userId": "alice"}}
    both.control("/webhooks", {"events": [event]})
    both.control("/webhooks", {"events": [event], "channel": "shop"})
    sent = [
        (str(each.url), each.headers["x-line-signature"], each.content)
        for each in both.bot.requests
    ]
    assert [(url, signature) for url, signature, _ in sent] == [
        ("http://bot/webhook", sign(SECRET, sent[0][2])),
        ("http://bot/shop", sign(SHOP_SECRET, sent[1][2])),
    ]


def test_the_access_token_says_in_which_channel_a_chat_is(both: Stand) -> None:
    for headers, text in ((LINE, "here"), (AT_SHOP, "at the shop")):
        push: Json = {"to": ALICE, "messages": texts(text)}
        assert both.client.post("/v2/bot/message/push", json=push, headers=headers).is_success
    assert (said(both), said(both, "shop")) == (["here"], ["at the shop"])
    used = [
        both.client.get("/v2/bot/message/quota/consumption", headers=headers).json()
        for headers in (LINE, AT_SHOP)
    ]
    assert used == [{"totalUsage": 1}, {"totalUsage": 1}]


def test_a_friend_of_one_channel_is_no_friend_of_the_other(both: Stand) -> None:
    both.control("/users", {"user": "alice", "channel": "shop"})
    statuses = [
        both.client.get(f"/v2/bot/profile/{ALICE}", headers=headers).status_code
        for headers in (LINE, AT_SHOP)
    ]
    assert statuses == [404, 200]


def test_a_reply_token_of_one_channel_is_none_of_the_other(both: Stand) -> None:
    event = {"type": "message", "source": {"userId": "alice"}, "replyToken": "a token"}
    both.control("/webhooks", {"events": [event], "channel": "shop"})
    reply: Json = {"replyToken": "a token", "messages": texts("Hello")}
    statuses = [
        both.client.post("/v2/bot/message/reply", json=reply, headers=headers).status_code
        for headers in (LINE, AT_SHOP)
    ]
    assert statuses == [400, 200]


def test_a_channel_that_is_not_there_is_told(both: Stand) -> None:
    sentence = {"error": "channel must be one of: default, shop."}
    assert both.control("/say", {"text": "Hello", "channel": "bank"}) == (400, sentence)


def test_a_reset_leaves_no_channels_chats(both: Stand) -> None:
    push: Json = {"to": ALICE, "messages": texts("Hello")}
    both.client.post("/v2/bot/message/push", json=push, headers=AT_SHOP)
    both.control("/reset", {})
    assert said(both, "shop") == []


def test_the_page_shows_a_channel_to_choose_if_there_are_several(stand: Stand) -> None:
    assert 'id="channel"' not in stand.client.get("/").text
    stand.simulator.open_channel("shop", SHOP_TOKEN, SHOP_SECRET)
    assert "<option selected>shop</option>" in stand.client.get("/?channel=shop").text
    assert "<option selected>default</option>" in stand.client.get("/?channel=bank").text


def test_the_server_finds_its_channels_in_the_environment() -> None:
    environ = {
        "CHANNELS_SHOP_LINE_CHANNEL_ACCESS_TOKEN": "t",
        "CHANNELS_SHOP_LINE_CHANNEL_SECRET": "s",
        "CHANNELS_TEA_2_LINE_CHANNEL_ACCESS_TOKEN": "t2",
        "CHANNELS_TEA_2_LINE_CHANNEL_SECRET": "s2",
        "LINE_CHANNEL_ACCESS_TOKEN": "default's",
    }
    assert dict(channels(environ)) == {"shop": ("t", "s"), "tea-2": ("t2", "s2")}
