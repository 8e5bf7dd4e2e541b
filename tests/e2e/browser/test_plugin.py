"""The plugin's tab: from the server's address to its tools, and from LINE to a first search."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.calling import called, opened, sign_in
from tests.e2e.browser.phones import phone_of
from tests.e2e.browser.visits import NARROW, Visits, barriers, overflow
from tests.e2e.conftest import Line
from tests.e2e.people import code_for

CONNECT = "Connect, and sign in on Cognito's page"
STEPS = [
    "Call without a token: the server says where to look 401 Unauthorized",
    "What the server says of itself (RFC 9728) 200 OK",
    "Where to register, to sign in and to get tokens (RFC 8414) 200 OK",
    "Register as a client (RFC 7591) 201 Created",
    "The browser signs in on Cognito's page, with PKCE",
    "Exchange the code for tokens 200 OK",
    "Shake hands: initialize 200 OK",
    "Shake hands: initialized 202 Accepted",
    "List the tools 200 OK",
]


@pytest.fixture(autouse=True)
def unlinked(line: Line) -> Iterator[None]:
    """Nobody is linked from one of these tests to the next: they share one sign-in."""
    yield
    line.settle()
    line.say("noriko", "/unlink")


@pytest.fixture
def connected(visits: Visits) -> Page:
    """The tab, after connecting and signing in as the person whom it names."""
    page = visits.open("/chatgpt/plugin")
    sign_in(page, CONNECT)
    return page


def test_each_step_of_the_way_in_is_shown(connected: Page) -> None:
    steps = connected.get_by_role("region", name="The way in").get_by_role("listitem")
    assert [" ".join(each.split()) for each in steps.all_inner_texts()] == STEPS
    for step in steps.all():
        step.locator("summary").click()
    expect(steps.first.get_by_role("region", name="Answer")).to_contain_text("resource_metadata=")
    expect(steps.nth(5).get_by_role("region", name="Answer")).to_contain_text("access_token")
    assert not re.search(r"eyJ[\w-]{20}", connected.content())
    assert (barriers(connected), overflow(connected)) == ([], 0)


def test_the_tools_say_what_they_may_do(connected: Page) -> None:
    def hints(tool: str) -> list[str]:
        return connected.locator(f"#{tool} .badge").all_inner_texts()

    assert hints("listMessages") == ["only reads", "has a page"]
    assert hints("unlinkChat") == ["writes: ChatGPT asks first", "may destroy"]
    form = opened(connected, "Undo the link with the user's LINE chat")
    form.get_by_role("button", name="Call").click()
    expect(connected.get_by_role("dialog")).to_contain_text("may destroy something")
    assert barriers(connected) == []
    connected.get_by_role("button", name="Don't").click()
    expect(form.get_by_role("status")).to_have_text("Not called.")


def test_an_error_of_a_tool_says_what_to_do(connected: Page) -> None:
    form = opened(connected, "See how much was said, day by day")
    form.get_by_role("button", name="Call").click()
    expect(form.get_by_text("The tool reports an error.")).to_be_visible()
    expect(form.get_by_role("region", name="Answer")).to_contain_text("not_linked")


def test_from_lines_page_to_a_first_search(visits: Visits, line: Line) -> None:
    """Nothing but tools that read is called: the link is made in the browser."""
    phone = phone_of(visits, line, "noriko")
    phone.say("<b>会話</b> about trains")
    expect(phone.answer("about trains")).to_be_visible()
    phone.say("/link")
    button = phone.page.get_by_role("group", name="Quick replies").get_by_role("link")
    with phone.page.context.expect_page() as opening:
        button.click()
    linking = opening.value
    linking.get_by_role("button", name="Sign in").click()

    tab = phone.page
    tab.goto(f"{visits.url}/chatgpt/plugin")
    email, password = tab.get_by_role("definition").all_inner_texts()
    linking.get_by_label("Username").fill(email)
    linking.get_by_label("Password").fill(password)
    linking.get_by_role("button", name="Sign in").click()
    linking.get_by_role("button", name="Link").click()
    expect(linking.get_by_role("heading")).to_have_text("Your chat is linked")

    sign_in(tab, CONNECT)
    found = called(tab, "Search the LINE conversation", query="trains")
    expect(found.get_by_role("region", name="Answer")).to_contain_text("会話")

    listed = called(tab, "Read or search the LINE conversation, page by page")
    shown = listed.frame_locator("iframe")
    expect(shown.get_by_text("<b>会話</b> about trains", exact=True)).to_be_visible()
    listed.get_by_text("What the page and its host said to each other").click()
    messages = listed.locator(".messages summary")
    assert messages.all_inner_texts()[:5] == [
        "page: ui/initialize",
        "host: answer to 1",
        "page: ui/notifications/initialized",
        "host: ui/notifications/tool-input",
        "host: ui/notifications/tool-result",
    ]
    assert barriers(tab) == []


def test_a_conversation_is_exported(connected: Page, line: Line) -> None:
    line.say("noriko", "=1+1")
    code = code_for(line, "noriko")
    called(connected, "Link the user's LINE chat with a code", asks=True, code=code)
    exported = called(connected, "Export the LINE conversation as a file")
    with connected.expect_download() as download:
        exported.get_by_role("link", name=re.compile("Download")).click()
    assert download.value.suggested_filename.endswith(".csv")


def test_signing_out(connected: Page) -> None:
    connected.get_by_role("button", name="Sign out").click()
    expect(connected.get_by_role("link", name=CONNECT)).to_be_visible()
    expect(connected.get_by_role("heading", name="Tools")).to_have_count(0)


def test_on_a_phone_in_japanese_and_in_the_dark(visits: Visits) -> None:
    page = visits.open("/chatgpt/plugin", language="ja", colours="dark", size=NARROW)
    email, password = page.get_by_role("definition").all_inner_texts()
    page.get_by_role("link", name="接続し、Cognitoの画面でサインイン").click()
    page.get_by_label("Username").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="ツール")).to_be_visible()
    assert (barriers(page), overflow(page)) == ([], 0)
