"""What was overheard in groups, in the table."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kaiwa.line.events import Overheard
from kaiwa.table.listening import Listening
from kaiwa.table.messages import MessageTable
from kaiwa.table.overheard import LONGEST_TEXT, MOST_TEXTS, OverheardTexts
from kaiwa.table.past import Past
from tests.builders import GROUP_ID, NOON, OTHER_USER_ID, USER_ID, at, overheard
from tests.unit.kaiwa.table.harness import items
from tests.unit.tables import TABLE_NAME

LATER = at(1000)


@pytest.fixture
def texts(messages: MessageTable) -> OverheardTexts:
    """The bot listens in since noon."""
    texts = OverheardTexts(TABLE_NAME)
    texts.start(GROUP_ID, 24, NOON)
    return texts


def hear(texts: OverheardTexts, *all_said: Overheard) -> list[bool]:
    return [texts.hear(each, 24, LATER) for each in all_said]


def kept(texts: OverheardTexts, seconds: float = 1000) -> list[str] | None:
    heard = texts.read(GROUP_ID, at(seconds))
    return None if heard is None else [each.content for each in heard.texts]


def test_what_is_heard_is_kept_with_who_said_it_and_until_when(texts: OverheardTexts) -> None:
    assert hear(texts, overheard("Lunch?", 1), overheard("Yes!", 2, OTHER_USER_ID)) == [True, True]
    assert kept(texts) == ["Lunch?", "Yes!"]
    assert items()[f"overheard#{GROUP_ID}#1"] == {
        "id": {"S": f"overheard#{GROUP_ID}#1"},
        "lineUserId": {"S": f"overheard#{OTHER_USER_ID}"},
        "messageId": {"S": f"{2:018}"},
        "speakerId": {"S": OTHER_USER_ID},
        "content": {"S": "Yes!"},
        "createdAt": {"S": "2026-11-22T12:00:02.000000+0000"},
        "sentAt": {"S": "2026-11-22T12:00:02.000000+0000"},
        "expiresAt": {"N": str(int((at(2) + timedelta(hours=24)).timestamp()))},
    }


def test_nobody_who_reads_a_chat_finds_it(texts: OverheardTexts, messages: MessageTable) -> None:
    hear(texts, overheard("Lunch?", 1))
    found = [messages.newest(each, at(-1), LATER, 10) for each in (USER_ID, GROUP_ID)]
    assert found == [[], []]


def test_without_a_switch_nothing_is_heard(messages: MessageTable) -> None:
    texts = OverheardTexts(TABLE_NAME)
    assert hear(texts, overheard("Lunch?", 1)) == [False]
    assert (items(), kept(texts), texts.hours(GROUP_ID)) == ({}, None, None)


def test_what_was_said_before_is_not_heard(texts: OverheardTexts) -> None:
    texts.start(GROUP_ID, 24, at(5))
    assert hear(texts, overheard("Before", 4), overheard("After", 5)) == [False, True]
    assert kept(texts) == ["After"]


def test_the_oldest_makes_way(texts: OverheardTexts) -> None:
    numbers = range(1, MOST_TEXTS + 4)
    hear(texts, *(overheard(f"No. {number}", number) for number in numbers))
    assert kept(texts) == [f"No. {number}" for number in numbers[3:]]
    assert len([each for each in items() if each.startswith("overheard#")]) == MOST_TEXTS


def test_what_has_expired_is_not_shown_though_it_is_there(texts: OverheardTexts) -> None:
    hear(texts, overheard("First", 1), overheard("Second", 60))
    assert kept(texts, 24 * 3600 + 30) == ["Second"]
    assert f"overheard#{GROUP_ID}#0" in items()


def test_the_operator_may_have_it_kept_for_less_than_was_announced(texts: OverheardTexts) -> None:
    assert texts.hear(overheard("First", 1), 1, at(10))
    assert kept(texts, 3599) == ["First"]
    assert kept(texts, 3602) == []
    assert not texts.hear(overheard("Late", 2), 1, at(3700))
    assert not texts.hear(overheard("Off", 3), 0, at(10))


def test_a_long_text_is_cut(texts: OverheardTexts) -> None:
    hear(texts, overheard("x" * (LONGEST_TEXT + 1), 1))
    assert kept(texts) == ["x" * LONGEST_TEXT]


def test_what_took_two_places_is_there_once_and_goes_as_one(texts: OverheardTexts) -> None:
    hear(texts, overheard("Lunch?", 1), overheard("Lunch?", 1), overheard("Yes!", 2))
    assert kept(texts) == ["Lunch?", "Yes!"]
    assert texts.edit(GROUP_ID, f"{1:018}", "Dinner?", at(3))
    assert not texts.edit(GROUP_ID, f"{1:018}", "Breakfast?", at(2.5))
    assert kept(texts) == ["Dinner?", "Yes!"]
    assert texts.take_out(GROUP_ID, f"{1:018}")
    assert not texts.take_out(GROUP_ID, f"{1:018}")
    assert kept(texts) == ["Yes!"]
    assert "inner" not in str(items())


def test_what_was_taken_back_stays_so_when_line_delivers_it_again(texts: OverheardTexts) -> None:
    Past(TABLE_NAME).unsend(GROUP_ID, f"{1:018}", at(2))
    assert hear(texts, replace(overheard("Lunch?", 1), redelivered=True)) == [False]
    assert hear(texts, replace(overheard("Yes!", 2), redelivered=True)) == [True]


def test_to_stop_deletes_all_of_it(texts: OverheardTexts) -> None:
    before = {each: item for each, item in items().items() if not each.startswith("listening#")}
    hear(texts, overheard("Lunch?", 1))
    assert not texts.stop(GROUP_ID, at(-1))
    assert Listening(TABLE_NAME).is_on(GROUP_ID)
    assert texts.stop(GROUP_ID, at(2))
    assert not texts.stop(GROUP_ID)
    assert items() == before
    assert not Listening(TABLE_NAME).is_on(GROUP_ID)


def test_who_is_forgotten_is_so_here_too(texts: OverheardTexts) -> None:
    past = Past(TABLE_NAME, pause=lambda _: None)
    hear(texts, overheard("Mine", 1), overheard("Theirs", 2, OTHER_USER_ID))
    past.delete(USER_ID, past.hide(USER_ID, LATER))
    assert kept(texts) == ["Theirs"]


def test_what_was_taken_back_before_it_came_is_not_heard(texts: OverheardTexts) -> None:
    Past(TABLE_NAME).unsend(GROUP_ID, f"{1:018}", at(2))
    assert hear(texts, overheard("Lunch?", 1), overheard("Yes!", 2)) == [False, True]
    assert kept(texts) == ["Yes!"]


def test_what_was_said_before_its_speaker_wanted_to_be_forgotten_is_not_heard(
    texts: OverheardTexts,
) -> None:
    """The queue may give it once more."""
    hear(texts, overheard("Lunch?", 1))
    past = Past(TABLE_NAME)
    past.delete(USER_ID, past.hide(USER_ID, at(3)))
    said = overheard("Lunch?", 1), overheard("Yes!", 2, OTHER_USER_ID), overheard("Again?", 4)
    assert hear(texts, *said) == [False, True, True]
    assert kept(texts) == ["Yes!", "Again?"]
