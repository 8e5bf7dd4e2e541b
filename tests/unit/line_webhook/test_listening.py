"""What of a group's own talk gets onto the queue: nothing, unless it lets the bot listen in."""

from typing import Any

import pytest

from kaiwa.gateways import gateways
from kaiwa.table.overheard import OverheardTexts
from tests.builders import (
    GROUP_ID,
    NOON,
    Event,
    at,
    edited_event,
    group_event,
    in_group,
    in_standby,
    message_event,
    text_event,
    webhook_body,
)
from tests.unit.kaiwa.table.harness import items
from tests.unit.line_webhook.harness import OK, Webhook
from tests.unit.tables import TABLE_NAME

CHATTER = group_event("Lunch, anyone?", 1, mentions_bot=False)
HEARD: Event = {
    "type": "kaiwa.overheard",
    **{name: CHATTER[name] for name in ("webhookEventId", "timestamp", "mode", "source")},
    "deliveryContext": {"isRedelivery": False},
    "edited": False,
    "message": {"id": f"{1:018}", "text": "Lunch, anyone?"},
}


@pytest.fixture
def allowed(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> OverheardTexts:
    """The operator allows it. Nobody has asked for it yet."""
    monkeypatch.setenv("LISTENING_HOURS", "24")
    gateways.cache_clear()
    return OverheardTexts(TABLE_NAME)


def queued(webhook: Webhook, *events: Event) -> list[Any]:
    assert webhook.post_signed(webhook_body(*events)) == OK
    return [event for _, _, event in webhook.queued()]


def test_where_it_is_not_allowed_nothing_is_queued_nor_stored(webhook: Webhook) -> None:
    OverheardTexts(TABLE_NAME).start(GROUP_ID, 24, NOON)
    before = items()
    assert queued(webhook, CHATTER) == []
    assert items() == before


def test_until_somebody_asks_for_it_nothing_is_queued_nor_stored(
    webhook: Webhook, allowed: OverheardTexts
) -> None:
    assert queued(webhook, CHATTER, in_group(message_event("image", 2))) == []
    assert items() == {}


def test_then_the_words_are_queued_and_little_else(
    webhook: Webhook, allowed: OverheardTexts
) -> None:
    allowed.start(GROUP_ID, 24, NOON)
    assert webhook.post_signed(webhook_body(CHATTER)) == OK
    assert webhook.queued() == [(GROUP_ID, CHATTER["webhookEventId"], HEARD)]
    allowed.stop(GROUP_ID)
    again = group_event("Still there?", 2, mentions_bot=False)
    assert queued(webhook, again) == []


@pytest.mark.parametrize(
    "event",
    [
        in_group(text_event("Who says so?"), user_id=None),
        in_standby(CHATTER),
        in_group(message_event("image")),
        in_group(message_event("sticker")),
        in_group(text_event("")),
        {**CHATTER, "source": {"type": "group", "groupId": "C9", "userId": "U9"}},
    ],
    ids=["nobody's", "standby", "picture", "sticker", "empty", "another group's"],
)
def test_what_is_not_heard(webhook: Webhook, allowed: OverheardTexts, event: Event) -> None:
    allowed.start(GROUP_ID, 24, NOON)
    assert queued(webhook, event) == []


def test_what_is_for_the_bot_comes_whole(webhook: Webhook, allowed: OverheardTexts) -> None:
    allowed.start(GROUP_ID, 24, NOON)
    question = group_event("@Kaiwa where?", 2, mentions_bot=True)
    assert queued(webhook, question) == [question]


def test_new_words_of_an_edit_are_heard(webhook: Webhook, allowed: OverheardTexts) -> None:
    edit = edited_event("Dinner, anyone?", 2, mentions_bot=False)
    without = {**edit, "message": {"id": f"{1:018}", "type": "text"}}
    assert queued(webhook, edit) == [without]
    allowed.start(GROUP_ID, 24, at(0))
    later = {**edit, "webhookEventId": "01LATER"}
    assert webhook.post_signed(webhook_body(later)) == OK
    heard = {
        **{name: later[name] for name in HEARD if name in later},
        "type": "kaiwa.overheard",
        "edited": True,
        "message": {"id": f"{1:018}", "text": "Dinner, anyone?"},
    }
    assert webhook.queued() == [
        (GROUP_ID, "01LATER", {**without, "webhookEventId": "01LATER"}),
        (GROUP_ID, "01LATER#overheard", heard),
    ]
