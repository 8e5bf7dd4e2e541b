"""What does not get as far as the question: each is a page that says what to do, and nothing of
the inside.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chatgpt.linking.words.en import WORDS
from kaiwa.sign_in import SignInRefusedError, SignInUnavailableError
from tests.unit.chatgpt.harness import ADDRESS, HANAKO, TARO, World
from tests.unit.chatgpt.linking.browser import API_URL, COOKIE, Browser, FakeCognito, seen
from tests.unit.chatgpt.linking.refusals import BACK, refusal, refused

type LogLines = Callable[[], list[dict[str, Any]]]

CODE = "ABCDE-FGHJK"


@pytest.fixture(autouse=True)
def nothing_is_linked(world: World) -> Iterator[None]:
    """However it ends."""
    yield
    assert (world.accounts.link_of(HANAKO), world.queued()) == (None, [])


# Before the sign-in


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDE-FGHJ0", '"><script>', "A" * 5000, "会話"])
def test_what_was_never_shown_on_line_is_to_be_typed_again(browser: Browser, typed: str) -> None:
    answer = browser.post("/connect", {"code": typed})
    page = seen(answer)
    assert (answer["statusCode"], answer["cookies"]) == (400, [])
    assert page.words == [
        *(WORDS.begin, WORDS.malformed_code, WORDS.what_follows),
        *(WORDS.code, WORDS.code_hint, WORDS.sign_in),
    ]
    assert page.fields == {"code": typed[:64]}


@pytest.mark.parametrize(
    "body", ["", "code", "code=ABCDE-FGHJK&code=ABCDE-FGHJK", "code=" + "A" * 10_000, "&" * 1000]
)
def test_a_body_that_is_not_the_pages_form_has_no_code(browser: Browser, body: str) -> None:
    answer = browser.post("/connect", body)
    assert (answer["statusCode"], seen(answer).fields) == (400, {"code": ""})


@pytest.mark.parametrize("typed", ["\udcff\udced\udca0\udc80", "%FF%ED%A0%80"])
def test_bytes_that_are_no_text_come_back_as_text(browser: Browser, typed: str) -> None:
    answer = browser.post("/connect", f"code={typed}&{typed}={typed}")
    assert (answer["statusCode"], seen(answer).fields) == (400, {"code": "\ufffd" * 4})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-origin", "origin": "null"}, 303),
        ({"sec_fetch_site": "none"}, 303),
        ({"origin": API_URL}, 303),
        ({"origin": "null"}, 303),
        ({}, 303),
        ({"sec_fetch_site": "cross-site", "origin": API_URL}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": f"{API_URL}.evil.example"}, 403),
    ],
)
def test_another_site_cannot_begin_it(
    browser: Browser, headers: dict[str, str], status: int
) -> None:
    answer = browser.post("/connect", {"code": CODE}, **headers)
    assert answer["statusCode"] == status
    if status == 403:
        assert refusal(answer) == refused(403, WORDS.forged, ends=False)


# Coming back from it


def test_another_browser_cannot_go_on(world: World, browser: Browser, cognito: FakeCognito) -> None:
    back = cognito.signed_in(browser.begin(world.offer()), HANAKO)
    other = Browser(cognito)
    expected = refused(403, WORDS.other_browser, ends=False)
    assert refusal(other.get(BACK, back)) == expected
    other.begin(CODE)
    assert refusal(other.get(BACK, back)) == expected
    assert seen(browser.get(BACK, back)).words[0] == WORDS.ask


@pytest.mark.parametrize("query", ["", "code=1", "state=", "code=1&state=guess", "state=%ED%A0%80"])
def test_a_state_that_was_not_given_is_refused(world: World, browser: Browser, query: str) -> None:
    browser.begin(world.offer())
    assert refusal(browser.get(BACK, query)) == refused(403, WORDS.other_browser, ends=False)


def test_a_state_given_twice_is_none(world: World, browser: Browser, cognito: FakeCognito) -> None:
    back = cognito.signed_in(browser.begin(world.offer()), HANAKO)
    state = back.partition("state=")[2]
    answer = browser.get(BACK, f"{back}&state={state}")
    assert refusal(answer) == refused(403, WORDS.other_browser, ends=False)


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "nonsense",
        "&" * 100,
        "state=1&verifier=2",
        "state=1&verifier=2&code=3&more=4",
        "state=1&csrf_token=2&access_token=3&code=4",
        "state=1&csrf_token=2&access_token=3&code=4&replaces=perhaps",
        "state=1&state=1",
    ],
)
def test_a_cookie_that_was_not_set_here_is_none(browser: Browser, cookie: str) -> None:
    expected = refused(403, WORDS.other_browser, ends=False)
    browser.cookies = {COOKIE: cookie}
    assert refusal(browser.get(BACK, "code=1&state=1")) == expected
    form = {"csrf_token": "2", "answer": "link"}
    assert refusal(browser.post("/connect/confirm", form)) == expected


def test_anothers_sign_in_cannot_be_slipped_in(
    world: World, browser: Browser, cognito: FakeCognito
) -> None:
    """The code that Cognito gave to somebody else is of no use without their verifier."""
    stolen = cognito.signed_in(Browser(cognito).begin(CODE), TARO).partition("&")[0]
    own = cognito.signed_in(browser.begin(world.offer()), HANAKO).partition("&")[2]
    answer = browser.get(BACK, f"{stolen}&{own}")
    assert refusal(answer) == refused(403, WORDS.sign_in_refused, ends=True)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("error=access_denied", WORDS.sign_in_cancelled),
        ("error=access_denied&code=1", WORDS.sign_in_cancelled),
        ("error=invalid_request&error_description=<b>", WORDS.sign_in_refused),
        ("code=", WORDS.sign_in_refused),
        ("code=guess", WORDS.sign_in_refused),
    ],
)
def test_without_a_sign_in_there_is_nothing_to_link(
    world: World, browser: Browser, query: str, sentence: str
) -> None:
    browser.begin(world.offer())
    state = re.search(r"state=([\w-]+)", browser.cookies[COOKIE])
    assert state
    answer = browser.get(BACK, f"{query}&{state.group()}")
    assert refusal(answer) == refused(403, sentence, ends=True)
    assert COOKIE not in browser.cookies


def test_guessed_used_and_expired_codes_are_answered_alike(world: World, browser: Browser) -> None:
    expected = refused(404, WORDS.wrong_code, ends=True)
    assert refusal(browser.come_back("AAAAA-AAAAA")) == expected
    used = world.offer("USEDX-USEDX")
    world.accounts.redeem(used, TARO, ADDRESS, world.clock(), replace=False)
    assert refusal(browser.come_back(used)) == expected
    late = world.offer()
    world.clock.pass_(600)
    assert refusal(browser.come_back(late)) == expected


def test_after_five_tries_even_the_right_code_waits(world: World, browser: Browser) -> None:
    for _ in range(5):
        browser.come_back("AAAAA-AAAAA")
    answer = browser.come_back(world.offer())
    assert refusal(answer) == refused(429, WORDS.too_many, ends=True)
    assert browser.come_back(CODE, TARO)["statusCode"] == 200


def test_looking_often_uses_no_tries(world: World, browser: Browser) -> None:
    code = world.offer()
    assert [browser.come_back(code)["statusCode"] for _ in range(6)] == [200] * 6


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (SignInRefusedError(), refused(403, WORDS.sign_in_refused, ends=True)),
        (SignInUnavailableError(), refused(502, WORDS.unavailable, ends=False)),
    ],
)
def test_cognito_may_fail_at_any_step(
    world: World, browser: Browser, cognito: FakeCognito, failure: Exception, expected: object
) -> None:
    back = cognito.signed_in(browser.begin(world.offer()), HANAKO)
    kept = dict(browser.cookies)
    cognito.failure = failure
    assert refusal(browser.get(BACK, back)) == expected
    cognito.failure, browser.cookies = None, kept
    question = browser.get(BACK, back)
    cognito.failure = failure
    assert refusal(browser.decide(question)) == expected


def test_a_token_that_no_cookie_holds_is_reported(
    world: World, browser: Browser, cognito: FakeCognito, log_lines: LogLines
) -> None:
    cognito.claims = {"cognito:groups": ["x" * 4000]}
    assert refusal(browser.come_back(world.offer())) == refused(500, WORDS.unexpected, ends=False)
    (line,) = [each for each in log_lines() if each["level"] == "ERROR"]
    assert line["failure"]["error"] == "chatgpt.linking.kept.TooLongError"
