"""The second channel of LINE's, on the page."""

from playwright.sync_api import expect

from tests.e2e.browser.phones import Phone
from tests.e2e.browser.visits import Visits
from tests.e2e.conftest import Line


def test_a_person_has_a_chat_of_its_own_in_each_channel(visits: Visits, line: Line) -> None:
    page = visits.open("/")
    phone = Phone(page)
    phone.say("Hello, Kaiwa")
    expect(phone.answer('You said "Hello, Kaiwa".')).to_be_visible()
    page.get_by_label("LINE channel").select_option("shop")
    expect(page.get_by_text("hanako’s phone")).to_be_visible()
    expect(phone.entry("Hello, Kaiwa")).to_have_count(0)
    phone.say("Green tea, please")
    expect(phone.answer('You said "Green tea, please".')).to_be_visible()
    behind = phone.happened(phone.entry("Green tea, please").first)
    expect(behind.get_by_role("definition").nth(3)).to_have_text(
        'reply: You said "Green tea, please".'
    )
    page.get_by_role("link", name="taro").click()
    expect(page.get_by_text("taro’s phone")).to_be_visible()
    expect(page.get_by_label("LINE channel")).to_have_value("shop")
    page.get_by_label("LINE channel").select_option("default")
    expect(phone.answer('You said "Hello, Kaiwa".')).to_be_visible()
    expect(phone.entry("Green tea, please")).to_have_count(0)
