"""How the bot speaks: its quotes, and what becomes of a reply."""

from datetime import timedelta

import pytest

from kaiwa.line.choices import Choice
from kaiwa.line.errors import (
    InvalidReplyTokenError,
    LineRefusedError,
    LineUnavailableError,
    LineUnclearError,
)
from line_reply.speech.chat import Chat, Quotes
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, NOON, USER_ID
from tests.fakes.line import FakeLine
from tests.fakes.tables import FakeSentBubbles

CHOICES = [Choice("Yes", says="Yes")]


TOKEN = "reply-token-1"


def chat_on(line: FakeLine, token: str | None = TOKEN) -> Chat:
    return Chat(line, USER_ID, token, lambda: TEXTS)


# Saying


def test_what_is_said_goes_with_the_reply_token() -> None:
    line = FakeLine()
    assert chat_on(line).say(["One", "Two"], CHOICES) is None
    assert line.calls == [("reply", "reply-token-1", "One", "Two")]
    assert line.choices == ["Yes"]


def test_without_a_token_nothing_is_said() -> None:
    line = FakeLine()
    assert chat_on(line, None).say(["One"]) == "without a token"
    assert line.calls == []


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(InvalidReplyTokenError(), "token used or expired"), (LineRefusedError(), "failed")],
)
def test_what_line_refuses_is_given_up(error: Exception, outcome: str) -> None:
    line = FakeLine(failures=[(error, False)])
    assert chat_on(line).say(["One"]) == outcome


@pytest.mark.parametrize("error", [LineUnavailableError(), LineUnclearError()])
def test_another_attempt_may_say_it(error: Exception) -> None:
    line = FakeLine(failures=[(error, False)])
    with pytest.raises(type(error)):
        chat_on(line).say(["One"])
    assert chat_on(line).say(["One"]) is None


# In groups


EXPIRY = NOON + timedelta(days=90)


def group_chat(line: FakeLine, sent: FakeSentBubbles, quotes: str | None = "q") -> Chat:
    return Chat(line, GROUP_ID, "token", lambda: TEXTS, Quotes(sent, quotes, EXPIRY))


def test_in_a_group_the_first_bubbles_quote_the_question_and_all_are_known() -> None:
    line, sent = FakeLine(), FakeSentBubbles()
    chat = group_chat(line, sent)
    sent_ids = [
        *chat.reply(["One", "Two"], choices=CHOICES),
        *chat.push(["Three"], "key", choices=CHOICES),
    ]
    assert line.shown == ["One", "Two", "Three"]
    assert line.quotes == ["q", None]
    assert sent_ids == ["bubble-1", "bubble-2", "bubble-3"]
    assert sent.ids == []  # whoever keeps the words keeps these, too


def test_what_is_said_in_a_group_and_kept_nowhere_is_known_as_the_bots() -> None:
    line, sent = FakeLine(), FakeSentBubbles()
    chat = group_chat(line, sent)
    chat.say(["One", "Two"])
    chat.say_more(["Three"], "key")
    assert sent.ids == ["bubble-1", "bubble-2", "bubble-3"]


def test_what_is_pushed_because_the_token_expired_quotes_too() -> None:
    line, sent = FakeLine(used_tokens={"token"}), FakeSentBubbles()
    chat = group_chat(line, sent)
    with pytest.raises(InvalidReplyTokenError):
        chat.reply(["One"])
    assert chat.push(["One"], "key") == ["bubble-1"]
    assert line.quotes == ["q"]


def test_without_a_quote_token_nothing_is_quoted() -> None:
    line = FakeLine()
    group_chat(line, FakeSentBubbles(), None).reply(["One"])
    assert line.quotes == [None]


def test_bubbles_that_cannot_be_remembered_are_sent_all_the_same() -> None:
    line, sent = FakeLine(), FakeSentBubbles(failure=OSError())
    chat = group_chat(line, sent)
    chat.say(["One"])
    chat.say_more(["Two"], "key")
    assert line.shown == ["One", "Two"]
    assert line.quotes == ["q", None]
