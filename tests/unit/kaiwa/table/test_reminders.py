"""The gateway to the reminders: one item for each chat, which several may change."""

from dataclasses import replace

import pytest

from kaiwa.table import reminders as table
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.reminders import Reminder, Reminders
from kaiwa.table.transactions import TableBusyError
from kaiwa.table.turns import DailyLimits
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, received
from tests.unit.line_reply.stored import items
from tests.unit.tables import TABLE_NAME

FIRST = Reminder("reminder-1", 0, at(100), "Meeting", USER_ID, "1", at(1))
SECOND = Reminder("reminder-2", 0, at(50), "Party", OTHER_USER_ID, "2", at(2))


@pytest.fixture
def reminders(messages: MessageTable) -> Reminders:
    return Reminders(TABLE_NAME)


def test_the_next_comes_first_and_keeps_its_number(reminders: Reminders) -> None:
    added = [reminders.add(GROUP_ID, each) for each in (FIRST, SECOND)]
    assert added == [replace(FIRST, number=1), replace(SECOND, number=2)]
    assert reminders.of_chat(GROUP_ID) == added[::-1]
    assert reminders.add(GROUP_ID, replace(FIRST, words="Else")) == added[0]
    reminders.remove(GROUP_ID, {FIRST.id, "unknown"})
    assert reminders.of_chat(GROUP_ID) == added[1:]


def test_a_persons_are_found_in_many_chats(reminders: Reminders) -> None:
    mine = [reminders.add(USER_ID, FIRST), reminders.add(GROUP_ID, replace(FIRST, id="other"))]
    reminders.add(GROUP_ID, SECOND)
    found = reminders.of_person(USER_ID, [USER_ID, GROUP_ID, GROUP_ID, "nowhere"])
    assert sorted(found, key=lambda each: each.id) == sorted(mine, key=lambda each: each.id)


def test_it_expires_a_day_after_the_last_and_goes_with_it(reminders: Reminders) -> None:
    for each in (FIRST, SECOND):
        reminders.add(GROUP_ID, each)
    item = items()[f"reminders#{GROUP_ID}"]
    assert int(item["expiresAt"]["N"]) == int(at(100 + 86_400).timestamp())
    assert set(item["personIds"]["SS"]) == {USER_ID, OTHER_USER_ID}
    reminders.remove(GROUP_ID, {FIRST.id, SECOND.id})
    assert items() == {}


def test_who_comes_second_reads_again(
    reminders: Reminders, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = table._item
    stale = [read(USER_ID)]
    reminders.add(USER_ID, FIRST)
    monkeypatch.setattr(table, "_item", lambda chat_id: stale.pop() if stale else read(chat_id))
    assert reminders.add(USER_ID, SECOND).number == 2
    before = read(USER_ID)
    reminders.add(USER_ID, replace(FIRST, id="third"))
    stale.append(before)
    reminders.remove(USER_ID, {FIRST.id})
    assert {each.id for each in reminders.of_chat(USER_ID)} == {SECOND.id, "third"}


def test_who_is_never_first_is_told(reminders: Reminders, monkeypatch: pytest.MonkeyPatch) -> None:
    read = table._item

    def changed_since(chat_id: str) -> table.ChatReminders:
        item = read(chat_id)
        item.version = 99
        return item

    reminders.add(USER_ID, FIRST)
    monkeypatch.setattr(table, "_item", changed_since)
    with pytest.raises(TableBusyError):
        reminders.remove(USER_ID, {FIRST.id})


def test_beside_a_question_it_is_added_only_while_that_is_there(
    reminders: Reminders, messages: MessageTable
) -> None:
    question = messages.begin_turn(received("Remind me", 1), DailyLimits(), at(1)).question
    assert question is not None
    assert reminders.add_beside(USER_ID, FIRST, question.id) == replace(FIRST, number=1)
    Past(TABLE_NAME).unsend(USER_ID, question.id, at(2))
    assert reminders.add_beside(USER_ID, SECOND, question.id) is None
    assert reminders.of_chat(USER_ID) == [replace(FIRST, number=1)]
