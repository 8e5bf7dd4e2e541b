"""What does not link a chat although the question was asked, and what nobody expected."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chatgpt.linking.flow import LinkInBrowser
from chatgpt.linking.words.en import WORDS
from kaiwa.table.accounts import Accounts, ChangedMeanwhileError, Link
from kaiwa.table.transactions import TableBusyError
from tests.builders import OTHER_USER_ID, USER_ID
from tests.unit.chatgpt.harness import ADDRESS, HANAKO, TARO, World
from tests.unit.chatgpt.linking.browser import Browser, FakeCognito, seen
from tests.unit.chatgpt.linking.refusals import BACK, refusal, refused

type LogLines = Callable[[], list[dict[str, Any]]]

CODE = "ABCDE-FGHJK"


@pytest.fixture(autouse=True)
def nothing_is_linked(world: World) -> Iterator[None]:
    """However it ends."""
    yield
    assert (world.accounts.link_of(HANAKO), world.queued()) == (None, [])


@pytest.mark.parametrize("answer", ["", "yes", "LINK"])
def test_without_a_yes_nothing_is_linked(world: World, browser: Browser, answer: str) -> None:
    question = browser.come_back(world.offer())
    expected = refused(400, WORDS.not_confirmed, ends=False)
    assert refusal(browser.decide(question, answer)) == expected
    form = {"csrf_token": seen(question).fields["csrf_token"]}
    assert refusal(browser.post("/connect/confirm", form)) == expected


@pytest.mark.parametrize("csrf_token", ["", "guess", "会話"])
@pytest.mark.parametrize("answer", ["link", "cancel"])
def test_another_page_cannot_answer(
    world: World, browser: Browser, csrf_token: str, answer: str
) -> None:
    browser.come_back(world.offer())
    form = {"csrf_token": csrf_token, "answer": answer}
    expected = refused(403, WORDS.forged, ends=False)
    assert refusal(browser.post("/connect/confirm", form)) == expected


def test_another_browser_cannot_answer(
    world: World, browser: Browser, cognito: FakeCognito
) -> None:
    question, other = browser.come_back(world.offer()), Browser(cognito)
    expected = refused(403, WORDS.other_browser, ends=False)
    assert refusal(other.decide(question)) == expected
    other.begin(CODE)
    assert refusal(other.decide(question)) == expected
    other.come_back(CODE, TARO)
    assert refusal(other.decide(question)) == refused(403, WORDS.forged, ends=False)


def test_a_code_may_expire_or_be_used_meanwhile(world: World, browser: Browser) -> None:
    expected = refused(404, WORDS.wrong_code, ends=True)
    question = browser.come_back(world.offer())
    world.clock.pass_(600)
    assert refusal(browser.decide(question)) == expected
    question = browser.come_back(world.offer())
    world.accounts.redeem(CODE, TARO, ADDRESS, world.clock(), replace=False)
    assert refusal(browser.decide(question)) == expected
    assert refusal(browser.decide(question)) == refused(403, WORDS.other_browser, ends=False)


@pytest.mark.parametrize("error", [TableBusyError, ChangedMeanwhileError])
def test_a_table_that_is_busy_can_be_tried_again(
    world: World, browser: Browser, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    question = browser.come_back(world.offer())
    monkeypatch.setattr(Accounts, "redeem", fail)
    assert refusal(browser.decide(question)) == refused(409, WORDS.busy, ends=False)


def test_what_nobody_expected_is_logged_without_its_words(
    world: World, browser: Browser, log_lines: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("A private matter")

    monkeypatch.setattr(LinkInBrowser, "ask", fail)
    answer = browser.get(BACK, "code=1&state=1")
    assert refusal(answer) == refused(500, WORDS.unexpected, ends=False)
    first, second = log_lines()
    assert (first["message"], first["failure"]["error"]) == (
        "A request could not be answered.",
        "builtins.RuntimeError",
    )
    assert (second["route"], second["status"]) == ("GET /connect/callback", 500)
    assert "private" not in str((first, second, answer))


def test_a_chat_that_cannot_be_told_is_not_linked(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    question = browser.come_back(world.offer())
    with monkeypatch.context() as patch:
        patch.setattr("kaiwa.queue.EventQueue.send", fail)
        answer = browser.decide(question)
    assert refusal(answer) == refused(500, WORDS.unexpected, ends=False)


class TestLinkedMeanwhile:
    """What is linked after the question was asked does not end: nobody has agreed to that."""

    @pytest.fixture(autouse=True)
    def nothing_is_linked(self) -> None:
        """Something is."""

    def test_elsewhere(self, world: World, browser: Browser) -> None:
        question = browser.come_back(world.offer())
        world.link(HANAKO, OTHER_USER_ID)
        assert refusal(browser.decide(question)) == refused(409, WORDS.already_linked, ends=True)
        assert world.accounts.link_of(HANAKO) == Link(HANAKO, OTHER_USER_ID, ADDRESS)
        assert world.queued() == []
        assert WORDS.replaces in seen(browser.come_back(CODE)).words

    def test_by_another(self, world: World, browser: Browser) -> None:
        question = browser.come_back(world.offer())
        world.link(TARO, USER_ID)
        assert refusal(browser.decide(question)) == refused(409, WORDS.already_linked, ends=True)
        found = world.accounts.link_to(USER_ID)
        assert found
        assert found.account_id == TARO
