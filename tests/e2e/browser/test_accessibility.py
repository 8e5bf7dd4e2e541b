"""What keeps nobody from using the pages: axe, narrow windows, both languages and colours."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.phones import Phone, phone_of
from tests.e2e.browser.visits import NARROW, WIDE, Visits, barriers, overflow
from tests.e2e.conftest import Line

PAGES = ("/", "/chatgpt", "/chatgpt/plugin", "/infrastructure")
WINDOWS = pytest.mark.parametrize(
    ("colours", "size"), [("light", WIDE), ("dark", NARROW)], ids=["light-wide", "dark-narrow"]
)
Colours = Literal["light", "dark"]


@WINDOWS
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_barrier(
    visits: Visits, path: str, language: str, colours: Colours, size: tuple[int, int]
) -> None:
    page = visits.open(path, language=language, colours=colours, size=size)
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.wait_for_load_state("load")
    assert barriers(page) == []
    assert overflow(page) == 0


@WINDOWS
def test_nor_in_a_conversation_with_everything_open(
    visits: Visits, line: Line, colours: Colours, size: tuple[int, int]
) -> None:
    phone = phone_of(visits, line, f"sora{size[0]}", colours=colours, size=size)
    phone.attach("Sample photo")
    expect(phone.choices.first).to_be_visible()
    phone.attach("Location")
    phone.say("A_very_long_word_" * 12)
    expect(phone.answer("A_very_long_word_")).to_be_visible()
    behind = phone.happened(phone.entry("A_very_long_word_").first)
    expect(behind.get_by_text("The webhook event")).to_be_visible()  # the last part
    for part in behind.get_by_role("group").all():
        part.locator("summary").first.click()
    phone.page.get_by_role("button", name="Stickers").click()
    assert barriers(phone.page) == []
    phone.page.get_by_role("button", name="More about this chat").click()
    assert barriers(phone.page) == []
    assert overflow(phone.page) == 0


def test_nor_in_the_dialogs(visits: Visits) -> None:
    page = visits.open("/")
    page.get_by_role("button", name="Add", exact=True).click()
    assert barriers(page) == []
    page = visits.open("/chatgpt")
    operation = page.get_by_text("Undo the link with the user's LINE chat")
    operation.click()
    page.get_by_role("button", name="Call").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_language_is_chosen_and_remembered(visits: Visits, path: str) -> None:
    page = visits.open(path)
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    page.get_by_role("link", name="インフラ").click()
    expect(page).to_have_url(re.compile("/infrastructure$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("デプロイされたもの")


@pytest.mark.parametrize("path", PAGES)
def test_a_key_press_leads_past_the_navigation(visits: Visits, path: str) -> None:
    page = visits.open(path)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_menu_is_used_by_keyboard(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "tomo")
    attach = phone.page.get_by_role("button", name="Attach")
    attach.press("Enter")
    assert _focused(phone.page) == "Photo …"
    phone.page.keyboard.press("ArrowDown")
    assert _focused(phone.page) == "Sample photo"
    phone.page.keyboard.press("Escape")
    expect(attach).to_be_focused()
    expect(phone.page.get_by_role("menu")).to_have_count(0)


def test_answers_are_read_out_as_they_come(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "ume")
    # https://www.w3.org/TR/wai-aria-1.2/#log: polite, and of the additions only
    assert isinstance(phone, Phone)
    expect(phone.log).to_have_role("log")
    answers = phone.log.locator(".entry")
    expect(answers).to_have_count(0)
    phone.say("Hello")
    expect(phone.answer('You said "Hello".')).to_be_visible()
    first = phone.log.locator(".entry").nth(1).element_handle()
    phone.say("Again")
    expect(phone.answer('You said "Again".')).to_be_visible()
    # What was read already is not made anew, or it would be read once more.
    assert first.evaluate("node => node.isConnected")


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))
