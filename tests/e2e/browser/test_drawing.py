"""A picture that the bot drew, on the chat page."""

from playwright.sync_api import expect

from tests.e2e.browser.phones import phone_of
from tests.e2e.browser.visits import NARROW, Visits, barriers, overflow
from tests.e2e.conftest import Line


def test_a_picture_is_seen_and_changed_by_quoting_it(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "sora", size=NARROW)
    phone.say("/draw a mountain")
    picture = phone.log.get_by_role("img", name="Picture from Kaiwa")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 256
    expect(phone.answer('You said "/draw a mountain".')).to_be_visible()
    drawn = phone.page.get_by_role("img", name="Picture from Kaiwa")
    phone.does(phone.log.locator(".entry").filter(has=drawn), "Quote")
    phone.say("/draw brighter")
    expect(picture).to_have_count(2)
    assert barriers(phone.page) == []
    assert overflow(phone.page) == 0
