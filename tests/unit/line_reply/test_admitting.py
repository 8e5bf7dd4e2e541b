"""Who is answered, and what the others are told."""

from dataclasses import replace
from typing import Any

import pytest

from line_reply.admission import decline, may_ask, may_order
from line_reply.commands.orders import Command, Order
from line_reply.speech.chat import Talk
from line_reply.speech.languages import languages, texts_for
from tests.builders import GROUP_ID, NOON, OTHER_USER_ID, USER_ID, received
from tests.fakes import FakeClock, FakeLine

LISTED = {"ALLOWED_USER_IDS": f"{OTHER_USER_ID},{USER_ID}"}
UNLISTED = {"ALLOWED_USER_IDS": OTHER_USER_ID}
EVERYBODY = {"ALLOWED_USER_IDS": "*"}


class Parameters:
    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def read(self, name: str) -> str:
        return self._values[name]


@pytest.mark.parametrize(
    ("listed", "user_id", "may"),
    [
        (EVERYBODY, USER_ID, True),
        (EVERYBODY, None, True),
        (LISTED, USER_ID, True),
        (UNLISTED, USER_ID, False),
        (LISTED, None, False),
        (LISTED, "", False),
    ],
)
def test_who_may_ask(listed: dict[str, str], user_id: str | None, may: bool) -> None:
    assert may_ask(received(user_id=user_id), Parameters(listed)) == may


@pytest.mark.parametrize("command", Command)
def test_what_everybody_may_order(command: Command) -> None:
    for_everybody = command in ("/help", "/language", "/unlink", "/forget")
    order, message = Order(command), received()
    assert may_order(order, message, Parameters(UNLISTED)) == for_everybody
    assert may_order(order, message, Parameters(LISTED))


def declined(language: str, **changes: Any) -> list[str]:
    line, texts = FakeLine(), texts_for(language, language)
    talk = Talk(line, lambda: texts, FakeClock(NOON))
    assert decline(replace(received(), **changes), talk) == "not allowed"
    return line.shown


@pytest.mark.parametrize("language", languages())
def test_only_the_user_sees_the_id(language: str) -> None:
    texts = texts_for(language, language)
    assert declined(language) == [texts.not_allowed.format(user_id=USER_ID)]
    for user_id in (USER_ID, None):
        in_group = {"conversation_id": GROUP_ID, "one_to_one": False, "user_id": user_id}
        assert declined(language, **in_group) == [texts.not_allowed_in_group]
    assert "{" not in texts.not_allowed_in_group
