"""What LINE's events say of themselves."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kaiwa.line.events import (
    OLDEST_EVENT,
    Received,
    conversation_id,
    is_one_to_one,
    is_too_old,
    mentions_bot,
    quoted_message_id,
    received,
    well_formed,
)
from tests.builders import (
    GROUP_ID,
    ROOM_ID,
    USER_ID,
    at,
    event,
    every_event,
    group_event,
    in_group,
    in_room,
    in_standby,
    message_event,
    text_event,
)


@pytest.mark.parametrize(
    ("source", "chat", "one_to_one"),
    [
        ({"type": "user", "userId": USER_ID}, USER_ID, True),
        ({"type": "group", "groupId": GROUP_ID, "userId": USER_ID}, GROUP_ID, False),
        ({"type": "room", "roomId": ROOM_ID, "userId": USER_ID}, ROOM_ID, False),
        ({"type": "group", "groupId": GROUP_ID}, GROUP_ID, False),
        ({"type": "thread"}, None, False),
        ({"type": "thread", "threadId": "T1", "userId": USER_ID}, None, False),
        ({"type": ["user"], "userId": USER_ID}, None, False),
        ({"type": "group", "userId": USER_ID}, None, False),
        ({"userId": USER_ID}, None, False),
        (None, None, False),
    ],
)
def test_whose_chat_it_is(
    source: dict[str, Any] | None, chat: str | None, one_to_one: bool
) -> None:
    event = {"source": source}
    assert (conversation_id(event), is_one_to_one(event)) == (chat, one_to_one)


FOLLOW = Received(
    event_id="01EVENT0000000000000000007",
    conversation_id=USER_ID,
    user_id=USER_ID,
    sent_at=at(7),
    reply_token="reply-token-7",
    one_to_one=True,
)


def test_what_an_event_says_of_itself() -> None:
    assert received(event("follow", 7)) == FOLLOW


def test_what_the_sender_hid_is_absent() -> None:
    follow = event("follow", 7)
    del follow["replyToken"], follow["deliveryContext"]
    expected = {**vars(FOLLOW), "user_id": None, "reply_token": None, "one_to_one": False}
    in_chat = Received(**expected | {"conversation_id": GROUP_ID})
    assert received(in_group(follow, user_id=None)) == in_chat
    in_chat = Received(**expected | {"conversation_id": ROOM_ID})
    assert received(in_room(follow, user_id=None)) == in_chat
    assert (FOLLOW.person_id, in_chat.person_id) == (USER_ID, ROOM_ID)


def test_standby_is_told() -> None:
    follow = in_standby(event("follow", 7))
    expected = {"standby": True, "reply_token": None}
    assert received(follow) == Received(**vars(FOLLOW) | expected)


def test_an_unknown_mode_is_no_standby() -> None:
    assert received(event("follow", 7, mode="fromTheFuture")) == FOLLOW


def test_every_type_of_event_says_so_much() -> None:
    said = [received(each) for each in every_event()]
    assert [each and (each.event_id, each.sent_at) for each in said] == [
        (each["webhookEventId"], datetime.fromtimestamp(each["timestamp"] / 1000, UTC))
        if "source" in each
        else None
        for each in every_event()
    ]


def test_a_day_old_event_is_acted_upon_and_an_older_one_is_not() -> None:
    late = at(0) + OLDEST_EVENT
    assert not is_too_old(at(0), late)
    assert is_too_old(at(-0.001), late)


def test_a_mention_is_native_and_of_this_bot() -> None:
    assert mentions_bot(group_event("@Kaiwa hi", mentions_bot=True))
    assert not mentions_bot(group_event("@Kaiwa hi", mentions_bot=False))
    assert not mentions_bot(text_event("@Kaiwa hi"))
    assert not mentions_bot(event("follow"))


def test_what_a_message_quotes() -> None:
    quoting = [
        message_event(quotedMessageId="1"),
        message_event("sticker", quotedMessageId="1"),
        message_event(),
        event("follow"),
        event("message", message=None),
    ]
    assert list(map(quoted_message_id, quoting)) == ["1", "1", None, None, None]


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert well_formed("a\ud83d会話👪") == "a\ufffd会話👪"
