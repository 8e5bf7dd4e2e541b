"""A cookie is the browser's own: whoever writes one gets no further than with their own sign-in."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from chatgpt.linking.words.en import WORDS
from kaiwa.table.accounts import Link
from tests.builders import OTHER_USER_ID, USER_ID
from tests.unit.chatgpt.harness import ADDRESS, HANAKO, World
from tests.unit.chatgpt.linking.browser import COOKIE, Browser, FakeCognito, seen
from tests.unit.chatgpt.linking.refusals import BACK, refusal, refused

CODE = "ABCDE-FGHJK"
STATE, CSRF_TOKEN = "s" * 43, "c" * 43
TOKENS: dict[str, dict[str, Any]] = {
    "of the plugin": {"client_id": "our-plugin", "scope": "openid email kaiwa/read kaiwa/send"},
    "of the plugin, for openid": {"client_id": "our-plugin", "scope": "openid"},
    "of the action": {"client_id": "our-client", "scope": "openid email kaiwa/read kaiwa/send"},
    "of another app": {"client_id": "another-app"},
    "for openid": {"scope": "openid"},
    "for email": {"scope": "email"},
    "for nothing": {"scope": None},
    "an ID token": {"token_use": "id", "scope": None, "client_id": None, "aud": "our-pages"},
    "an ID token with a client": {"token_use": "id"},
    "expired": {"exp": int(time.time()) - 1},
    "of another pool": {"iss": "https://cognito.example.com/another"},
}


@pytest.fixture(autouse=True)
def nothing_changes(world: World) -> Iterator[None]:
    """Hanako has a chat. Somebody who has a token of hers wants her to reach another one."""
    world.link(HANAKO, OTHER_USER_ID)
    world.exports.put(OTHER_USER_ID, "a.csv", "text/csv", b"")
    world.exports.put(USER_ID, "b.csv", "text/csv", b"")
    files = world.stored_files()
    yield
    assert world.accounts.link_of(HANAKO) == Link(HANAKO, OTHER_USER_ID, ADDRESS)
    assert world.accounts.link_to(USER_ID) is None
    assert (world.stored_files(), world.queued()) == (files, [])


FORM = {"csrf_token": CSRF_TOKEN, "answer": "link"}
NONE = refused(403, WORDS.other_browser, ends=False)
"""What is answered if nothing is kept."""


def kept(token: str, **changes: str) -> str:
    """What a browser would have kept had the token been given to the pages."""
    fields = {"state": STATE, "csrf_token": CSRF_TOKEN, "access_token": token, "code": CODE}
    return urlencode(fields | {"replaces": "yes"} | changes)


@pytest.mark.parametrize("claims", TOKENS.values(), ids=TOKENS)
def test_no_other_token_is_believed(
    world: World, browser: Browser, cognito: FakeCognito, claims: dict[str, Any]
) -> None:
    world.offer()
    expected = refused(403, WORDS.sign_in_refused, ends=True)
    token = cognito.given(HANAKO, **claims)
    for _ in range(6):  # more often than a code may be tried
        browser.cookies = {COOKIE: kept(token)}
        assert refusal(browser.get(BACK, f"state={STATE}")) == expected
        browser.cookies = {COOKIE: kept(token)}
        assert refusal(browser.post("/connect/confirm", FORM)) == expected
    assert seen(browser.come_back(CODE)).words[0] == WORDS.ask


def test_neither_is_one_that_cognito_gives_in_return_for_a_code(
    world: World, browser: Browser, cognito: FakeCognito
) -> None:
    cognito.claims = {"client_id": "our-plugin"}
    answer = browser.come_back(world.offer())
    assert refusal(answer) == refused(403, WORDS.sign_in_refused, ends=True)


def test_without_the_pools_keys_nobody_is_believed(
    world: World, browser: Browser, cognito: FakeCognito
) -> None:
    world.offer()
    browser.cookies = {COOKIE: kept(cognito.given(HANAKO))}
    cognito.pool.answer = (503, b"")
    expected = refused(502, WORDS.unavailable, ends=False)
    assert refusal(browser.get(BACK, f"state={STATE}")) == expected
    assert refusal(browser.post("/connect/confirm", FORM)) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("access_token", text) for text in ("a\r\nb", "a b", "a\x00", "…", "\udcff", "")],
        ("access_token", "a" * 4001),
        *[("state", text) for text in ("会話", "a\n", "a=", "s" * 101, "")],
        *[("csrf_token", text) for text in ("会話", "a\n", "a=", "")],
        *[("code", text) for text in ("abcde-fghjk", "ABCDEFGHJK", "ABCDE-FGHJK\n", "ABCDE", "")],
        ("replaces", "perhaps"),
        ("more", "1"),
    ],
)
def test_what_can_never_have_been_kept_is_nothing(
    world: World,
    browser: Browser,
    cognito: FakeCognito,
    log_lines: Callable[[], list[dict[str, Any]]],
    name: str,
    value: str,
) -> None:
    world.offer()
    given = urlencode({name: value}, errors="surrogateescape")
    cookie = kept(cognito.given(HANAKO), **{name: "changed"}).replace(f"{name}=changed", given)
    browser.cookies = {COOKIE: cookie}
    state = value if name == "state" else STATE
    query = urlencode({"state": state, "code": "1"}, errors="surrogateescape")
    assert refusal(browser.get(BACK, query)) == NONE
    csrf_token = value if name == "csrf_token" else CSRF_TOKEN
    assert refusal(browser.post("/connect/confirm", FORM | {"csrf_token": csrf_token})) == NONE
    assert {line["level"] for line in log_lines()} == {"INFO"}


@pytest.mark.parametrize(("name", "value"), [("state", "a\n"), ("verifier", "…"), ("code", "x")])
def test_neither_is_a_beginning_that_was_never_made(
    browser: Browser, name: str, value: str
) -> None:
    begun = {"state": STATE, "verifier": "v" * 64, "code": CODE} | {name: value}
    browser.cookies = {COOKIE: urlencode(begun)}
    assert refusal(browser.get(BACK, urlencode({"state": begun["state"], "code": "1"}))) == NONE


@pytest.mark.parametrize(
    "name",
    [
        *(f"{space}{COOKIE}" for space in ("\u2000", "\u3000", "\xa0", "\x0b", "\x1f", "\n")),
        *(f"{COOKIE}{space}" for space in ("\u2000", " ", "\t", "\n")),
        *(COOKIE.lower(), COOKIE.removeprefix("__Host-"), f'"{COOKIE}"'),
    ],
)
def test_a_cookie_of_another_name_is_another(
    world: World, browser: Browser, cognito: FakeCognito, name: str
) -> None:
    """Another host of the same domain can set these: `__Host-` keeps only its own name free."""
    world.offer()
    planted = kept(cognito.given(HANAKO))
    browser.cookies = {name: planted}
    assert refusal(browser.post("/connect/confirm", FORM)) == NONE
    browser.cookies = {}
    sent = {"cookie": f"other=1; {name}={planted}"}
    assert refusal(browser.post("/connect/confirm", FORM, **sent)) == NONE
    question = browser.come_back(CODE)
    browser.cookies = {name: planted, COOKIE: browser.cookies[COOKIE], f"{name}2": planted}
    assert seen(browser.decide(question, "cancel")).words[0] == WORDS.cancelled


def test_a_cookie_that_comes_twice_is_none(
    world: World, browser: Browser, cognito: FakeCognito
) -> None:
    question = browser.come_back(world.offer())
    own, planted = browser.cookies[COOKIE], kept(cognito.given(HANAKO))
    form = FORM | {"csrf_token": seen(question).fields["csrf_token"]}
    browser.cookies = {}
    for first, second in ((own, planted), (planted, own), (own, own)):
        sent = {"cookie": f"{COOKIE}={first}; other=1; {COOKIE}={second}"}
        assert refusal(browser.post("/connect/confirm", form, **sent)) == NONE
