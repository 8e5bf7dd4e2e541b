"""Which events get onto the queue, and how much of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import boto3
import pytest
from linebot.v3.webhooks.models.event import Event
from linebot.v3.webhooks.models.message_content import MessageContent

from kaiwa.table.sent_bubbles import SentBubbles
from tests.builders import (
    GROUP_ID,
    NOON,
    ROOM_ID,
    USER_ID,
    edited_event,
    event,
    every_event,
    group_event,
    in_group,
    in_room,
    in_standby,
    message_event,
    text_event,
    webhook_body,
)
from tests.unit.line_webhook.harness import FAILED, OK, Webhook
from tests.unit.tables import TABLE_NAME

type LogLines = Callable[[], list[dict[str, Any]]]
BUBBLE = "461230966842064897"


@pytest.fixture
def bubble(webhook: Webhook) -> None:
    """The bot has sent one."""
    SentBubbles(TABLE_NAME).record([BUBBLE], NOON + timedelta(days=90))


def stored(webhook: Webhook, *events: dict[str, Any]) -> list[Any]:
    """What the worker would get of these events."""
    assert webhook.post_signed(webhook_body(*events)) == OK
    return [queued for _, _, queued in webhook.queued()]


def test_what_mentions_the_bot_is_stored(webhook: Webhook) -> None:
    chatter = group_event("Lunch, anyone?", 1, mentions_bot=False)
    question = group_event("@Kaiwa where?", 2, mentions_bot=True)
    assert webhook.post_signed(webhook_body(chatter, question)) == OK
    assert webhook.queued() == [(GROUP_ID, question["webhookEventId"], question)]


def test_what_quotes_a_bubble_of_the_bots_is_stored(webhook: Webhook, bubble: None) -> None:
    another = group_event("Really?", 1, mentions_bot=False, quotes="461230966842064898")
    question = group_event("Really?", 2, mentions_bot=False, quotes=BUBBLE)
    assert stored(webhook, another, question) == [question]


def test_a_sticker_that_quotes_the_bot_is_stored(webhook: Webhook, bubble: None) -> None:
    sticker = in_group(message_event("sticker", quotedMessageId=BUBBLE))
    assert stored(webhook, sticker) == [sticker]


def test_in_rooms_it_is_the_same(webhook: Webhook, bubble: None) -> None:
    chatter = in_room(text_event("Lunch, anyone?", 1))
    mention = in_room(group_event("@Kaiwa where?", 2, mentions_bot=True))
    quote = in_room(group_event("Really?", 3, mentions_bot=False, quotes=BUBBLE))
    assert webhook.post_signed(webhook_body(chatter, mention, quote)) == OK
    assert webhook.queued() == [
        (ROOM_ID, each["webhookEventId"], each) for each in (mention, quote)
    ]


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file", "location", "sticker"])
def test_what_else_people_send_each_other_is_not_stored(webhook: Webhook, kind: str) -> None:
    assert stored(webhook, in_group(message_event(kind))) == []


def test_a_mention_of_everybody_is_not_for_the_bot(webhook: Webhook) -> None:
    everybody = {"mentionees": [{"index": 0, "length": 4, "type": "all"}]}
    assert stored(webhook, in_group(message_event(text="@All lunch?", mention=everybody))) == []


def test_in_one_to_one_chats_nothing_is_looked_up(webhook: Webhook) -> None:
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    quote = message_event(quotedMessageId=BUBBLE)
    mention = group_event("@Kaiwa where?", 2, mentions_bot=True, quotes=BUBBLE)
    assert stored(webhook, quote, mention) == [quote, mention]


def test_when_the_table_does_not_answer_line_is_asked_to_send_it_again(
    webhook: Webhook, log_lines: LogLines
) -> None:
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    question = group_event("Really?", mentions_bot=False, quotes=BUBBLE)
    assert webhook.post_signed(webhook_body(question)) == FAILED
    assert webhook.queued() == []
    assert [line["level"] for line in log_lines()] == ["ERROR", "INFO"]


def test_an_edited_message_that_addresses_the_bot_is_stored_whole(
    webhook: Webhook, bubble: None
) -> None:
    mention = edited_event("@Kaiwa when?", 3, mentions_bot=True)
    quote = edited_event("Really?", 4, edits=2, mentions_bot=False, quotes=BUBBLE)
    assert stored(webhook, mention, quote) == [mention, quote]


@pytest.mark.parametrize("quotes", [None, "461230966842064898"])
def test_an_edited_message_that_does_not_is_stored_without_its_words(
    webhook: Webhook, quotes: str | None
) -> None:
    edited = edited_event("Never mind.", 3, mentions_bot=False, quotes=quotes)
    reduced = edited | {"message": {"id": edited["message"]["id"], "type": "text"}}
    assert stored(webhook, edited) == [reduced]


def test_words_in_events_yet_unknown_are_nobodys_business_either(webhook: Webhook) -> None:
    overheard = in_group(event("fromTheFuture", message={"id": "1", "text": "Lunch?"}))
    assert stored(webhook, overheard) == [overheard | {"message": {"id": "1"}}]


def test_every_type_of_event_is_taken(webhook: Webhook, log_lines: LogLines) -> None:
    """Only what belongs to no chat (botSuspended and the like) has nothing to wait for."""
    events = every_event()
    for each in events:
        assert webhook.post_signed(webhook_body(each)) == OK
    assert sorted(webhook.queued(), key=lambda queued: queued[1]) == [
        (GROUP_ID if each["source"]["type"] == "group" else USER_ID, each["webhookEventId"], each)
        for each in events
        if "source" in each
    ]
    assert {line["level"] for line in log_lines()} == {"INFO"}


def test_the_builders_know_every_type_of_the_sdk() -> None:
    """A newer SDK that knows more fails here: what it brings is to be thought of."""
    events = every_event()
    kinds = {each["type"] for each in events}
    messages = {each["message"]["type"] for each in events if each["type"] == "message"}
    assert kinds == set(Event._Event__discriminator_value_class_map)
    assert messages == set(MessageContent._MessageContent__discriminator_value_class_map)
    assert [Event.from_dict(each).to_dict() for each in events] == events


@pytest.mark.parametrize("each", every_event(), ids=lambda each: each["type"])
def test_standby_unknown_modes_and_unknown_fields_change_nothing(
    webhook: Webhook, each: dict[str, Any]
) -> None:
    if "source" not in each:
        return
    number = each["webhookEventId"]
    variants = [
        in_standby(each) | {"webhookEventId": f"{number}-1"},
        each | {"webhookEventId": f"{number}-2", "mode": "fromTheFuture"},
        each | {"webhookEventId": f"{number}-3", "fromTheFuture": [{"a": None}]},
    ]
    assert stored(webhook, *variants) == variants


@pytest.mark.parametrize(
    "unknown",
    [
        {"type": "fromTheFuture", "webhookEventId": "01X", "source": {"type": "thread"}},
        {"type": "activated"},
        {},
        event("message", source={"type": "group", "groupId": GROUP_ID}),
        event("message", source={"type": "group", "groupId": GROUP_ID}, message=None),
    ],
)
def test_what_belongs_to_no_chat_or_addresses_nobody_makes_no_warning(
    webhook: Webhook, unknown: dict[str, Any], log_lines: LogLines
) -> None:
    assert stored(webhook, unknown) == []
    assert {line["level"] for line in log_lines()} == {"INFO"}


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"webhookEventId": None}, "webhookEventId"),
        ({"webhookEventId": ""}, "webhookEventId"),
        ({"webhookEventId": "x" * 129}, "webhookEventId"),
        ({"webhookEventId": "a b"}, "webhookEventId"),
        ({"webhookEventId": "署名"}, "webhookEventId"),
        ({"source": {"type": "user", "userId": 1}}, "source.userId"),
        ({"source": {"type": "user", "userId": ""}}, "source.userId"),
        ({"source": {"type": "user", "userId": "U" * 129}}, "source.userId"),
        ({"source": {"type": "group", "groupId": "花"}}, "source.groupId"),
        ({"source": "x"}, "source.type"),
        ({"message": {"text": "x" * 300_000}}, "event"),
    ],
)
def test_what_no_queue_takes_is_logged_and_does_not_keep_out_the_others(
    webhook: Webhook, odd: dict[str, Any], field: str, log_lines: LogLines
) -> None:
    good = text_event(number=2)
    assert stored(webhook, message_event() | odd, good) == [good]
    warnings = [line for line in log_lines() if line["level"] == "WARNING"]
    assert [(each["message"], each["event_type"], each["field"]) for each in warnings] == [
        ("An event is unreadable.", "message", field)
    ]


def test_what_cannot_be_the_id_of_a_bubble_is_not_looked_up(webhook: Webhook) -> None:
    quotes = [group_event("Hi", 1, mentions_bot=False, quotes=each) for each in ("", "x" * 3000)]
    assert stored(webhook, *quotes) == []


def test_unknown_messages_and_events_of_a_chat_are_the_workers(webhook: Webhook) -> None:
    unknown = [
        message_event("fromTheFuture", 1),
        event("fromTheFuture", 2),
        event("messageEdited", 3, message=None),
        {"type": None, **{k: v for k, v in event("x", 4).items() if k != "type"}},
    ]
    expected = [*unknown[:2], unknown[2] | {"message": {}}, unknown[3]]
    assert stored(webhook, *unknown) == expected
