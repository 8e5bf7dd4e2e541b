"""What buttons that lead to a turn bring back."""

from typing import Any

import pytest

from kaiwa.fields import Fields
from kaiwa.line.events import Postback
from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.line.taps import TryAgain, go_on, tapped, try_again
from tests.builders import USER_ID, at, in_standby, postback_event, received

ENVELOPE: dict[str, Any] = {
    "event_id": received().event_id,
    "conversation_id": USER_ID,
    "user_id": USER_ID,
    "sent_at": at(1),
    "reply_token": "reply-token-1",
    "one_to_one": True,
}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            go_on("Go on", "7#on1", "7#assistant").command,
            ReceivedMessage(
                **ENVELOPE,
                message_id="7#on1",
                text="[go on]",
                kind=Kind.GO_ON,
                quoted_id="7#assistant",
            ),
        ),
        (try_again("Try again", "7").command, TryAgain(**ENVELOPE, message_id="7")),
        ("/help", Postback(**ENVELOPE, data="/help")),
        ("go-on 7#on1", Postback(**ENVELOPE, data="go-on 7#on1")),
        ("try-again", Postback(**ENVELOPE, data="try-again")),
        ("", Postback(**ENVELOPE, data="")),
    ],
)
def test_a_tap_is_read_once(data: str, expected: object) -> None:
    assert tapped(Fields(postback_event(data))) == expected


def test_another_system_answers_in_standby() -> None:
    assert tapped(Fields(in_standby(postback_event("try-again 7")))) is None
