"""`/link` and `/unlink`, as the user sees them."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from kaiwa.exports import NotDeletedError
from kaiwa.line.cards import words_of
from kaiwa.line.errors import LineUnclearError
from kaiwa.link_code import is_code
from kaiwa.table.accounts import Link, Offer, WrongCodeError
from line_reply.commands.orders import order_in
from line_reply.commands.request import Request
from line_reply.speech.languages.en import TEXTS
from tests.builders import OTHER_USER_ID, USER_ID, received
from tests.unit.line_reply.parts import LINK_PAGE
from tests.unit.line_reply.stored import items
from tests.unit.line_reply.world import World


def test_a_code_links_the_chat_that_it_was_shown_in(world: World) -> None:
    assert world.tell("/link") == "obeyed /link"
    code = world.code()
    url = f"{LINK_PAGE}?openExternalBrowser=1#{code}"
    assert world.line.calls[-1] == (
        "reply",
        "reply-token-1",
        TEXTS.link_code.format(code=code, url=url),
    )
    link = world.accounts.redeem(code, "account", "h•@e•.com", world.clock.now, replace=False)
    assert link == Link("account", USER_ID, "h•@e•.com")
    assert world.accounts.link_of("account") == link


def test_a_button_opens_the_page_with_the_code_where_no_server_sees_it(world: World) -> None:
    order = order_in("/link")
    assert order is not None
    message = received("/link", 1)
    request = Request(message.conversation_id, True, "", TEXTS, anew=False)
    said = world.obey().commands[order.command](request)
    (choice,) = said.choices
    assert choice.opens is not None
    page = urlsplit(choice.opens)
    assert (choice.label, page.fragment in words_of(said.bubbles[0])) == (
        TEXTS.label_link_page,
        True,
    )
    assert (f"{page.scheme}://{page.netloc}{page.path}", page.query) == (
        LINK_PAGE,
        "openExternalBrowser=1",
    )
    assert is_code(page.fragment)


@pytest.mark.parametrize("name", ["花子", None])
def test_what_the_chats_owner_is_called_is_kept_with_the_code(
    world: World, name: str | None
) -> None:
    world.line.user_name = name
    world.tell("/link")
    offer = world.accounts.look_up(world.code(), "account", world.clock.now)
    assert offer == Offer(USER_ID, name, replaces=False)


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
