"""Commands, on the real gateway to a table of moto's."""

import re
from datetime import timedelta

import boto3
import pytest

from kaiwa.accounts import Accounts, Link, WrongCodeError
from kaiwa.line import LineUnavailableError
from kaiwa.line_events import ReceivedText
from kaiwa.table import MessageTable
from line_reply import texts
from line_reply.commands import CODE_ALPHABET, Command, command_in, new_code, obey
from tests.builders import GROUP_ID, USER_ID, at, received
from tests.fakes import FakeChat, FakeClock
from tests.unit.conftest import TABLE_NAME


class FakeExports:
    """Remembers whose files were deleted."""

    def __init__(self) -> None:
        self.deleted: list[str] = []

    def delete_all(self, chat_id: str) -> None:
        self.deleted.append(chat_id)


class World:
    """A worker that is told what to do."""

    def __init__(self, messages: MessageTable) -> None:
        self.messages = messages
        self.accounts = Accounts(TABLE_NAME)
        self.exports = FakeExports()
        self.chat = FakeChat()
        self.clock = FakeClock(at(10))

    def tell(self, event: ReceivedText, attempt: int = 1) -> str:
        command = command_in(event)
        assert command is not None
        return obey(
            command,
            event,
            attempt,
            self.messages,
            self.accounts,
            self.exports,
            self.chat,
            self.clock,
        )

    def code(self) -> str:
        """The code that was shown last."""
        found = re.search(r"^\w{5}-\w{5}$", self.chat.shown[-1], re.MULTILINE)
        assert found is not None
        return found.group()

    def link(self) -> Link:
        self.tell(received("/link", 90))
        return self.accounts.redeem(
            self.code(), "account", "h•@e•.com", self.clock.now, replace=False
        )


@pytest.fixture
def world(messages: MessageTable) -> World:
    return World(messages)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/link", Command.LINK),
        (" /Link \n", Command.LINK),
        ("／ｌｉｎｋ", Command.LINK),
        ("/unlink", Command.UNLINK),
        ("/links", None),
        ("link", None),
        ("What does /link do?", None),
        ("tell me about /link", None),
        ("", None),
    ],
)
def test_a_command_stands_alone(text: str, command: Command | None) -> None:
    assert command_in(received(text)) == command


def test_in_a_group_a_command_follows_the_mention(world: World) -> None:
    event = received("@Kaiwa /link", conversation_id=GROUP_ID, one_to_one=False)
    assert world.tell(event) == "obeyed /link"
    assert world.chat.shown == [texts.ONE_TO_ONE_ONLY]


def test_a_code_links_the_chat_that_it_was_shown_in(world: World) -> None:
    assert world.tell(received("/link")) == "obeyed /link"
    code = world.code()
    assert world.chat.calls == [("reply", "reply-token-1", texts.LINK_CODE.format(code=code))]
    link = world.accounts.redeem(code, "account", "h•@e•.com", world.clock.now, replace=False)
    assert link == Link("account", USER_ID, "h•@e•.com")
    assert world.accounts.link_of("account") == link


def test_a_code_lasts_ten_minutes(world: World) -> None:
    world.tell(received("/link"))
    late = world.clock.now + timedelta(minutes=10)
    with pytest.raises(WrongCodeError):
        world.accounts.redeem(world.code(), "account", "h•@e•.com", late, replace=False)


def test_neither_command_nor_code_is_kept(world: World) -> None:
    world.tell(received("/link"))
    kept = str(boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"])
    assert "link#" in kept
    for secret in ("/link", world.code(), world.code().replace("-", "")):
        assert secret not in kept


def test_unlinking_undoes_it_and_deletes_what_was_exported(world: World) -> None:
    link = world.link()
    assert world.tell(received("/unlink", 2)) == "obeyed /unlink"
    assert world.chat.shown[-1] == texts.UNLINKED.format(address=link.address)
    assert world.accounts.link_of("account") is None
    assert world.accounts.link_to(USER_ID) is None
    assert world.exports.deleted == [USER_ID, USER_ID]  # before, and for one under way


def test_unlinking_what_is_not_linked_says_so(world: World) -> None:
    world.tell(received("/unlink"))
    assert world.chat.shown == [texts.NOT_LINKED]
    assert world.exports.deleted == []


def test_a_replay_of_an_old_command_does_nothing(world: World) -> None:
    world.tell(received("/unlink", 1))
    link = world.link()
    replay = received("/unlink", 1, redelivered=True)
    assert world.tell(replay) == "taken before"
    assert world.accounts.link_of("account") == link


def test_a_command_of_yesterday_does_nothing(world: World) -> None:
    world.clock.pass_(24 * 3600)
    assert world.tell(received("/unlink")) == "too old"
    assert world.chat.shown == []


def test_another_attempt_goes_on(world: World) -> None:
    world.chat.failures = [(LineUnavailableError(), False)]
    with pytest.raises(LineUnavailableError):
        world.tell(received("/unlink"))
    assert world.tell(received("/unlink"), attempt=2) == "obeyed /unlink"
    assert world.chat.shown == [texts.NOT_LINKED]


def test_an_answer_is_shown_once_or_not_at_all(world: World) -> None:
    world.tell(received("/unlink"))
    assert world.tell(received("/unlink"), attempt=2) == "token used or expired"
    assert world.chat.shown == [texts.NOT_LINKED]


def test_codes_are_random_and_readable() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert len(CODE_ALPHABET) == 32
    assert all(re.fullmatch(f"[{CODE_ALPHABET}]{{5}}-[{CODE_ALPHABET}]{{5}}", c) for c in codes)
