"""From the button that LINE shows to a linked chat, without any tool of ChatGPT's."""

import hashlib
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from simulator.stack import Stack
from tests.e2e.browser.phones import Phone, phone_of
from tests.e2e.browser.visits import NARROW, Visits, barriers, overflow
from tests.e2e.conftest import Aws, Line
from tests.e2e.people import code_for

QUESTION = "Link these two?"
REFUSED = "This did not work"


@pytest.fixture
def link_page(aws: Aws) -> str:
    """Its address."""
    url: str = aws.outputs["plugin"]["link_page_url"]
    return url


@pytest.fixture(autouse=True)
def unlinked(line: Line) -> Iterator[None]:
    """Nobody is linked from one of these tests to the next: they share one sign-in."""
    yield
    line.settle()
    for name in ("kaoru", "makoto"):
        line.say(name, "/unlink")


def opened(phone: Phone) -> Page:
    """The page that the button below the bot's answer to /link opens."""
    phone.say("/link")
    button = phone.page.get_by_role("group", name="Quick replies").get_by_role("link")
    expect(button).to_have_text("Open the page")
    with phone.page.context.expect_page() as opening:
        button.click()
    page = opening.value
    expect(page.get_by_role("heading")).to_have_text("Link your LINE chat with ChatGPT")
    return page


def begin(page: Page, link_page: str, code: str) -> None:
    """Open the page with a code, and go on from it."""
    page.goto(f"{link_page}?openExternalBrowser=1#{code}")
    page.get_by_role("button", name="Sign in").click()


def sign_in(page: Page, stack: Stack) -> None:
    """Sign in on Cognito's page, as the person whom `make up` creates, too."""
    page.get_by_label("Username").fill(stack.description["person"]["email"])
    page.get_by_label("Password").fill(stack.description["person"]["password"])
    page.get_by_role("button", name="Sign in").click()


def asked(page: Page, link_page: str, code: str, stack: Stack) -> None:
    """Begin with a code, sign in and be asked."""
    begin(page, link_page, code)
    sign_in(page, stack)
    expect(page.get_by_role("heading")).to_have_text(QUESTION)


def complaints_of(page: Page) -> list[str]:
    """What the browser's console says from now on, but for what it says of Cognito's page."""
    found: list[str] = []
    own = urlsplit(page.url).netloc

    def keep(message: ConsoleMessage) -> None:
        about = urlsplit(str(message.location.get("url"))).netloc
        if message.type in {"error", "warning"} and about in {own, ""}:
            found.append(message.text)

    page.on("console", keep)
    return found


def refused(page: Page, sentence: str) -> None:
    """The page says that it did not work, and what to do."""
    expect(page.get_by_role("heading")).to_have_text(REFUSED)
    expect(page.get_by_role("paragraph")).to_contain_text(sentence)


def test_from_lines_page_to_a_linked_chat(
    visits: Visits, line: Line, stack: Stack, link_page: str
) -> None:
    phone = phone_of(visits, line, "kaoru")
    page = opened(phone)
    complaints = complaints_of(page)
    field = page.get_by_label("Code")
    expect(field).to_have_value(re.compile(r"^\w{5}-\w{5}$"))
    code = field.input_value()
    assert page.url == link_page  # neither the code nor LINE's own parameter
    expect(phone.answer(code)).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Sign in").click()
    sign_in(page, stack)
    expect(page.get_by_role("heading")).to_have_text(QUESTION)
    terms = page.get_by_role("definition").all_inner_texts()
    assert terms == ["kaoru", code, "v•••r@e•••e.com"]
    assert (barriers(page), code in page.url) == ([], False)
    page.reload()
    expect(page.get_by_role("heading")).to_have_text(QUESTION)
    page.get_by_role("button", name="Link").click()
    expect(page.get_by_role("heading")).to_have_text("Your chat is linked")
    expect(phone.answer("is now linked with the ChatGPT of v•••r@e•••e.com")).to_be_visible()
    assert (barriers(page), complaints) == ([], [])
    assert [each["name"] for each in page.context.cookies() if "kaiwa" in each["name"]] == []


def test_on_a_phone_in_japanese_and_in_the_dark(
    visits: Visits, line: Line, stack: Stack, link_page: str
) -> None:
    page = visits.open("/", language="ja", colours="dark", size=NARROW)
    page.goto(f"{link_page}#{code_for(line, 'kaoru')}")
    for heading, button in [
        ("LINEのトークをChatGPTと連携する", "サインインへ進む"),
        ("この二つを連携しますか？", "やめる"),
        ("連携しませんでした", ""),
    ]:
        expect(page.get_by_role("heading")).to_have_text(heading)
        assert (barriers(page), overflow(page)) == ([], 0)
        if button:
            page.get_by_role("button", name=button).click()
        if button == "サインインへ進む":
            sign_in(page, stack)


def test_nobody_links_without_confirming(
    visits: Visits, line: Line, stack: Stack, link_page: str
) -> None:
    page = visits.open("/")
    asked(page, link_page, code_for(line, "makoto"), stack)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading")).to_have_text("Nothing was linked")
    assert line.say("makoto", "/unlink")[0].startswith(("This chat is not", "このトークは"))


def test_a_code_works_once_and_for_ten_minutes(
    visits: Visits, line: Line, aws: Aws, stack: Stack, link_page: str
) -> None:
    used = code_for(line, "makoto")
    page = visits.open("/")
    asked(page, link_page, used, stack)
    page.get_by_role("button", name="Link").click()
    expect(page.get_by_role("heading")).to_have_text("Your chat is linked")
    line.settle()  # the chat is told of it
    late = code_for(line, "makoto")
    letters = late.replace("-", "").encode()
    aws.dynamodb.update_item(
        TableName=aws.outputs["table_name"],
        Key={"id": {"S": f"link#{hashlib.sha256(letters).hexdigest()}"}},
        UpdateExpression="SET expiresAt = :now",
        ExpressionAttributeValues={":now": {"N": str(int(time.time()))}},
    )
    for code in (used, late):
        other = visits.open("/")
        begin(other, link_page, code)
        sign_in(other, stack)
        refused(other, "This code does not work")


def test_another_browser_cannot_take_over(
    visits: Visits, line: Line, stack: Stack, link_page: str
) -> None:
    page, other = visits.open("/"), visits.open("/")
    asked(page, link_page, code_for(line, "makoto"), stack)
    other.goto(page.url)
    refused(other, "This was begun in another browser")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading")).to_have_text("Nothing was linked")


@pytest.fixture
def elsewhere(browser: Browser, aws: Aws) -> Iterator[Page]:
    """A page of another site's, whose console is expected to have complaints."""
    context = browser.new_context(locale="en")
    yield context.new_page()
    context.close()


def test_another_site_cannot_frame_it(elsewhere: Page, link_page: str) -> None:
    elsewhere.set_content(f'<iframe src="{link_page}"></iframe>')
    elsewhere.wait_for_load_state("networkidle")
    _, frame = elsewhere.frames
    assert frame.url.startswith("chrome-error:")


def test_another_site_cannot_begin_it(elsewhere: Page, line: Line, link_page: str) -> None:
    code = code_for(line, "makoto")
    elsewhere.set_content(
        f'<form method="post" action="{link_page}"><input name="code" value="{code}">'
        "<button>Win</button></form>"
    )
    elsewhere.get_by_role("button").click()
    refused(elsewhere, "does not come from the page that you were shown")


def test_a_forged_answer_links_nothing(
    visits: Visits, line: Line, stack: Stack, link_page: str
) -> None:
    page = visits.open("/")
    asked(page, link_page, code_for(line, "makoto"), stack)
    page.evaluate("document.querySelector('[name=csrf_token]').value = 'guess'")
    page.get_by_role("button", name="Link").click()
    refused(page, "does not come from the page that you were shown")
