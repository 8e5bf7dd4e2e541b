"""A cookie is the browser's own: whoever writes one gets no further than with their own sign-in."""

import time
from collections.abc import Iterator
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


def keep(browser: Browser, token: str) -> None:
    """Put into the browser what it would have kept had the token been given to the pages."""
    kept = {"state": STATE, "csrf_token": CSRF_TOKEN, "access_token": token, "code": CODE}
    browser.cookies = {COOKIE: urlencode(kept | {"replaces": "yes"})}


@pytest.mark.parametrize("claims", TOKENS.values(), ids=TOKENS)
def test_no_other_token_is_believed(
    world: World, browser: Browser, cognito: FakeCognito, claims: dict[str, Any]
) -> None:
    world.offer()
    expected = refused(403, WORDS.sign_in_refused, ends=True)
    token = cognito.given(HANAKO, **claims)
    for _ in range(6):  # more often than a code may be tried
        keep(browser, token)
        assert refusal(browser.get(BACK, f"state={STATE}")) == expected
        keep(browser, token)
        form = {"csrf_token": CSRF_TOKEN, "answer": "link"}
        assert refusal(browser.post("/connect/confirm", form)) == expected
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
    keep(browser, cognito.given(HANAKO))
    cognito.pool.answer = (503, b"")
    expected = refused(502, WORDS.unavailable, ends=False)
    assert refusal(browser.get(BACK, f"state={STATE}")) == expected
    form = {"csrf_token": CSRF_TOKEN, "answer": "link"}
    assert refusal(browser.post("/connect/confirm", form)) == expected
