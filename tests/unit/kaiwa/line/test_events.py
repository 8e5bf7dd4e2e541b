"""What LINE's events say of themselves."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.events import (
    OLDEST_EVENT,
    Received,
    Source,
    chat_of,
    envelope,
    is_too_old,
    mentions_of_bot,
    source_of,
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
    text_event,
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"type": "user", "userId": USER_ID}, Source(USER_ID, USER_ID, True)),
        (
            {"type": "group", "groupId": GROUP_ID, "userId": USER_ID},
            Source(GROUP_ID, USER_ID, False),
        ),
        ({"type": "room", "roomId": ROOM_ID, "userId": USER_ID}, Source(ROOM_ID, USER_ID, False)),
        ({"type": "group", "groupId": GROUP_ID}, Source(GROUP_ID, None, False)),
        ({"type": "thread"}, None),
        ({"type": "thread", "threadId": "T1", "userId": USER_ID}, None),
        (None, None),
    ],
)
def test_where_it_happened(source: dict[str, Any] | None, expected: Source | None) -> None:
    event = Fields({"source": source})
    assert source_of(event) == expected
    assert chat_of(event) == (expected.conversation_id if expected else None)


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ({"type": ["user"], "userId": USER_ID}, "source.type"),
        ({"userId": USER_ID}, "source.type"),
        (5, "source.type"),
        ({"type": "group", "userId": USER_ID}, "source.groupId"),
        ({"type": "user", "userId": ""}, "source.userId"),
        ({"type": "user", "userId": "U" * 129}, "source.userId"),
        ({"type": "user", "userId": "花子"}, "source.userId"),
        ({"type": "user", "userId": "a b"}, "source.userId"),
    ],
)
def test_a_chat_without_an_id_that_a_queue_takes_is_unreadable(source: Any, path: str) -> None:
    event = Fields({"source": source})
    with pytest.raises(UnreadableError) as caught:
        source_of(event)
    assert caught.value.path == path
    assert chat_of(event) is None


FOLLOW = Received(
    event_id="01EVENT0000000000000000007",
    conversation_id=USER_ID,
    user_id=USER_ID,
    sent_at=at(7),
    reply_token="reply-token-7",
    one_to_one=True,
)


def received(line_event: dict[str, Any]) -> Received | None:
    found = envelope(Fields(line_event))
    return Received(**found) if found else None


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


def test_redelivery_is_told() -> None:
    follow = event("follow", 7, deliveryContext={"isRedelivery": True})
    assert received(follow) == Received(**vars(FOLLOW) | {"redelivered": True})


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
    def mentions(line_event: dict[str, Any]) -> int:
        return len(mentions_of_bot(Fields(line_event["message"])))

    assert mentions(group_event("@Kaiwa hi", mentions_bot=True)) == 1
    assert mentions(group_event("@Kaiwa hi", mentions_bot=False)) == 0
    assert mentions(text_event("@Kaiwa hi")) == 0
