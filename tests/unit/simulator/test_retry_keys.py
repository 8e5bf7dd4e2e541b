"""A retry key: a push is accepted once."""

import pytest

from tests.unit.simulator.harness import ALICE, LINE, Stand, texts

KEY = "123e4567-e89b-12d3-a456-426614174000"


def test_a_retry_key_is_accepted_once_in_24_hours(stand: Stand) -> None:
    push = {"to": ALICE, "messages": texts("a")}
    path, headers = "/v2/bot/message/push", LINE | {"x-line-retry-key": KEY}
    first = stand.client.post(path, json=push, headers=headers)
    stand.clock.now += 24 * 60 * 60 - 1
    again = stand.client.post(path, json=push, headers=LINE | {"X-Line-Retry-Key": KEY.upper()})
    stand.clock.now += 1
    late = stand.client.post(path, json=push, headers=headers)
    assert [first.status_code, again.status_code, late.status_code] == [200, 409, 200]
    assert again.json() == {"message": "The retry key is already accepted"} | first.json()
    assert again.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert stand.chat() == [("bot", "a", "push")] * 2


def test_a_refused_push_does_not_use_the_retry_key_up(stand: Stand) -> None:
    fault = {"service": "line", "operation": "push", "kind": "status", "status": 500}
    stand.control("/faults", fault)
    push = {"to": ALICE, "messages": texts("a")}
    statuses = [stand.line("/message/push", push, **{"x-line-retry-key": KEY})[0] for _ in "123"]
    assert statuses == [500, 200, 409]


@pytest.mark.parametrize("key", ["1", KEY.replace("-", ""), f"{{{KEY}}}"])
def test_a_retry_key_is_a_uuid(stand: Stand, key: str) -> None:
    push = {"to": ALICE, "messages": texts("a")}
    expected = {"message": "The value for the 'X-Line-Retry-Key' parameter is invalid"}
    assert stand.line("/message/push", push, **{"x-line-retry-key": key}) == (400, expected)


def test_a_retry_key_is_refused_where_it_is_not_supported(stand: Stand) -> None:
    reply = {"replyToken": stand.hear()["replyToken"], "messages": texts("a")}
    expected = {"message": "The value for the 'X-Line-Retry-Key' parameter is invalid"}
    assert stand.line("/message/reply", reply, **{"x-line-retry-key": KEY}) == (400, expected)
    assert stand.line("/message/reply", reply)[0] == 200
