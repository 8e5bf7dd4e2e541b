"""In which language the bot speaks."""

from datetime import timedelta

import pytest

from kaiwa.table.conversations import Conversations
from kaiwa.table.messages import MessageTable
from line_reply.speech.language import DETECTION_LIFE, Languages
from line_reply.speech.languages import texts_for
from line_reply.speech.languages.text import Texts
from tests.builders import GROUP_ID, NOON, USER_ID, received
from tests.fakes.clock import FakeClock
from tests.fakes.line import FakeLine
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.tables import TABLE_NAME

EN, JA = texts_for("en", "en"), texts_for("ja", "ja")
ASKED = [USER_ID]


@pytest.fixture
def conversations(messages: MessageTable) -> Conversations:
    return Conversations(TABLE_NAME)


def spoken(
    conversations: Conversations,
    line: FakeLine,
    default: str = "ja",
    days_later: float = 0,
    chat_id: str = USER_ID,
) -> Texts:
    """What an event that arrives then is answered in, twice."""
    clock = FakeClock(NOON + timedelta(days=days_later))
    message = received() if chat_id == USER_ID else in_the_group(received())
    voice = Languages(conversations, line, default, clock).voice(message)
    assert voice() == voice()
    return voice()


@pytest.mark.parametrize(
    ("of_line", "default", "expected"),
    [
        ("en", "ja", EN),
        ("ja-JP", "en", JA),
        ("fr", "en", EN),
        (None, "en", EN),
        (None, "fr", JA),
    ],
)
def test_the_language_that_the_user_has_set_line_to(
    conversations: Conversations, of_line: str | None, default: str, expected: Texts
) -> None:
    line = FakeLine(user_language=of_line)
    assert spoken(conversations, line, default) == expected
    assert line.languages_asked == ASKED
    known = conversations.get(USER_ID)
    assert known.detected_language == of_line
    assert known.language is None


def test_line_is_asked_only_where_the_bot_speaks(conversations: Conversations) -> None:
    line = FakeLine(user_language="en")
    Languages(conversations, line, "ja", FakeClock(NOON)).voice(received())
    assert line.languages_asked == []


def test_line_is_asked_again_only_after_some_days(conversations: Conversations) -> None:
    days = DETECTION_LIFE.days
    line = FakeLine(user_language="en")
    assert spoken(conversations, line) == EN
    line.user_language = "ja"
    assert spoken(conversations, line, "en", days - 0.01) == EN
    assert line.languages_asked == ASKED
    assert spoken(conversations, line, "en", days) == JA
    assert spoken(conversations, line, "en", 2 * days - 0.01) == JA
    assert line.languages_asked == [*ASKED, *ASKED]


def test_what_line_said_last_holds_while_it_says_nothing(conversations: Conversations) -> None:
    assert spoken(conversations, FakeLine(user_language="en")) == EN
    assert spoken(conversations, FakeLine(user_language=None), days_later=30) == EN


def test_what_was_chosen_in_the_chat_stays(conversations: Conversations) -> None:
    assert spoken(conversations, FakeLine(user_language="ja")) == JA
    conversations.set_language(USER_ID, "en")
    line = FakeLine(user_language="ja")
    for days_later in (0, 365):
        assert spoken(conversations, line, days_later=days_later) == EN
    assert line.languages_asked == []


def test_a_group_speaks_what_was_chosen_there_and_no_members_language(
    conversations: Conversations,
) -> None:
    conversations.set_language(USER_ID, "en")
    line = FakeLine(user_language="en")
    assert spoken(conversations, line, "ja", chat_id=GROUP_ID) == JA
    conversations.set_language(GROUP_ID, "en")
    assert spoken(conversations, line, "ja", chat_id=GROUP_ID) == EN
    assert line.languages_asked == []
