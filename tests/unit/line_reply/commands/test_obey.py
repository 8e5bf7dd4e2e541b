"""Commands, on the real gateways to a table of moto's."""

import pytest

from kaiwa.exports import NotDeletedError
from kaiwa.line.errors import LineUnavailableError, LineUnclearError
from kaiwa.table.messages import MessageTable
from line_reply.speech.languages.en import TEXTS
from tests.builders import GROUP_ID, OTHER_USER_ID, ROOM_ID, USER_ID, at, received
from tests.unit.line_reply.arrivals import in_the_group
from tests.unit.line_reply.stored import CrashError, crash_after, items, wipe
from tests.unit.line_reply.world import World, settings

# Whoever may say it, and where


@pytest.mark.parametrize(
    "text", ["/forget", "/forget yes", "/persona Be rude", "/persona clear", "/link", "/unlink"]
)
@pytest.mark.parametrize("chat_id", [GROUP_ID, ROOM_ID])
def test_no_personal_command_works_among_others(world: World, text: str, chat_id: str) -> None:
    world.say("Mine", 1, "Yours", conversation_id=chat_id, one_to_one=False)
    link = world.link()
    before = items()
    told = world.tell(text, 2, conversation_id=chat_id, one_to_one=False)
    assert told == f"obeyed {text.partition(' ')[0]}"
    assert world.line.shown[-1:] == [TEXTS.one_to_one_only]
    assert world.line.choices == []
    assert items() == before | {key: items()[key] for key in (f"event#01EVENT{2:019}",)}
    assert world.accounts.link_of("account") == link


def test_what_one_user_says_is_nothing_to_another(world: World) -> None:
    world.say("Hello", 1, "Hi", conversation_id=OTHER_USER_ID, user_id=OTHER_USER_ID)
    world.conversations.set_persona(OTHER_USER_ID, "Be kind.")
    theirs = {key: item for key, item in items().items() if OTHER_USER_ID in str(item)}
    for number, text in enumerate(("/forget yes", "/persona Be rude", "/unlink", "/reset"), 2):
        world.tell(text, number)
    world.tell("/again", 9)
    assert world.line.shown[-1] == TEXTS.nothing_to_repeat
    assert {key: items().get(key) for key in theirs} == theirs


# When it counts


@pytest.mark.parametrize("text", ["/unlink", "/forget yes", "/reset", "/persona Be rude", "/help"])
def test_a_replay_does_nothing(world: World, text: str) -> None:
    world.tell(text, 1)
    world.link()
    world.say("Hello", 2, "Hi")
    world.conversations.set_persona(USER_ID, "Be kind.")
    shown, before = list(world.line.shown), items()
    assert world.tell(text, 1) == "taken before"
    assert (world.line.shown, items()) == (shown, before)


@pytest.mark.parametrize("text", ["/unlink", "/forget yes", "/reset", "/help"])
def test_a_command_of_yesterday_does_nothing(world: World, text: str) -> None:
    world.link()
    before, shown = items(), list(world.line.shown)
    world.clock.pass_(24 * 3600)
    assert world.tell(text) == "too old"
    assert (items(), world.line.shown) == (before, shown)


def test_an_answer_is_shown_once_or_not_at_all(world: World) -> None:
    world.line.failures = [(LineUnclearError(), True)]
    with pytest.raises(LineUnclearError):
        world.tell("/help")
    assert world.tell("/help", attempt=2) == "token used or expired"
    assert world.line.shown == [TEXTS.help]


def test_another_attempt_answers_what_line_did_not_take(world: World) -> None:
    world.line.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.tell("/forget yes")
    assert world.tell("/forget yes", attempt=2) == "obeyed /forget"
    assert world.line.shown == [TEXTS.forgot]


def test_without_a_token_it_is_done_all_the_same(world: World) -> None:
    assert world.tell("/persona Be kind.", reply_token=None) == "without a token"
    assert settings(world)["persona"] == "Be kind."


COMMANDS = [
    "/help",
    "/reset",
    "/forget",
    "/forget yes",
    "/again",
    "/persona",
    "/persona Be kind.",
    "/persona clear",
    "/language",
    "/language ja",
    "/link",
    "/unlink",
]


@pytest.mark.parametrize("text", COMMANDS)
def test_wherever_it_stops_another_attempt_finishes_it(messages: MessageTable, text: str) -> None:
    _, undisturbed = obeyed_with_a_crash(messages, text, after_writes=-1)
    for after_writes in range(1, 20):
        crashed, end = obeyed_with_a_crash(messages, text, after_writes)
        assert end == undisturbed
        if not crashed:
            break
    assert after_writes > 1  # each writes its marker at least
    assert not crashed


def obeyed_with_a_crash(
    messages: MessageTable, text: str, after_writes: int
) -> tuple[bool, dict[str, object]]:
    """Whether the first attempt came to an end, and how it is in the end, in a chat where there is
    something to do for each command.
    """
    wipe()
    world = World(messages, at(1000))
    world.say("Hello", 1, "Hi")
    world.tell_as(in_the_group(received("/help", 2)))
    world.say("Me too", 3, "Aha", conversation_id=GROUP_ID, one_to_one=False)
    world.conversations.set_persona(USER_ID, "Be brief.")
    world.link()
    world.exports.files[USER_ID] = ["a.csv"]
    crashed = False
    with crash_after(after_writes):
        try:
            world.tell(text, 4)
        except CrashError:
            crashed = True
    if crashed:
        assert world.tell(text, 4, attempt=2).startswith("obeyed")
    end: dict[str, object] = {
        "items": {key for key in items() if not key.startswith("link#")},
        "settings": settings(world),
        "link": world.accounts.link_to(USER_ID),
        "exports": world.exports.files,
    }
    return crashed, end


def test_whatever_fails_at_last_the_user_hears_of_it(world: World) -> None:
    world.exports.failures = [NotDeletedError(), NotDeletedError()]
    for last in (False, True):
        with pytest.raises(NotDeletedError):
            world.tell_as(received("/forget yes"), 2 if last else 1, last=last)
    assert world.line.shown == [TEXTS.try_later]
    assert world.tell("/forget yes", 2) == "obeyed /forget"  # as they were asked to
    assert world.line.shown[-1] == TEXTS.forgot
