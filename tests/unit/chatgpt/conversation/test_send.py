"""Sending into one's own chat, through the handler."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from kaiwa.line.errors import LineUnavailableError
from kaiwa.table.items import Conversation, Usage, conversation_item_id, usage_id
from kaiwa.table.operations import DELAYED, DELIVERED, FAILED
from tests.builders import NOON, OTHER_USER_ID, USER_ID
from tests.fakes.line import FakeLine
from tests.unit.chatgpt.harness import (
    HANAKO,
    NOT_LINKED,
    TARO,
    World,
    ask,
    problem,
    response,
    wrong_fields,
)

PATH = "/conversation/messages"
OPERATION_ID = str(
    uuid.uuid5(uuid.UUID("0c4be3a5-54a0-4f0e-8a0f-5a3d9a1c7d6e"), f"{HANAKO} request-1")
)
NO_SUCH_OPERATION = problem(
    404,
    "no_such_operation",
    "This user has no such operation. Use an operation_id that sendMessage returned within the "
    "last day.",
)
USED_ID = problem(
    409,
    "request_id_used",
    "This request_id was used for another message. Use a new one for a new message.",
)


def body(text: str = "会話から", request_id: str = "request-1") -> dict[str, str]:
    return {"text": text, "request_id": request_id}


def accepted(status: str = "accepted") -> dict[str, Any]:
    return response(202, {"operation_id": OPERATION_ID, "status": status})


def message_id(world: World) -> str:
    """The id of the text of `OPERATION_ID`."""
    operation = world.operations.find(OPERATION_ID, HANAKO, world.clock())
    assert operation is not None
    return operation.message_id


def sends_today() -> int:
    return int(Usage.get(usage_id(USER_ID, NOON.date())).sends)


def test_a_message_is_accepted_and_waits_in_its_chats_queue(linked: World) -> None:
    assert linked.call("POST", PATH, body()) == accepted()
    assert linked.events() == [
        {
            "type": "kaiwa.text",
            "id": message_id(linked),
            "conversation_id": USER_ID,
            "role": "sent",
            "text": "会話から",
            "sent_at": "2026-11-22T12:00:00+00:00",
            "operation_id": OPERATION_ID,
        }
    ]
    assert message_id(linked) != OPERATION_ID
    assert sends_today() == 1


def test_a_retry_is_the_same_message(linked: World) -> None:
    for _ in range(3):
        assert linked.call("POST", PATH, body()) == accepted()
    assert linked.queued() == [(USER_ID, "sent", "会話から")]
    assert sends_today() == 1


def test_a_retry_queues_what_was_only_accepted(linked: World) -> None:
    linked.sqs.delete_queue(QueueUrl=linked.queue_url)
    assert linked.call("POST", PATH, body())["statusCode"] == 500
    linked.sqs.create_queue(QueueName="events.fifo", Attributes={"FifoQueue": "true"})
    assert linked.call("POST", PATH, body()) == accepted()
    assert linked.queued() == [(USER_ID, "sent", "会話から")]
    assert sends_today() == 1


def five_minutes_pass(world: World) -> None:
    """Until then SQS would drop what it was sent before."""
    world.clock.pass_(300)
    world.sqs.delete_queue(QueueUrl=world.queue_url)
    world.sqs.create_queue(QueueName="events.fifo", Attributes={"FifoQueue": "true"})


def test_a_retry_within_the_day_is_delivered_once(linked: World) -> None:
    chat = FakeLine()
    assert linked.call("POST", PATH, body()) == accepted()
    first = linked.events()
    five_minutes_pass(linked)
    assert linked.call("POST", PATH, body()) == accepted()
    assert [linked.deliver(event, chat) for event in (*first, *linked.events())] == [
        "delivered",
        "delivered",
    ]
    linked.clock.now = NOON + timedelta(days=1, seconds=-1)
    assert linked.call("POST", PATH, body()) == accepted("delivered")
    assert linked.work(chat) == []
    assert chat.shown == ["会話から"]
    assert sends_today() == 1


def test_after_a_day_a_request_id_stands_for_a_new_message(linked: World) -> None:
    chat = FakeLine()
    for text in ("会話から", "会話から", "another"):
        assert linked.call("POST", PATH, body(text)) == accepted()
        assert linked.work(chat) == ["delivered"]
        assert linked.read("GET", f"/operations/{OPERATION_ID}")["status"] == "delivered"
        linked.clock.now += timedelta(days=1)
        assert linked.call("GET", f"/operations/{OPERATION_ID}") == NO_SUCH_OPERATION
    assert chat.shown == ["会話から", "会話から", "another"]
    page = linked.read("GET", PATH)
    assert [shown["text"] for shown in page["messages"]] == ["another", "会話から", "会話から"]


def test_what_comes_out_of_the_queue_a_day_late_is_neither_shown_nor_reported(
    linked: World,
) -> None:
    chat = FakeLine()
    linked.call("POST", PATH, body())
    (late,) = linked.events()
    linked.clock.now += timedelta(days=1, seconds=1)
    assert linked.call("POST", PATH, body()) == accepted()
    assert linked.deliver(late, chat) == "too old"
    assert linked.read("GET", f"/operations/{OPERATION_ID}")["status"] == "accepted"
    assert linked.work(chat) == ["delivered"]
    assert chat.shown == ["会話から"]


def test_what_the_queue_has_given_up_is_delivered_once_on_a_retry_and_a_redrive(
    linked: World,
) -> None:
    chat = FakeLine(failures=[(LineUnavailableError(), False)])
    linked.call("POST", PATH, body())
    (dead,) = linked.events()
    with pytest.raises(LineUnavailableError):
        linked.deliver(dead, chat, last_attempt=True)
    assert linked.read("GET", f"/operations/{OPERATION_ID}")["status"] == DELAYED
    five_minutes_pass(linked)
    assert linked.call("POST", PATH, body()) == accepted(DELAYED)
    assert linked.work(chat) == ["delivered"]
    assert linked.deliver(dead, chat) == "delivered"
    assert linked.read("GET", f"/operations/{OPERATION_ID}")["status"] == "delivered"
    assert chat.shown == ["会話から"]
    assert sends_today() == 1


def test_to_somebody_who_has_blocked_the_bot_nothing_is_sent(linked: World) -> None:
    conversation = Conversation(conversation_item_id(USER_ID))
    conversation.update([Conversation.stopped_at.set(NOON)])
    assert linked.call("POST", PATH, body()) == problem(
        409,
        "blocked",
        "The user has blocked the bot on LINE, which shows them nothing of it. Ask them to unblock "
        "it there, and call again with the same values once they have.",
    )
    assert linked.queued() == []
    conversation.update([Conversation.stopped_at.remove()])
    assert linked.call("POST", PATH, body()) == accepted()


@pytest.mark.parametrize("status", [DELIVERED, FAILED])
def test_what_is_done_is_not_queued_again(linked: World, status: str) -> None:
    linked.call("POST", PATH, body())
    linked.events()
    linked.operations.record(OPERATION_ID, message_id(linked), status)
    assert linked.call("POST", PATH, body()) == accepted(status)
    assert linked.queued() == []
    assert linked.call("GET", f"/operations/{OPERATION_ID}") == response(
        200, {"operation_id": OPERATION_ID, "status": status}
    )


def test_a_request_id_stands_for_one_message(linked: World) -> None:
    linked.call("POST", PATH, body("one"))
    linked.events()
    assert linked.call("POST", PATH, body("another")) == USED_ID
    linked.link(HANAKO, OTHER_USER_ID)
    assert linked.call("POST", PATH, body("one")) == USED_ID
    assert linked.queued() == []


def test_request_ids_of_different_people_have_nothing_to_do_with_each_other(linked: World) -> None:
    linked.link(TARO, OTHER_USER_ID)
    first = linked.read("POST", PATH, body(), account=HANAKO)
    second = linked.read("POST", PATH, body(), account=TARO)
    assert first["operation_id"] != second["operation_id"]
    assert linked.queued() == [
        (USER_ID, "sent", "会話から"),
        (OTHER_USER_ID, "sent", "会話から"),
    ]


def test_an_operation_is_its_owners(linked: World) -> None:
    linked.link(TARO, OTHER_USER_ID)
    linked.call("POST", PATH, body())
    path = f"/operations/{OPERATION_ID}"
    assert linked.call("GET", path, account=TARO) == NO_SUCH_OPERATION
    assert linked.call("GET", f"/operations/{uuid.uuid4()}") == NO_SUCH_OPERATION
    assert linked.read("GET", path) == {"operation_id": OPERATION_ID, "status": "accepted"}


def test_a_day_has_room_for_so_many_messages(linked: World) -> None:
    for number in range(3):
        assert linked.call("POST", PATH, body(request_id=f"id-{number}"))["statusCode"] == 202
    assert linked.call("POST", PATH, body(request_id="id-3")) == problem(
        429,
        "daily_limit",
        "The user has sent as many messages today as a day allows. Tell them that they can send "
        "again tomorrow, and do not call sendMessage until then.",
    )
    assert linked.call("POST", PATH, body(request_id="id-2"))["statusCode"] == 202  # a retry
    assert len(linked.events()) == 3
    linked.clock.now += timedelta(hours=3)  # midnight in Tokyo
    assert linked.call("POST", PATH, body(request_id="id-4"))["statusCode"] == 202


def test_without_a_link_nothing_is_sent(world: World) -> None:
    assert world.call("POST", PATH, body()) == problem(409, "not_linked", NOT_LINKED)
    assert world.queued() == []


@pytest.mark.parametrize("text", ["x", "🍣" * 2500, "会" * 5000, " \n. "])
def test_texts_that_line_takes_are_sent_as_they_are(linked: World, text: str) -> None:
    assert linked.call("POST", PATH, body(text)) == accepted()
    assert linked.queued() == [(USER_ID, "sent", text)]


SAY_SOMETHING = "text: it must say something"


@pytest.mark.parametrize(
    ("wrong", "wanted"),
    [
        (body(""), "text: String should have at least 1 character"),
        (body(" \n\u3000"), SAY_SOMETHING),
        (body("x" * 5001), "text: String should have at most 5000 characters"),
        (body("🍣" * 2501), "text: LINE takes at most 5,000 characters, emoji as two"),
        (
            body("half a pair: \ud83d"),
            "text: Input should be a valid string, unable to parse raw data as a unicode string",
        ),
        (body() | {"text": 5}, "text: Input should be a valid string"),
        (body(request_id=""), "request_id: String should match pattern '^[A-Za-z0-9_-]{1,64}$'"),
        (
            body(request_id="x" * 65),
            "request_id: String should match pattern '^[A-Za-z0-9_-]{1,64}$'",
        ),
        (body(request_id="a b"), "request_id: String should match pattern '^[A-Za-z0-9_-]{1,64}$'"),
        (
            body(request_id="id\n"),
            "request_id: String should match pattern '^[A-Za-z0-9_-]{1,64}$'",
        ),
        ({"text": "Hi"}, "request_id: Field required"),
        ({}, "text: Field required; request_id: Field required"),
    ],
)
def test_what_line_would_not_take_is_refused(wrong: dict[str, Any], wanted: str) -> None:
    assert ask("POST", PATH, wrong) == wrong_fields(wanted)


def test_nothing_that_was_sent_is_logged(linked: World, log_lines: Any) -> None:
    linked.call("POST", PATH, body("A private matter"))
    linked.call("POST", PATH, body("A private matter", "not an id"))
    linked.sqs.delete_queue(QueueUrl=linked.queue_url)
    linked.call("POST", PATH, body("A private matter"))
    lines = log_lines()
    assert [line["message"] for line in lines] == [
        "Answered a request.",
        "Answered a request.",
        "A request could not be answered.",
        "Answered a request.",
    ]
    assert "private" not in json.dumps(lines)
