"""ChatGPT's side: a real sign-in on Cognito's page, and calls of the deployed API."""

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.calling import called, opened, sign_in
from tests.e2e.browser.visits import Visits, barriers
from tests.e2e.conftest import Line

LINK_CODE = re.compile(r"\w{5}-\w{5}")


@pytest.fixture
def signed_in(visits: Visits) -> Page:
    """The page, for the person whom it names, after signing in as they would."""
    page = visits.open("/chatgpt")
    sign_in(page, "Sign in on Cognito's page")
    return page


def test_signing_in_and_a_call(signed_in: Page) -> None:
    form = called(signed_in, "Check that the connection and the sign-in work")
    expect(form.get_by_role("region", name="Request")).to_contain_text("POST")
    expect(form.get_by_role("region", name="Answer")).to_have_text('{ "success": true }')
    token = re.compile(r"eyJ[\w-]{20}")
    assert not token.search(signed_in.content())
    assert barriers(signed_in) == []


def test_the_session_is_out_of_a_scripts_reach(signed_in: Page) -> None:
    cookies = {cookie["name"]: cookie for cookie in signed_in.context.cookies()}
    (session,) = (cookie for name, cookie in cookies.items() if name.startswith("chatgpt"))
    assert (session["httpOnly"], session["sameSite"]) == (True, "Lax")
    assert urlsplit(signed_in.url).query == ""


def test_without_a_sign_in_the_api_refuses(visits: Visits) -> None:
    page = visits.open("/chatgpt")
    form = opened(page, "See how much was said, day by day")
    form.get_by_role("button", name="Call").click()
    expect(form.get_by_role("status")).to_contain_text("401 Unauthorized")


def test_signing_out(signed_in: Page) -> None:
    signed_in.get_by_role("button", name="Sign out").click()
    expect(signed_in.get_by_role("link", name="Sign in on Cognito's page")).to_be_visible()
    form = opened(signed_in, "See how much was said, day by day")
    form.get_by_role("button", name="Call").click()
    expect(form.get_by_role("status")).to_contain_text("401 Unauthorized")


def test_a_sign_in_that_began_elsewhere_is_refused(visits: Visits) -> None:
    page = visits.open("/chatgpt")
    page.goto(page.url.partition("?")[0] + "/callback?code=stolen&state=guessed")
    expect(page.get_by_role("alert")).to_contain_text("was not begun here")
    expect(page.get_by_role("link", name="Sign in on Cognito's page")).to_be_visible()


def test_chatgpt_asks_before_it_changes_something(signed_in: Page) -> None:
    form = opened(signed_in, "Undo the link with the user's LINE chat")
    form.get_by_role("button", name="Call").click()
    signed_in.get_by_role("button", name="Don't").click()
    expect(form.get_by_role("status")).to_have_text("Not called.")


def test_from_line_to_chatgpt_and_back(signed_in: Page, line: Line, tmp_path: Path) -> None:
    line.say("visitor", "<b>=1+1</b> 会話")
    (words,) = line.say("visitor", "/link")
    code = next(each for each in words.splitlines() if LINK_CODE.fullmatch(each))
    called(signed_in, "Link the user's LINE chat with a code", asks=True, code=code)

    form = called(signed_in, "Export the user's LINE conversation, or part of it, as a file")
    with signed_in.expect_download() as download:
        form.get_by_role("link", name=re.compile("Download")).click()
    download.value.save_as(tmp_path / "file")
    rows = list(csv.reader(io.StringIO((tmp_path / "file").read_text("utf-8-sig"))))
    assert "<b>=1+1</b> 会話" in " ".join(rows[1])

    called(signed_in, "Send a message into the user's own LINE chat", asks=True, text="またね。")
    line.settle()
    assert line.shown("visitor")[-1] == ("push", "またね。")
    called(signed_in, "Undo the link with the user's LINE chat", asks=True)
