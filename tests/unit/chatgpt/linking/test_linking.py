"""From the address that LINE shows to a linked chat, through the handler."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chatgpt.linking.words.en import WORDS
from kaiwa.table.accounts import Link
from tests.builders import OTHER_USER_ID, USER_ID
from tests.unit.chatgpt.harness import ADDRESS, HANAKO, TARO, World
from tests.unit.chatgpt.linking.browser import COOKIE, Browser, FakeCognito, seen
from tests.unit.chatgpt.linking.refusals import FORGETS

type LogLines = Callable[[], list[dict[str, Any]]]

KEEPS = re.compile(rf"{COOKIE}=\S+; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax")
NOTICE = (
    "h•••o@e•••e.com のChatGPTと連携しました。このトークの閲覧と送信ができます。\n"
    "心当たりがないときは /unlink と送ってください。\n"
    "(This chat is now linked with the ChatGPT of h•••o@e•••e.com, which can read it and send to "
    "it. Send /unlink to undo it.)"
)
QUESTION = [
    *(WORDS.ask, WORDS.chat, "花子", WORDS.code, "ABCDE-FGHJK", WORDS.address, ADDRESS),
    WORDS.compare,
    *(WORDS.allows, WORDS.allows_reading, WORDS.allows_sending, WORDS.undo),
    *(WORDS.link, WORDS.cancel, WORDS.other_sign_in),
]
REPLACING = [*QUESTION[:8], WORDS.replaces, *QUESTION[8:]]


def test_it_begins_at_cognito_with_no_scope_of_the_conversations(
    world: World, browser: Browser
) -> None:
    url = urlsplit(browser.begin(world.offer()))
    query = parse_qs(url.query, strict_parsing=True)
    assert f"{url.scheme}://{url.netloc}{url.path}" == (
        "https://sign-in.example.com/oauth2/authorize"
    )
    assert query == {
        "response_type": ["code"],
        "client_id": ["our-pages"],
        "redirect_uri": ["https://api.example.com/connect/callback"],
        "scope": ["openid email"],
        "state": query["state"],
        "code_challenge": query["code_challenge"],
        "code_challenge_method": ["S256"],
    }
    (answer,) = browser.answers
    (cookie,) = answer["cookies"]
    assert KEEPS.fullmatch(cookie)
    kept = parse_qs(browser.cookies[COOKIE], strict_parsing=True)
    assert kept == {
        "state": query["state"],
        "verifier": kept["verifier"],
        "code": ["ABCDE-FGHJK"],
    }
    assert (len(kept["state"][0]), len(kept["verifier"][0])) == (43, 64)


def test_every_beginning_is_another(world: World, browser: Browser) -> None:
    code = world.offer()
    kept = [parse_qs(browser.cookies[COOKIE]) for _ in range(20) if browser.begin(code)]
    for name in ("state", "verifier"):
        assert len({each[name][0] for each in kept}) == 20


def test_a_chat_is_linked_once_its_owner_has_confirmed(world: World, browser: Browser) -> None:
    question = browser.come_back(world.offer(name="花子"))
    assert (question["statusCode"], seen(question).words) == (200, QUESTION)
    assert seen(question).forms == [("post", "confirm")]
    assert seen(question).buttons == [("answer", "link"), ("answer", "cancel")]
    assert KEEPS.fullmatch(question["cookies"][0])
    assert (world.accounts.link_of(HANAKO), world.queued()) == (None, [])
    end = browser.decide(question)
    assert (end["statusCode"], seen(end).words, end["cookies"]) == (
        200,
        [WORDS.linked, WORDS.linked_next],
        [FORGETS],
    )
    assert world.accounts.link_of(HANAKO) == Link(HANAKO, USER_ID, ADDRESS)
    assert world.queued() == [(USER_ID, "notice", NOTICE)]


@pytest.mark.parametrize("typed", ["abcde-fghjk", " ABCDEFGHJK ", "ＡＢＣＤＥ－ＦＧＨＪＫ"])
def test_a_code_works_however_it_is_typed(world: World, browser: Browser, typed: str) -> None:
    world.offer(name="花子")
    question = browser.come_back(typed)
    assert seen(question).words == QUESTION
    assert browser.decide(question)["statusCode"] == 200


def test_a_chat_without_a_name_is_told_by_the_end_of_its_code(
    world: World, browser: Browser
) -> None:
    words = seen(browser.come_back(world.offer())).words
    assert words == [*QUESTION[:2], "The chat that shows a code ending in FGHJK", *QUESTION[3:]]


def test_a_name_is_only_ever_text(world: World, browser: Browser) -> None:
    name = """<script>alert("&1")</script>' onload='x"""
    question = browser.come_back(world.offer(name=name))
    assert seen(question).words == [*QUESTION[:2], name, *QUESTION[3:]]
    assert set(seen(question).inline) == {"style"}


def test_whoever_declines_links_nothing_and_the_code_stays_good(
    world: World, browser: Browser
) -> None:
    code = world.offer()
    end = browser.decide(browser.come_back(code), "cancel")
    assert (end["statusCode"], seen(end).words, end["cookies"]) == (
        200,
        [WORDS.cancelled, WORDS.cancelled_next],
        [FORGETS],
    )
    assert (world.accounts.link_of(HANAKO), world.queued()) == (None, [])
    assert seen(browser.decide(browser.come_back(code))).words[0] == WORDS.linked


def test_the_question_is_asked_again_when_its_page_is_loaded_again(
    world: World, browser: Browser, cognito: FakeCognito
) -> None:
    """A phone does that to somebody who has looked at LINE meanwhile."""
    back = cognito.signed_in(browser.begin(world.offer(name="花子")), HANAKO)
    first = browser.get("/connect/callback", back)
    again = browser.get("/connect/callback", back)
    assert (again["body"], seen(again).words) == (first["body"], QUESTION)
    assert seen(browser.decide(first)).words[0] == WORDS.linked


@pytest.mark.parametrize(
    ("account", "chat"), [(HANAKO, OTHER_USER_ID), (TARO, USER_ID)], ids=["sign-in's", "chat's"]
)
def test_another_link_ends_only_after_it_was_said(
    world: World, browser: Browser, account: str, chat: str
) -> None:
    world.link(account, chat)
    question = browser.come_back(world.offer(name="花子"))
    assert seen(question).words == REPLACING
    assert seen(browser.decide(question)).words[0] == WORDS.linked
    assert world.accounts.link_of(HANAKO) == Link(HANAKO, USER_ID, ADDRESS)
    assert (world.accounts.link_of(TARO), world.accounts.link_to(OTHER_USER_ID)) == (None, None)


def test_linking_the_same_two_again_ends_nothing(world: World, browser: Browser) -> None:
    world.link()
    assert seen(browser.come_back(world.offer(name="花子"))).words == QUESTION


def test_cookies_may_come_as_a_header(world: World, browser: Browser) -> None:
    question = browser.come_back(world.offer())
    browser.cookies = {"other": "1", COOKIE: browser.cookies[COOKIE], "more": "="}
    sent = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    browser.cookies = {}
    csrf_token = seen(question).fields["csrf_token"]
    form = {"csrf_token": csrf_token, "answer": "link"}
    assert seen(browser.post("/connect/confirm", form, cookie=sent)).words[0] == WORDS.linked


def test_nothing_of_it_is_in_a_log_a_header_or_an_address(
    world: World, browser: Browser, log_lines: LogLines
) -> None:
    code = world.offer(name="花子")
    browser.get("/connect", "openExternalBrowser=1")
    browser.begin(code)
    begun = parse_qs(browser.cookies[COOKIE])
    question = browser.come_back(code)
    asked = parse_qs(browser.cookies[COOKIE])
    browser.decide(question)
    assert [(line["route"], line["status"]) for line in log_lines()] == [
        ("GET /connect", 200),
        ("POST /connect", 303),
        ("POST /connect", 303),
        ("GET /connect/callback", 200),
        ("POST /connect/confirm", 200),
    ]
    kept = {value for each in (begun, asked) for values in each.values() for value in values}
    assert asked["access_token"][0] in kept
    for private in (*kept - {"no"}, "FGHJK", "花子", HANAKO, ADDRESS, USER_ID):
        assert private not in str(log_lines())
    for answer in browser.answers:
        assert "FGHJK" not in str(answer["headers"])
    assert "FGHJK" not in str(browser.queries)


def test_a_person_linked_so_reads_the_chat(world: World, browser: Browser) -> None:
    browser.decide(browser.come_back(world.offer()))
    assert world.read("GET", "/link") == {"linked": True, "address": ADDRESS}
