"""The worker's handler as SQS calls it: AWS is moto's, LINE and OpenAI are the stand-ins."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import httpx
import pytest

from kaiwa.gateways import gateways
from kaiwa.log import hashed
from kaiwa.table.items import Message
from line_reply.memory.summary_due import SummaryDue
from simulator.state import Simulator
from tests.builders import GROUP_ID, USER_ID, every_event, group_event, in_standby, text_event
from tests.unit.line_reply.handler.deployed import DONE, PATH, Shown, calls, recent, run, shown
from tests.unit.simulator.harness import KEY, TOKEN


def test_a_text_is_answered(queue: Shown, served: httpx.Client) -> None:
    assert run(recent()) == DONE
    # The stand-in does not know the token, so the answer comes by push.
    assert calls(served) == ["loading", "responses", "reply", "push", "quota", "quota"]
    assert shown(served) == ['You said "Hello".']
    assert queue.again == []


@pytest.mark.parametrize(
    "event",
    [
        recent(deliveryContext={"isRedelivery": True}),
        recent(source={"type": "group", "groupId": "C" + "1" * 32, "userId": USER_ID}),
    ],
)
def test_no_loading_animation_in_groups_or_for_redelivered_events(
    queue: Shown, served: httpx.Client, event: dict[str, Any]
) -> None:
    assert run(event) == DONE
    assert "loading" not in calls(served)


def test_a_message_of_tomorrow_gets_neither_animation_nor_read_mark(
    queue: Shown, served: httpx.Client
) -> None:
    sent = {"id": "7", "markAsReadToken": "a token"}
    assert run(recent(message=sent | {"type": "hologram"})) == DONE
    assert run(recent(message=sent)) == DONE
    time.sleep(0.2)  # a read mark is set beside
    assert calls(served) == []


@pytest.mark.parametrize(
    "event",
    [
        recent(type="beacon"),
        in_standby(recent()),
        recent(mode="standby"),
        {"type": "of tomorrow", "webhookEventId": "01X", "source": {"type": "planet"}},
        {},
    ],
)
def test_other_events_are_done_at_once(
    queue: Shown, served: httpx.Client, event: dict[str, Any]
) -> None:
    assert run(event) == DONE
    assert calls(served) == []


@pytest.mark.parametrize(
    "event",
    [{**event, "timestamp": recent()["timestamp"]} for event in every_event()],
    ids=lambda event: f"{event['type']} {event.get('message', {}).get('type', '')}",
)
def test_every_type_of_event_is_done_with(
    queue: Shown, served: httpx.Client, event: dict[str, Any]
) -> None:
    novel = {"newInTheYear": {"2030": [None]}}
    assert run(event | novel) == DONE
    assert run(event | novel | {"mode": "standby"}) == DONE
    assert run(event | novel | {"mode": "of tomorrow"}) == DONE


def test_an_event_of_the_future_does_not_put_the_next_out_of_order(
    queue: Shown, served: httpx.Client
) -> None:
    late = recent(timestamp=int(time.time() * 1000) + 10**9)
    assert run(late) == DONE
    assert Message.get(late["message"]["id"]).sent_at <= datetime.now(UTC)


def test_the_log_follows_the_turn_but_says_nothing_of_it(
    queue: Shown, served: httpx.Client, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    run(recent(message={"id": "7", "type": "text", "text": "A private matter"}))
    assert [entry["message"] for entry in log_lines()] == [
        "Called LINE.",
        "Called the model.",
        *["Called LINE."] * 4,
        "LINE told how many pushes are used.",
        "The event is done.",
    ]
    keys = ("request_id", "event_id", "conversation", "attempt")
    assert {tuple(entry[key] for key in keys) for entry in log_lines()} == {
        ("request-1", text_event()["webhookEventId"], hashed(USER_ID), 1)
    }
    for secret in ("A private matter", USER_ID, TOKEN, KEY):
        assert secret not in str(log_lines())


def test_a_question_that_is_asked_again_is_waited_for_with_the_animation(
    queue: Shown, served: httpx.Client
) -> None:
    assert run(recent(type="postback", postback={"data": "try-again 7"})) == DONE
    assert calls(served) == ["loading", "profile", "reply"]


def test_a_request_for_a_summary_is_done_with(
    queue: Shown, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    assert run(dict(SummaryDue(USER_ID, "7").queued().event)) == DONE
    assert log_lines()[-1]["outcome"] == "nothing to summarise"


def test_whoever_is_not_on_the_list_is_not_answered(queue: Shown, served: httpx.Client) -> None:
    boto3.client("ssm").put_parameter(
        Name=f"{PATH}ALLOWED_USER_IDS", Value="U" + "9" * 32, Type="String", Overwrite=True
    )
    gateways.cache_clear()
    for text in ("Hello", "/again", "/help"):
        assert run(recent(message={"id": text, "type": "text", "text": text})) == DONE
    assert "responses" not in calls(served)


def test_a_group_is_answered_as_one_conversation(
    queue: Shown, served: httpx.Client, simulator: Simulator
) -> None:
    event = group_event("@Kaiwa hello", mentions_bot=True)
    event["timestamp"] = recent()["timestamp"]
    message = event["message"]
    simulator.quote_tokens.issue(message["quoteToken"], GROUP_ID, message["id"])
    assert run(event) == DONE
    messages = served.get(f"/control/chats/{event['source']['groupId']}").json()["messages"]
    assert [message["text"] for message in messages] == [
        f'You said "Member {hashed(USER_ID)[:6]}: hello".'
    ]
