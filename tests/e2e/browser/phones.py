"""A chat of the LINE page, and the hands to use it with."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.visits import Visits
from tests.e2e.conftest import Line


class Phone:
    """One chat on a page. `entry` finds what the chat shows by a part of its text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log", name="Messages")
        self.text = page.get_by_role("textbox", name="Message", exact=True)
        self.choices = page.get_by_role("group", name="Quick replies").get_by_role("button")

    def say(self, words: str) -> None:
        self.text.fill(words)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def attach(self, what: str) -> None:
        self.page.get_by_role("button", name="Attach").click()
        self.page.get_by_role("menuitem", name=what).click()

    def entry(self, words: str) -> Locator:
        return self.log.locator(".entry").filter(has_text=words)

    def answer(self, words: str) -> Locator:
        """Of these, only what the bot said."""
        return self.entry(words).filter(has=self.page.locator(".avatar.bot"))

    def does(self, entry: Locator, what: str) -> None:
        """Choose something from the menu of a bubble."""
        entry.get_by_role("button", name="More about this message").click()
        self.page.get_by_role("menuitem", name=what).click()

    def happened(self, entry: Locator) -> Locator:
        """What happened behind a bubble, opened."""
        behind = entry.get_by_role("group").first
        behind.get_by_text("What happened").click()
        return behind

    def misbehave(self, how: str) -> None:
        """Let something go wrong with the next message."""
        button = self.page.get_by_role("button", name=how)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(self.page.get_by_text(f"Next message: {how}")).to_be_visible()


def phone_of(visits: Visits, line: Line, name: str, **window: object) -> Phone:
    """The phone of a new person, who reads English."""
    person = line.control.post("/control/users", json={"user": name, "language": "en"}).json()
    page = visits.open(f"/?chat={person['user_id']}", **window)  # type: ignore[arg-type]
    expect(page.get_by_text(f"{name}’s phone")).to_be_visible()
    return Phone(page)


def group(visits: Visits) -> Phone:
    """The group of all who are there from the start, with hanako speaking."""
    page = visits.open("/")
    page.get_by_role("link", name="family").click()
    expect(page.get_by_role("heading", name="family")).to_be_visible()
    return Phone(page)
