"""What is known of chats as a whole, on a table in memory."""

from collections.abc import Callable
from datetime import datetime

import pytest

from kaiwa.table.conversations import Conversations, Summary
from kaiwa.table.items import Conversation, conversation_item_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from tests.builders import OTHER_USER_ID, USER_ID, at
from tests.unit.kaiwa.table.harness import NOW, answered, begin, items, meanwhile
from tests.unit.tables import TABLE_NAME

ITEM_ID = conversation_item_id(USER_ID)


@pytest.fixture
def conversations(messages: MessageTable) -> Conversations:
    return Conversations(TABLE_NAME)


SO_FAR = Summary("So far", at(2), at(1000))


def test_of_an_unknown_chat_nothing_is_known(conversations: Conversations) -> None:
    known = conversations.get(USER_ID)
    assert known.serialize() == Conversation(ITEM_ID).serialize()
    assert (known.group_ids or set(), known.recent_ids, known.past_version) == (set(), [], 0)
    assert items() == {}


def test_settings_are_kept_beside_each_other(conversations: Conversations) -> None:
    conversations.set_language(USER_ID, "en")
    conversations.set_persona(USER_ID, "Speak like a 海賊 🏴‍☠️")
    conversations.stop(USER_ID, NOW)
    assert items() == {
        ITEM_ID: {
            "id": {"S": ITEM_ID},
            "language": {"S": "en"},
            "persona": {"S": "Speak like a 海賊 🏴‍☠️"},
            "stoppedAt": {"S": "2026-11-22T12:01:40.000000+0000"},
        }
    }
    conversations.set_persona(USER_ID, None)
    conversations.resume(USER_ID, at(101))
    assert items() == {
        ITEM_ID: {
            "id": {"S": ITEM_ID},
            "language": {"S": "en"},
            "welcomedAt": {"S": "2026-11-22T12:01:41.000000+0000"},
        }
    }


@pytest.mark.parametrize("nothing", [None, ""])
def test_there_may_be_nothing_to_take_back(
    conversations: Conversations, nothing: str | None
) -> None:
    conversations.set_persona(USER_ID, nothing)
    assert conversations.resume(USER_ID, NOW)
    assert conversations.get(USER_ID).persona is None


def test_settings_leave_what_was_said_alone(
    messages: MessageTable, conversations: Conversations
) -> None:
    answered(messages)
    before = items()
    conversations.set_language(USER_ID, "ja")
    before[ITEM_ID]["language"] = {"S": "ja"}
    assert items() == before


def test_what_line_says_is_kept_apart_from_what_was_chosen(conversations: Conversations) -> None:
    conversations.set_language(USER_ID, "en")
    conversations.set_detected_language(USER_ID, "ja-JP", NOW)
    known = conversations.get(USER_ID)
    found = (known.language, known.detected_language, known.detected_at)
    assert found == ("en", "ja-JP", NOW)


def test_who_wants_to_be_forgotten(conversations: Conversations) -> None:
    Past(TABLE_NAME).hide(USER_ID, NOW)
    conversations.set_language(OTHER_USER_ID, "ja")
    found = conversations.forgotten_at([USER_ID, USER_ID, OTHER_USER_ID, "nobody"])
    assert found == {USER_ID: NOW}
    assert conversations.forgotten_at([]) == {}


COMING_AND_GOING = {
    "comes": lambda chats, time: chats.resume(USER_ID, time),
    "goes": lambda chats, time: chats.stop(USER_ID, time),
}


@pytest.mark.parametrize(
    ("events", "stopped_at"),
    [
        ([("goes", 1, True), ("comes", 2, True)], None),
        ([("comes", 2, True), ("goes", 1, False)], None),
        ([("comes", 1, True), ("goes", 2, True)], at(2)),
        ([("goes", 2, True), ("comes", 1, False)], at(2)),
        ([("goes", 1, True), ("comes", 3, True), ("goes", 2, False)], None),
        ([("goes", 3, True), ("goes", 1, False), ("comes", 2, False)], at(3)),
        ([("comes", 3, True), ("comes", 1, True), ("goes", 2, False)], None),
        ([("goes", 1, True), ("goes", 1, True)], at(1)),  # an attempt that is tried again
        ([("comes", 1, True), ("comes", 1, True)], None),
    ],
)
def test_the_last_of_coming_and_going_counts_in_whatever_order_it_is_heard_of(
    conversations: Conversations,
    events: list[tuple[str, float, bool]],
    stopped_at: datetime | None,
) -> None:
    done = [COMING_AND_GOING[kind](conversations, at(time)) for kind, time, _ in events]
    assert done == [expected for _, _, expected in events]
    assert conversations.get(USER_ID).stopped_at == stopped_at


def test_who_says_something_has_not_gone_before(
    messages: MessageTable, conversations: Conversations
) -> None:
    begin(messages, 5)
    begin(messages, 3)  # delivered late
    assert not conversations.stop(USER_ID, at(4))
    assert conversations.get(USER_ID).stopped_at is None
    assert conversations.stop(USER_ID, at(6))


def test_a_summary_is_kept_by_itself_and_expires(conversations: Conversations) -> None:
    conversations.set_language(USER_ID, "en")
    assert conversations.store_summary(USER_ID, SO_FAR, 0)
    assert conversations.summary(USER_ID, NOW) == SO_FAR
    assert items() == {
        f"summary#{USER_ID}": {
            "id": {"S": f"summary#{USER_ID}"},
            "text": {"S": "So far"},
            "until": {"S": "2026-11-22T12:00:02.000000+0000"},
            "expiresAt": {"N": str(int(at(1000).timestamp()))},
        },
        ITEM_ID: {
            "id": {"S": ITEM_ID},
            "language": {"S": "en"},
            "summaryUntil": {"S": "2026-11-22T12:00:02.000000+0000"},
        },
    }


@pytest.mark.parametrize(("seconds", "known"), [(999, SO_FAR), (1000, None), (1001, None)])
def test_an_expired_summary_is_none_though_it_is_still_there(
    conversations: Conversations, seconds: float, known: Summary | None
) -> None:
    conversations.set_language(USER_ID, "en")
    assert conversations.store_summary(USER_ID, SO_FAR, 0)
    assert conversations.summary(USER_ID, at(seconds)) == known


def test_of_a_chat_that_was_erased_no_summary_in_the_making_is_kept(
    messages: MessageTable, conversations: Conversations
) -> None:
    answered(messages)
    version = int(conversations.get(USER_ID).past_version)
    conversations.get(USER_ID).delete()
    assert not conversations.store_summary(USER_ID, SO_FAR, version)
    assert ITEM_ID not in items()
    assert conversations.summary(USER_ID, NOW) is None


def test_of_an_unknown_chat_there_is_no_summary(conversations: Conversations) -> None:
    assert conversations.summary(USER_ID, NOW) is None


def test_a_summary_takes_the_place_of_the_one_before(
    messages: MessageTable, conversations: Conversations
) -> None:
    answered(messages)
    conversations.store_summary(USER_ID, SO_FAR, 0)
    later = Summary("Later", at(9), at(1000))
    assert conversations.store_summary(USER_ID, later, 0)
    assert conversations.summary(USER_ID, NOW) == later


def test_saying_something_more_leaves_a_summary_in_the_making_good(
    messages: MessageTable, conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = int(conversations.get(USER_ID).past_version)
    answered(messages)
    meanwhile(monkeypatch, lambda: answered(messages, 2))
    assert conversations.store_summary(USER_ID, SO_FAR, version)


@pytest.mark.parametrize("change", ["unsend", "edit", "reset", "hide"])
def test_a_summary_of_a_past_that_has_changed_is_not_kept(
    messages: MessageTable, conversations: Conversations, change: str
) -> None:
    answered(messages)
    assert conversations.store_summary(USER_ID, SO_FAR, 0)
    past, version = Past(TABLE_NAME), int(conversations.get(USER_ID).past_version)
    changes: dict[str, Callable[[], object]] = {
        "unsend": lambda: past.unsend(USER_ID, f"{1:018}", NOW),
        "edit": lambda: past.edit(USER_ID, f"{1:018}", "Else", at(50), NOW),
        "reset": lambda: past.reset(USER_ID, NOW),
        "hide": lambda: past.hide(USER_ID, NOW),
    }
    changes[change]()
    assert not conversations.store_summary(USER_ID, SO_FAR, version)
    assert conversations.summary(USER_ID, NOW) is None
    now_known = int(conversations.get(USER_ID).past_version)
    assert (version, now_known) == (0, 1)
    assert conversations.store_summary(USER_ID, SO_FAR, now_known)
