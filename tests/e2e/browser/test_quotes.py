"""LINE's side: quoting a picture of somebody else's, and the buttons below an answer."""

from playwright.sync_api import expect

from tests.e2e.browser.phones import group, phone_of
from tests.e2e.browser.visits import Visits
from tests.e2e.conftest import Line


def test_a_picture_of_somebody_elses_is_quoted_and_asked_about(visits: Visits, line: Line) -> None:
    phone = group(visits)
    speaker = phone.page.get_by_role("combobox", name="Speaking as")
    speaker.select_option("taro")
    phone.attach("Sample photo")
    picture = phone.page.get_by_role("img", name="Picture from taro")
    expect(picture).to_be_visible()
    speaker.select_option("hanako")
    phone.does(phone.log.locator(".entry").filter(has=picture), "Quote")
    phone.page.get_by_role("checkbox", name="@Kaiwa").check()
    phone.say("What is this?")
    expect(phone.entry("What is this?").get_by_text("[Photo]").first).to_be_visible()
    expect(phone.answer("I see 1 image (image/png")).to_be_visible()


def test_an_answer_goes_on_by_its_button_and_suggests_what_to_ask_next(
    visits: Visits, line: Line
) -> None:
    phone = phone_of(visits, line, "rin")
    phone.misbehave("Cut-off answer")
    phone.say("Tell me everything")
    expect(phone.answer('You said "Tell …')).to_be_visible()
    phone.choices.filter(has_text="Go on").click()
    expect(phone.answer('me everything".')).to_be_visible()
    expect(phone.choices).to_have_text(["Tell me more", "Why is that?"])
