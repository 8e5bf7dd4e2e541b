"""What can be made to go wrong from the page."""

from typing import Any

import pytest

from simulator.line.identities import line_id
from simulator.web.line_view import view
from tests.unit.simulator.harness import Json, Stand, ask, texts

OWN = {"origin": "http://127.0.0.1"}
HANAKO = line_id("hanako")


def post(stand: Stand, path: str, **body: Any) -> tuple[int, Json]:
    response = stand.client.post(f"/ui/line/{path}", json=body, headers=OWN)
    return response.status_code, response.json()


def switch(stand: Stand, name: str, *, on: bool = True) -> list[str]:
    """What waits to go wrong after it."""
    status, answer = post(stand, "misbehave", name=name, on=on)
    assert status == 200
    armed: list[str] = answer["armed"]
    return armed


def say(stand: Stand, text: str = "hi") -> Json:
    """The answer to a text of hanako's."""
    status, answer = post(stand, "say", chat=HANAKO, speaker=HANAKO, text=text)
    assert status == 200
    return answer


def reply(stand: Stand, event: Json) -> int:
    body = {"replyToken": event["replyToken"], "messages": texts("hello")}
    return stand.line("/message/reply", body)[0]


def notices(stand: Stand) -> list[Json]:
    found = view(stand.simulator, HANAKO)["entries"]
    return [entry for entry in found if entry["type"] == "notice"]


def test_the_next_message_has_a_wrong_signature(stand: Stand) -> None:
    assert switch(stand, "wrong_signature") == ["wrong_signature"]
    say(stand, "not from LINE")
    signature = stand.bot.requests[-1].headers["x-line-signature"]
    say(stand, "from LINE")
    assert stand.bot.requests[-1].headers["x-line-signature"] != signature
    (notice,) = notices(stand)
    assert (notice["what"], notice["text"]) == ("unsigned", "not from LINE")
    assert notice["webhooks"][0]["signed"] is False
    entries = view(stand.simulator, HANAKO)["entries"]
    assert [each["text"] for each in entries if each["type"] == "bubble"] == ["from LINE"]


def test_the_next_message_is_delivered_twice(stand: Stand) -> None:
    assert switch(stand, "redelivery") == ["redelivery"]
    event = say(stand)["events"][0]
    again = stand.bot.last_body["events"][0]
    assert again == event | {"deliveryContext": {"isRedelivery": True}}
    assert len(stand.bot.requests) == 2
    assert [notice["what"] for notice in notices(stand)] == ["redelivered"]
    say(stand)
    assert len(stand.bot.requests) == 3


def test_an_event_is_delivered_once_more(stand: Stand) -> None:
    event = say(stand)["events"][0]
    assert post(stand, "redeliver", event=event["webhookEventId"])[0] == 200
    assert stand.bot.last_body["events"][0]["deliveryContext"] == {"isRedelivery": True}
    bubble = next(
        each for each in view(stand.simulator, HANAKO)["entries"] if each["type"] == "bubble"
    )
    assert len(bubble["webhooks"]) == 2
    sentence = "This event is not remembered any more."
    assert post(stand, "redeliver", event="x") == (404, {"error": sentence})


@pytest.mark.parametrize(
    ("name", "status"), [("line_429", 429), ("line_500", 500), ("expired_token", 400)]
)
def test_the_next_reply_fails(stand: Stand, name: str, status: int) -> None:
    assert switch(stand, name) == [name]
    event = say(stand)["events"][0]
    assert reply(stand, event) == status
    assert view(stand.simulator, HANAKO)["armed"] == []
    assert reply(stand, say(stand)["events"][0]) == 200


def test_openai_fails_once(stand: Stand) -> None:
    switch(stand, "failing_openai")
    assert [ask(stand)[0], ask(stand)[0]] == [500, 200]


def test_openai_is_slow_once(stand: Stand) -> None:
    switch(stand, "slow_openai")
    assert stand.simulator.faults.list() == [
        {"service": "openai", "operation": "responses", "kind": "delay", "times": 1, "seconds": 8}
    ]


def test_what_was_switched_on_can_be_switched_off(stand: Stand) -> None:
    other = {"service": "line", "operation": "reply", "kind": "malformed"}
    stand.control("/faults", other)
    switch(stand, "line_429")
    switch(stand, "line_429")
    assert len(stand.simulator.faults.list()) == 2
    assert switch(stand, "redelivery") == ["redelivery", "line_429"]
    assert switch(stand, "line_429", on=False) == ["redelivery"]
    assert switch(stand, "redelivery", on=False) == []
    assert stand.simulator.faults.list() == [{**other, "times": 1}]
    switch(stand, "wrong_signature")
    stand.simulator.reset()
    assert view(stand.simulator, HANAKO)["armed"] == []


def test_only_what_there_is_can_go_wrong(stand: Stand) -> None:
    status, answer = post(stand, "misbehave", name="earthquake", on=True)
    assert (status, answer["error"][:22]) == (400, "name must be one of: w")
