"""Starting afresh and being forgotten, on a table in memory."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count

import pytest
from pynamodb.exceptions import PynamoDBException

from kaiwa.line.messages import Kind
from kaiwa.table.items import Conversation, conversation_item_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.times import TICK
from tests.builders import GROUP_ID, USER_ID, at, received
from tests.unit.kaiwa.table.harness import (
    NO_LIMITS,
    NOW,
    answered,
    asked,
    begin,
    breaking,
    items,
    meanwhile,
    words,
)
from tests.unit.kaiwa.table.recollections import ONE, conversation, known_summary, summarised


@pytest.mark.parametrize("change", ["unsend", "edit", "reset", "hide"])
def test_a_break_leaves_all_as_it_was_and_a_retry_mends_it(
    messages: MessageTable, past: Past, change: str
) -> None:
    answered(messages)
    changes: dict[str, Callable[[], object]] = {
        "unsend": lambda: past.unsend(USER_ID, ONE, NOW),
        "edit": lambda: past.edit(USER_ID, ONE, "Else", at(50), NOW),
        "reset": lambda: past.reset(USER_ID, NOW),
        "hide": lambda: past.hide(USER_ID, NOW),
    }
    before = items()
    for calls in count():
        with suppress(PynamoDBException), breaking(calls, unheard=False):
            changes[change]()
            break
        assert items() == before
    assert items() != before


def test_after_a_reset_the_past_is_kept_but_not_for_prompts(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, kind=Kind.IMAGE)
    summarised(at(50))
    said = words()
    past.reset(USER_ID, at(200))
    assert words() == said
    expected = Conversation(
        conversation_item_id(USER_ID),
        last_created_at=at(200),
        reset_at=at(200),
        recent_ids=[ONE],
        welcomed_at=at(1),
        past_version=1,
    )
    assert conversation().serialize() == expected.serialize()
    assert known_summary() == (None, None)


def test_hiding_takes_the_settings_too_and_says_what_to_delete(
    messages: MessageTable, past: Past
) -> None:
    answered(messages, 1, kind=Kind.IMAGE)
    begin(messages, 2, conversation_id=GROUP_ID, one_to_one=False)
    conversations = summarised(at(50))
    conversations.set_persona(USER_ID, "A pirate")
    conversations.set_language(USER_ID, "en")
    conversations.set_detected_language(USER_ID, "ja", at(50))
    hidden = past.hide(USER_ID, at(200))
    to_delete = (hidden.recent_ids, hidden.attachment_ids, hidden.group_ids, hidden.forgotten_at)
    assert to_delete == ([ONE], [ONE], {GROUP_ID}, at(200))
    expected = Conversation(
        conversation_item_id(USER_ID),
        last_created_at=at(200),
        forgotten_at=at(200),
        recent_ids=[ONE],
        attachment_ids=[ONE],
        group_ids={GROUP_ID},
        group_turns=1,
        welcomed_at=at(1),
        past_version=1,
    )
    assert conversation().serialize() == expected.serialize()
    assert known_summary() == (None, None)


@pytest.mark.parametrize("change", ["reset", "hide"])
def test_a_point_lies_after_all_that_was_said_and_before_all_that_comes(
    messages: MessageTable, past: Past, change: str
) -> None:
    """Whatever the clocks say: LINE's may be ahead, and what comes may have waited."""
    messages.begin_turn(received("Q1", 500), NO_LIMITS, NOW)
    getattr(past, change)(USER_ID, NOW)
    point = getattr(conversation(), {"reset": "reset_at", "hide": "forgotten_at"}[change])
    assert (point, asked(messages, 2).created_at) == (at(500) + TICK, at(500) + 2 * TICK)


def test_what_is_said_in_between_is_hidden_and_named(
    messages: MessageTable, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: asked(messages, 500))
    hidden = past.hide(USER_ID, NOW)
    assert (hidden.forgotten_at, hidden.recent_ids) == (at(500) + TICK, [f"{500:018}"])
