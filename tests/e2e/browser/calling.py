"""How a visitor uses both tabs of the page for ChatGPT's side."""

import re

from playwright.sync_api import Locator, Page, expect


def sign_in(page: Page, link: str) -> None:
    """Follow the link to Cognito's page, and sign in as the person whom the page names."""
    email, password = page.get_by_role("definition").all_inner_texts()
    page.get_by_role("link", name=link).click()
    page.get_by_label("Username").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"Signed in as {email}")).to_be_visible()


def opened(page: Page, operation: str) -> Locator:
    """An operation or a tool, with its form open."""
    page.get_by_text(operation, exact=True).click()
    return page.get_by_role("group").filter(has=page.get_by_role("button", name="Call"))


def called(page: Page, operation: str, asks: bool = False, **values: str) -> Locator:
    """The same filled in, called, and answered with success."""
    form = opened(page, operation)
    for name, value in values.items():
        form.get_by_label(re.compile(rf"^{name}\b")).fill(value)
    form.get_by_role("button", name="Call").click()
    if asks:
        page.get_by_role("button", name="Allow").click()
    expect(form.get_by_role("status")).to_have_text(re.compile(r"^2\d\d \w+, \d+ ms$"))
    return form
