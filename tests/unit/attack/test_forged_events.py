"""Events that LINE would never send, signed by somebody who has a channel's secret.

A message's id is the key under which the table keeps it. So it must be no key of anything else:
else what is kept of other channels' chats would be within reach.
"""

from typing import Any

import pytest

from kaiwa.fields import Fields
from kaiwa.line.events import OVERHEARD, Postback
from kaiwa.line.taps import tapped
from line_reply.work import Unreadable
from tests.builders import (
    OTHER_USER_ID,
    Event,
    edited_event,
    message_event,
    postback_event,
    unsend_event,
    work_of,
)

KINDS = ("conversation", "summary", "reminders", "usage", "event", "sent", "account", "overheard")
KEYS = [f"{kind}#{OTHER_USER_ID}" for kind in KINDS] + ["1#assistant", "1#on1", "#"]


def with_id(line_event: Event, key: str) -> dict[str, Any]:
    return {**line_event, "message": {**line_event["message"], "id": key}}


@pytest.mark.parametrize("key", KEYS)
def test_no_other_key_is_a_messages_id(key: str) -> None:
    said = message_event()
    for forged, path in (
        (unsend_event(key), "unsend.messageId"),
        (with_id(said, key), "message.id"),
        (with_id(edited_event("Hi", mentions_bot=True), key), "message.id"),
        (with_id({**said, "type": OVERHEARD}, key), "message.id"),
    ):
        work = work_of(forged)
        assert isinstance(work, Unreadable), forged
        assert (work.type, work.path) == (forged["type"], path)


@pytest.mark.parametrize("key", [*KEYS[:-2], "1", "1#on", "1#on1#on1", "conversation#U#on1"])
def test_nor_what_goes_on_with_an_answer(key: str) -> None:
    """It is only an unknown button, which nothing comes of."""
    assert isinstance(tapped(Fields(postback_event(f"go-on {key} 1#assistant"))), Postback)
