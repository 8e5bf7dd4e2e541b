"""What is known of chats as a whole, on moto's DynamoDB."""

from collections.abc import Callable
from datetime import datetime

import pytest

from kaiwa.conversations import Conversations, Summary
from kaiwa.models import Conversation, conversation_item_id
from kaiwa.past import Past
from kaiwa.table import MessageTable
from tests.builders import OTHER_USER_ID, USER_ID, at
from tests.unit.conftest import TABLE_NAME
from tests.unit.kaiwa.table_harness import NOW, answered, items

ITEM_ID = conversation_item_id(USER_ID)


@pytest.fixture
def conversations(messages: MessageTable) -> Conversations:
    return Conversations(TABLE_NAME)


def summary(past_version: int, text: str = "So far") -> Summary:
    return Summary(text, at(1), at(2), past_version)


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
    conversations.resume(USER_ID)
    assert items() == {ITEM_ID: {"id": {"S": ITEM_ID}, "language": {"S": "en"}}}


@pytest.mark.parametrize("nothing", [None, ""])
def test_there_may_be_nothing_to_take_back(
    conversations: Conversations, nothing: str | None
) -> None:
    conversations.set_persona(USER_ID, nothing)
    conversations.resume(USER_ID)
    assert conversations.get(USER_ID).persona is None


def test_settings_leave_what_was_said_alone(
    messages: MessageTable, conversations: Conversations
) -> None:
    answered(messages)
    before = items()
    conversations.set_language(USER_ID, "ja")
    before[ITEM_ID]["language"] = {"S": "ja"}
    assert items() == before


def test_who_wants_to_be_forgotten(conversations: Conversations) -> None:
    Past(TABLE_NAME).hide(USER_ID, NOW)
    conversations.set_language(OTHER_USER_ID, "ja")
    found = conversations.forgotten_at([USER_ID, USER_ID, OTHER_USER_ID, "nobody"])
    assert found == {USER_ID: NOW}
    assert conversations.forgotten_at([]) == {}


def kept(conversations: Conversations) -> tuple[str | None, datetime | None, datetime | None]:
    known = conversations.get(USER_ID)
    return known.summary, known.summary_from, known.summary_until


def test_a_summary_is_kept_with_what_it_covers(conversations: Conversations) -> None:
    assert conversations.store_summary(USER_ID, summary(0))
    assert kept(conversations) == ("So far", at(1), at(2))


def test_a_summary_takes_the_place_of_the_one_before(
    messages: MessageTable, conversations: Conversations
) -> None:
    answered(messages)
    conversations.store_summary(USER_ID, summary(0))
    assert conversations.store_summary(USER_ID, Summary("Later", at(1), at(9), 0))
    assert kept(conversations) == ("Later", at(1), at(9))


def test_saying_something_more_leaves_a_summary_in_the_making_good(
    messages: MessageTable, conversations: Conversations
) -> None:
    version = int(conversations.get(USER_ID).past_version)
    answered(messages)
    assert conversations.store_summary(USER_ID, summary(version))


@pytest.mark.parametrize("change", ["unsend", "edit", "reset", "hide"])
def test_a_summary_of_a_past_that_has_changed_is_not_kept(
    messages: MessageTable, conversations: Conversations, change: str
) -> None:
    answered(messages)
    past, version = Past(TABLE_NAME), int(conversations.get(USER_ID).past_version)
    changes: dict[str, Callable[[], object]] = {
        "unsend": lambda: past.unsend(USER_ID, f"{1:018}", NOW),
        "edit": lambda: past.edit(USER_ID, f"{1:018}", "Else", at(50), NOW),
        "reset": lambda: past.reset(USER_ID, NOW),
        "hide": lambda: past.hide(USER_ID, NOW),
    }
    changes[change]()
    assert not conversations.store_summary(USER_ID, summary(version))
    assert kept(conversations) == (None, None, None)
    now_known = int(conversations.get(USER_ID).past_version)
    assert (version, now_known) == (0, 1)
    assert conversations.store_summary(USER_ID, summary(now_known))
