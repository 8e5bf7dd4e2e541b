"""Reading LINE's events."""

from typing import Any

import pytest

from kaiwa.line_events import conversation_id, is_one_to_one, mentions_bot, received_text
from tests.builders import GROUP_ID, USER_ID, group_event, received, text_event


@pytest.mark.parametrize(
    ("source", "chat", "one_to_one"),
    [
        ({"type": "user", "userId": USER_ID}, USER_ID, True),
        ({"type": "group", "groupId": GROUP_ID, "userId": USER_ID}, GROUP_ID, False),
        ({"type": "room", "roomId": "R1", "userId": USER_ID}, "R1", False),
        ({"type": "group", "groupId": GROUP_ID}, GROUP_ID, False),
        ({"type": "thread"}, None, False),
        (None, None, False),
    ],
)
def test_whose_chat_it_is(
    source: dict[str, Any] | None, chat: str | None, one_to_one: bool
) -> None:
    event = {"source": source}
    assert (conversation_id(event), is_one_to_one(event)) == (chat, one_to_one)


def test_a_text_is_read_whole() -> None:
    assert received_text(text_event("Hello")) == received("Hello")


def test_a_text_of_a_group_has_its_speaker() -> None:
    assert received_text(group_event("@Kaiwa hi", mentions_bot=True)) == received(
        "@Kaiwa hi", conversation_id=GROUP_ID, one_to_one=False
    )


def test_what_the_sender_hid_is_absent() -> None:
    event = text_event(source={"type": "group", "groupId": GROUP_ID})
    del event["replyToken"], event["deliveryContext"]
    assert received_text(event) == received(
        conversation_id=GROUP_ID, one_to_one=False, speaker_id=None, reply_token=None
    )


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    text = received_text(text_event("a\ud83d"))
    assert text is not None
    assert text.text == "a\ufffd"


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": "follow", "source": {"type": "user", "userId": USER_ID}},
        text_event(message={"id": "1", "type": "sticker"}),
        text_event(message={"id": "1", "type": "fromTheFuture"}),
        text_event(mode="standby"),
        text_event(source={"type": "thread"}),
    ],
)
def test_what_is_not_to_be_answered_is_none(event: dict[str, Any]) -> None:
    assert received_text(event) is None


def test_an_unknown_mode_is_answered() -> None:
    assert received_text(text_event(mode="fromTheFuture")) == received()


def test_a_mention_is_native_and_of_this_bot() -> None:
    assert mentions_bot(group_event("@Kaiwa hi", mentions_bot=True))
    assert not mentions_bot(group_event("@Kaiwa hi", mentions_bot=False))
    assert not mentions_bot(text_event("@Kaiwa hi"))
