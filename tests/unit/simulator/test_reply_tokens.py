"""A reply token: once, within a minute."""

import pytest

from tests.unit.simulator.harness import NOW, Stand, texts

INVALID_TOKEN = (400, {"message": "Invalid reply token"})


def test_a_reply_token_works_once(stand: Stand) -> None:
    reply = {"replyToken": stand.hear()["replyToken"], "messages": texts("a")}
    assert stand.line("/message/reply", reply)[0] == 200
    assert stand.line("/message/reply", reply) == INVALID_TOKEN
    unknown = {"replyToken": "0" * 32, "messages": texts("a")}
    assert stand.line("/message/reply", unknown) == INVALID_TOKEN


@pytest.mark.parametrize(("seconds", "status"), [(59.9, 200), (60, 400)])
def test_a_reply_token_lives_a_minute(stand: Stand, seconds: float, status: int) -> None:
    reply = {"replyToken": stand.hear()["replyToken"], "messages": texts("a")}
    stand.clock.now += seconds
    assert stand.line("/message/reply", reply)[0] == status


@pytest.mark.parametrize(
    ("redelivered_after", "used_after", "status"),
    [
        pytest.param(600, 659, 200, id="another minute"),
        pytest.param(600, 660, 400, id="a minute only"),
        pytest.param(1170, 1199, 200, id="until 20 minutes after the event"),
        pytest.param(1170, 1200, 400, id="20 minutes after the event"),
    ],
)
def test_a_redelivery_revives_an_unused_token(
    stand: Stand, redelivered_after: int, used_after: int, status: int
) -> None:
    event = stand.hear()
    stand.clock.now = NOW + redelivered_after
    assert stand.send(event | {"deliveryContext": {"isRedelivery": True}}) == [
        event | {"deliveryContext": {"isRedelivery": True}}
    ]
    stand.clock.now = NOW + used_after
    reply = {"replyToken": event["replyToken"], "messages": texts("a")}
    assert stand.line("/message/reply", reply)[0] == status


def test_a_redelivery_does_not_revive_a_used_token_nor_repeat_the_message(stand: Stand) -> None:
    event = stand.hear("hello")
    reply = {"replyToken": event["replyToken"], "messages": texts("a")}
    assert stand.line("/message/reply", reply)[0] == 200
    stand.send(event | {"deliveryContext": {"isRedelivery": True}})
    assert stand.line("/message/reply", reply) == INVALID_TOKEN
    assert stand.chat() == [("user", "hello", "webhook"), ("bot", "a", "reply")]


def test_a_duplicate_that_is_no_redelivery_gives_no_more_time(stand: Stand) -> None:
    event = stand.hear()
    stand.clock.now += 30
    stand.send(event)
    stand.clock.now += 30
    reply = {"replyToken": event["replyToken"], "messages": texts("a")}
    assert stand.line("/message/reply", reply) == INVALID_TOKEN


def test_a_refused_body_does_not_use_the_token_up(stand: Stand) -> None:
    token = stand.hear()["replyToken"]
    assert stand.line("/message/reply", {"replyToken": token, "messages": texts("")})[0] == 400
    assert stand.line("/message/reply", {"replyToken": token, "messages": texts("a")})[0] == 200
