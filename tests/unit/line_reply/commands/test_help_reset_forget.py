"""`/help`, `/reset` and `/forget`, as the user sees them."""

import pytest

from kaiwa.line.cards import words_of
from line_reply.commands.help import Help
from line_reply.commands.orders import Command
from line_reply.commands.request import Request
from line_reply.speech.languages import texts_for
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, received
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.stored import items
from tests.unit.line_reply.world import World, settings

JA = texts_for("ja", "ja")
NOTHING_SET = {"persona": None, "language": None}


# /help


@pytest.mark.parametrize("code", ["en", "ja"])
def test_help_in_ones_language(world: World, code: str) -> None:
    world.line.user_language = code
    assert world.tell("/HELP") == "obeyed /help"
    expected = texts_for(code, code)
    assert world.line.shown == [expected.help]
    assert world.line.choices == [
        expected.label_help,
        expected.label_reset,
        expected.label_again,
        expected.label_draw,
        expected.label_persona,
        expected.label_language,
        expected.label_link,
        expected.label_unlink,
        expected.label_reminders,
        expected.label_forget,
    ]


def test_help_in_a_group_offers_what_works_there(world: World) -> None:
    world.tell_as(in_the_group(received("/nonsense")))
    assert world.line.shown == [TEXTS.help_in_group]
    assert world.line.choices == [
        TEXTS.label_help,
        TEXTS.label_reset,
        TEXTS.label_again,
        TEXTS.label_draw,
        TEXTS.label_language,
        TEXTS.label_reminders,
    ]


HIDDEN = ("/draw ", "/link ", "/unlink ")


@pytest.mark.parametrize("code", ["en", "ja"])
def test_what_the_deployment_does_not_offer_is_not_in_it(code: str) -> None:
    texts = texts_for(code, code)
    hidden = (Command.DRAW, Command.LINK, Command.UNLINK, Command.REMINDERS)
    said = Help(hidden)(Request(USER_ID, True, "", texts, anew=False))
    gone = [line for line in texts.help.splitlines() if line.startswith(hidden)]
    assert len(gone) == 4
    assert words_of(said.bubbles[0]).splitlines() == [
        line for line in texts.help.splitlines() if line not in gone
    ]
    assert [each.command for each in said.choices] == [
        "/help",
        "/reset",
        "/again",
        "/persona",
        "/language",
        "/forget",
    ]


# /reset


def test_a_reset_keeps_what_was_said_and_starts_afresh(world: World) -> None:
    world.say("Hello", 1, "Hi")
    before = set(items())
    assert world.tell("/reset", 2) == "obeyed /reset"
    assert world.line.shown == [TEXTS.reset_done]
    assert set(items()) - before == {f"event#01EVENT{2:019}"}
    reset_at = world.conversations.get(USER_ID).reset_at
    assert reset_at == world.clock.now


def test_what_was_said_while_a_reset_waited_is_new(world: World) -> None:
    world.tell("/reset", 2)  # handled at 1000
    question = world.say("I am Aki", 3)
    reset_at = world.conversations.get(USER_ID).reset_at
    assert reset_at is not None
    assert question.created_at > reset_at


def test_anybody_may_reset_a_group(world: World) -> None:
    world.tell_as(in_the_group(received("/reset", user_id=None)))
    assert world.line.shown == [TEXTS.reset_done]
    assert world.conversations.get(GROUP_ID).reset_at == world.clock.now
    assert world.conversations.get(USER_ID).reset_at is None


# /forget


@pytest.mark.parametrize("text", ["/forget", "/forget me", "/forget yes please", "/forget はい"])
def test_to_forget_takes_a_confirmation(world: World, text: str) -> None:
    world.say("Hello", 1, "Hi")
    before = items()
    world.tell(text, 2)
    assert world.line.shown == [TEXTS.forget_confirm]
    assert world.line.choices == [TEXTS.label_forget_yes, TEXTS.label_cancel]
    assert items() | before == items()


@pytest.mark.parametrize("text", ["/forget no", "/FORGET\u3000ＮＯ"])
def test_a_user_may_think_better_of_it(world: World, text: str) -> None:
    world.say("Hello", 1, "Hi")
    before = items()
    world.tell(text, 2)
    assert world.line.shown == [TEXTS.forget_cancelled]
    assert items() | before == items()


@pytest.mark.parametrize("text", ["/forget yes", "／ｆｏｒｇｅｔ\u3000ＹＥＳ"])
def test_all_is_forgotten_and_said_in_the_language_that_was_set(world: World, text: str) -> None:
    world.tell("/language ja", 1)
    world.tell("/persona 関西弁で", 2)
    world.say("Hello", 3, "Hi")
    world.link()
    world.exports.files = {USER_ID: ["a.csv"], OTHER_USER_ID: ["b.csv"]}
    assert world.tell(text, 4) == "obeyed /forget"
    assert world.line.shown[-1] == JA.forgot
    assert settings(world) == NOTHING_SET
    assert world.accounts.link_to(USER_ID) is None
    assert world.exports.files == {OTHER_USER_ID: ["b.csv"]}
    assert not [key for key in items() if key[:1].isdigit()]
    world.tell("/again", 5)
    assert world.line.shown[-1] == TEXTS.nothing_to_repeat
