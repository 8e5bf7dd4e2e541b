"""What all the pages have in common, and their two languages."""

import base64
import hashlib
from dataclasses import fields
from string import Formatter

import pytest

from chatgpt.linking.words import LANGUAGES, words_for
from chatgpt.linking.words import en as english
from chatgpt.linking.words import ja as japanese
from chatgpt.linking.words.text import Words
from tests.unit.chatgpt.harness import World
from tests.unit.chatgpt.linking.browser import Answer, Browser, seen

EN, JA = english.WORDS, japanese.WORDS


def hashed(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def headers(style: str, script: str) -> dict[str, str]:
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
            "form-action 'self' https://sign-in.example.com https:; frame-ancestors 'none'; "
            "base-uri 'none'"
        ),
        "Content-Type": "text/html; charset=utf-8",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def test_the_first_page_says_what_will_happen_and_asks_for_the_code(browser: Browser) -> None:
    answer = browser.get("/connect", "openExternalBrowser=1")
    page = seen(answer)
    assert answer == {
        "statusCode": 200,
        "headers": headers(hashed(page.inline["style"]), hashed(page.inline["script"])),
        "body": answer["body"],
        "isBase64Encoded": False,
        "cookies": [],
    }
    assert (page.language, page.words) == (
        "en",
        [EN.begin, EN.what_follows, EN.code, EN.code_hint, EN.sign_in],
    )
    assert (page.fields, page.forms) == ({"code": ""}, [("post", "connect")])


def test_every_page_has_the_same_headers(world: World, browser: Browser) -> None:
    first = browser.get("/connect")
    question = browser.come_back(world.offer())
    browser.post("/connect/confirm", {"csrf_token": "guess"})
    browser.post("/connect", {"code": "?"})
    browser.decide(question)
    page = seen(first)
    expected = headers(hashed(page.inline["style"]), hashed(page.inline["script"]))
    for answer in browser.answers:
        found = {name: value for name, value in answer["headers"].items() if name != "Location"}
        if answer["statusCode"] == 303:
            assert found == expected | {"Content-Type": "text/plain"}
        else:
            assert found == expected
            assert seen(answer).inline["style"] == page.inline["style"]


def test_all_pages_are_in_japanese_too(world: World, browser: Browser) -> None:
    browser.language = "ja,en-US;q=0.9,en;q=0.8"
    pages: list[Answer] = [
        browser.get("/connect"),
        browser.post("/connect", {"code": "?"}),
        question := browser.come_back(world.offer()),
        browser.post("/connect/confirm", {"csrf_token": "guess"}),
        browser.decide(question),
    ]
    assert [(seen(page).language, seen(page).words[0]) for page in pages] == [
        *[("ja", JA.begin)] * 2,
        ("ja", JA.ask),
        ("ja", JA.refused),
        ("ja", JA.linked),
    ]


@pytest.mark.parametrize(
    ("accept_language", "expected"),
    [
        ("ja", JA),
        ("JA-jp", JA),
        ("en-US,en;q=0.9,ja;q=0.8", EN),
        ("en;q=0.1, ja;q=0.2", JA),
        ("fr,ja;q=0.5,en;q=0.4", JA),
        ("fr", EN),
        ("", EN),
        ("*", EN),
        ("ja;q=0", EN),
        ("ja;q=x", EN),
        ("ja;q", EN),
        (",;=," * 1000, EN),
    ],
)
def test_the_language_is_the_browsers(accept_language: str, expected: Words) -> None:
    assert words_for(accept_language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_everything(language: str) -> None:
    words = words_for(language)
    assert words.language == language
    texts = {each.name: getattr(words, each.name) for each in fields(words)}
    assert [name for name, text in texts.items() if not text.strip()] == []
    used = {
        name: [field for _, field, _, _ in Formatter().parse(text) if field is not None]
        for name, text in texts.items()
    }
    assert {name: found for name, found in used.items() if found} == {"chat_by_code": ["ending"]}
    for name in ("wrong_code", "other_browser", "too_many", "cancelled_next", "code_hint"):
        assert "/link" in texts[name]
    assert "/unlink" in words.undo
