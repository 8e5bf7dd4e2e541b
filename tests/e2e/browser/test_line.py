"""LINE's side: what people do with a chat, in a browser, through the whole deployed stack."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.browser.phones import Phone, group, phone_of
from tests.e2e.browser.visits import Visits
from tests.e2e.conftest import Aws, Line

WEATHER = "What is the weather like tomorrow?"


def test_a_conversation_by_keyboard_alone(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "aoi")
    phone.text.focus()
    phone.page.keyboard.type("I am Aoi.")
    phone.page.keyboard.press("Enter")
    expect(phone.answer('You said "I am Aoi.".')).to_be_visible()
    expect(phone.text).to_be_focused()
    phone.page.keyboard.type("Who\n")
    expect(phone.answer('Before that you told me: "I am Aoi."')).to_be_visible()
    expect(phone.log.get_by_text("Read", exact=True)).to_have_count(2)
    assert line.shown("aoi")[0] == ("reply", 'You said "I am Aoi.".')


def test_what_happened_behind_a_message(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "botan")
    phone.say("Hello")
    expect(phone.answer('You said "Hello".')).to_be_visible()
    behind = phone.happened(phone.entry("Hello").first)
    steps = behind.get_by_role("definition")
    expect(steps.nth(0)).to_have_text(re.compile(r"200 OK · [\d.]+ ms · signed"))
    expect(steps.nth(1)).to_have_text(re.compile(r"\.fifo · \d waiting, \d in work"))
    expect(steps.nth(2)).to_have_text(re.compile(r"\d+ tokens in, \d+ out"))
    expect(steps.nth(3)).to_have_text('reply: You said "Hello".')
    for part, content in [
        ("Calls to LINE and OpenAI", "openai responses → 200"),
        ("Log lines of the functions", "line_reply"),
        ("Items in the table", '"delivered"'),
        ("The webhook event", '"webhookEventId"'),
    ]:
        found = behind.get_by_role("group").filter(has_text=part)
        found.get_by_text(part).click()
        expect(found).to_contain_text(content)


def test_a_quick_reply_is_tapped(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "chika")
    phone.say("/help")
    expect(phone.answer("/help shows this")).to_be_visible()
    label = "Language"
    phone.choices.filter(has_text=label).click()
    expect(phone.choices.filter(has_text="日本語")).to_be_visible()
    phone.choices.filter(has_text="日本語").click()
    expect(phone.log.locator(".entry").last).to_contain_text("日本語")


def test_a_picture_is_sent(visits: Visits, line: Line, tmp_path: Path) -> None:
    phone = phone_of(visits, line, "daigo")
    phone.attach("Sample photo")
    picture = phone.log.get_by_role("img", name="Picture from daigo")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    expect(phone.answer("I got your picture.")).to_be_visible()
    phone.choices.first.click()
    expect(phone.answer("1 image")).to_be_visible()
    own = tmp_path / "own.png"
    phone.page.screenshot(path=own)
    with phone.page.expect_file_chooser() as chooser:
        phone.attach("Photo …")
    chooser.value.set_files(own)
    expect(picture).to_have_count(2)


def test_a_recording_and_a_sticker_are_sent(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "emi")
    phone.attach("Text as a voice message")
    expect(phone.answer(f'You said "{WEATHER}"')).to_be_visible()
    phone.page.get_by_role("button", name="Stickers").click()
    phone.page.get_by_role("group", name="Stickers").get_by_role("button", name="Thanks").click()
    expect(phone.log.get_by_role("img", name="Thanks")).to_be_visible()
    expect(phone.answer("sticker: Thanks")).to_be_visible()


def test_a_message_is_taken_back(visits: Visits, line: Line, aws: Aws) -> None:
    phone = phone_of(visits, line, "fumi")
    phone.say("My secret")
    answer = phone.answer('You said "My secret".')
    expect(answer).to_be_visible()
    mine = phone.entry("My secret").first
    message_id = mine.get_attribute("data-key")
    assert aws.item(str(message_id))["content"] == {"S": "My secret"}
    phone.does(mine, "Take back")
    expect(phone.entry("This message was taken back.")).to_be_visible()
    expect(phone.entry("fumi took a message back")).to_be_visible()
    line.settle()
    assert "My secret" not in str(aws.item(str(message_id)))


def test_in_a_group_only_a_mention_or_a_quote_is_answered(visits: Visits, line: Line) -> None:
    phone = group(visits)
    phone.say("Hello all")
    answer = phone.answer("Hello all")
    expect(answer).to_be_visible()
    phone.page.get_by_role("combobox", name="Speaking as").select_option("taro")
    phone.page.get_by_role("checkbox", name="@Kaiwa").uncheck()
    phone.say("Lunch?")
    expect(phone.entry("Lunch?")).to_be_visible()
    line.settle()
    assert len(line.calls("openai")) == 1
    phone.does(answer, "Quote")
    phone.say("Really?")
    expect(phone.answer("Really?")).to_be_visible()


def test_a_group_removes_the_bot_and_invites_it_again(visits: Visits, line: Line) -> None:
    phone = group(visits)
    for choice, notice in [
        ("Remove Kaiwa", "Kaiwa was removed from the group"),
        ("Invite Kaiwa", "hanako invited Kaiwa"),
    ]:
        phone.page.get_by_role("button", name="More about this chat").click()
        phone.page.get_by_role("menuitem", name=choice).click()
        expect(phone.entry(notice)).to_be_visible()
    expect(phone.answer("メンション")).to_be_visible()


def test_who_joins_a_group_is_told_that_the_bot_listens_in(visits: Visits, line: Line) -> None:
    phone_of(visits, line, "mei")
    phone = group(visits)
    phone.say("/listen on")
    expect(phone.answer("ここから会話を聞きます")).to_be_visible()
    line.settle()  # it listens once that is said
    phone.page.get_by_role("button", name="More about this chat").click()
    phone.page.get_by_role("menuitem", name="mei joins").click()
    expect(phone.entry("mei joined the group")).to_be_visible()
    expect(phone.answer("ようこそ")).to_be_visible()
    phone.page.get_by_role("button", name="More about this chat").click()
    expect(phone.page.get_by_role("menuitem")).to_have_text(["Invite Kaiwa", "Remove Kaiwa"])


def test_a_new_person_adds_the_bot_and_blocks_it(visits: Visits, line: Line) -> None:
    phone = Phone(visits.open("/"))
    phone.page.get_by_role("button", name="Add", exact=True).click()
    adding = phone.page.get_by_role("dialog", name="Somebody new")
    adding.get_by_label("Name").fill("花")
    adding.get_by_label("Language of the phone").select_option("English")
    adding.get_by_role("button", name="Add").click()
    expect(phone.page.get_by_text("花’s phone")).to_be_visible()
    phone.page.get_by_role("button", name="Add as a friend").click()
    expect(phone.answer("Thanks for adding me!")).to_be_visible()
    phone.page.get_by_role("button", name="More about this chat").click()
    phone.page.get_by_role("menuitem", name="Block Kaiwa").click()
    expect(phone.entry("花 blocked Kaiwa")).to_be_visible()
    phone.page.get_by_role("button", name="Unblock").click()
    expect(phone.answer("Welcome back!")).to_be_visible()


def test_other_windows_see_it_live(visits: Visits, line: Line) -> None:
    phone = phone_of(visits, line, "hiro")
    other = phone_of(visits, line, "hiro")
    phone.say("Hello")
    expect(other.entry('You said "Hello".')).to_be_visible()
