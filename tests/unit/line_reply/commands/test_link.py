"""`/link` and `/unlink`, as the user sees them."""

import re
from datetime import timedelta

import pytest

from kaiwa.exports import NotDeletedError
from kaiwa.line.errors import LineUnclearError
from kaiwa.table.accounts import Link, WrongCodeError
from line_reply.commands.link import CODE_ALPHABET, new_code
from line_reply.speech.languages.en import TEXTS
from tests.builders import OTHER_USER_ID, USER_ID
from tests.unit.line_reply.world import World, items


def test_a_code_links_the_chat_that_it_was_shown_in(world: World) -> None:
    assert world.tell("/link") == "obeyed /link"
    code = world.code()
    assert world.line.calls[-1] == (
        "reply",
        "reply-token-1",
        TEXTS.link_code.format(code=code),
    )
    link = world.accounts.redeem(code, "account", "h•@e•.com", world.clock.now, replace=False)
    assert link == Link("account", USER_ID, "h•@e•.com")
    assert world.accounts.link_of("account") == link


def test_a_code_lasts_ten_minutes(world: World) -> None:
    world.tell("/link")
    late = world.clock.now + timedelta(minutes=10)
    with pytest.raises(WrongCodeError):
        world.accounts.redeem(world.code(), "account", "h•@e•.com", late, replace=False)


def test_neither_command_nor_code_is_kept(world: World) -> None:
    world.tell("/link")
    kept = str(items())
    assert "link#" in kept
    for secret in ("/link", world.code(), world.code().replace("-", "")):
        assert secret not in kept


def test_unlinking_undoes_it_and_deletes_what_was_exported(world: World) -> None:
    link = world.link()
    world.exports.files = {USER_ID: ["a.csv"], OTHER_USER_ID: ["b.csv"]}
    assert world.tell("/unlink", 2) == "obeyed /unlink"
    assert world.line.shown[-1] == TEXTS.unlinked.format(address=link.address)
    assert (world.accounts.link_of("account"), world.accounts.link_to(USER_ID)) == (None, None)
    assert world.exports.files == {OTHER_USER_ID: ["b.csv"]}


def test_unlinking_what_is_not_linked_says_so(world: World) -> None:
    world.tell("/unlink")
    assert world.line.shown == [TEXTS.not_linked]


def test_a_link_that_an_earlier_attempt_may_have_undone_is_told_to_be_gone(world: World) -> None:
    world.link()
    world.line.failures = [(LineUnclearError(), False)]
    with pytest.raises(LineUnclearError):
        world.tell("/unlink", 2)
    assert world.tell("/unlink", 2, attempt=2) == "obeyed /unlink"
    assert world.line.shown[1:] == [TEXTS.unlinked_already]
    world.tell("/unlink", 3)
    assert world.line.shown[2:] == [TEXTS.not_linked]


def test_an_export_outlives_no_crash_after_unlinking(world: World) -> None:
    world.link()
    world.exports.files = {USER_ID: ["a.csv"]}
    world.exports.failures = [NotDeletedError()]
    with pytest.raises(NotDeletedError):
        world.tell("/unlink", 2)
    assert world.accounts.link_to(USER_ID) is None
    world.tell("/unlink", 2, attempt=2)
    assert world.exports.files == {}


def test_codes_are_random_and_readable() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert len(CODE_ALPHABET) == 32
    assert all(re.fullmatch(f"[{CODE_ALPHABET}]{{5}}-[{CODE_ALPHABET}]{{5}}", c) for c in codes)
