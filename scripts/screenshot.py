"""Take the README's picture: the LINE page of a stack of its own, after a short conversation.

    python -m scripts.screenshot docs/screenshot.png

With `--url` it is taken of a simulator that runs already, and of whatever hanako said there before.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, expect

from scripts.browser import REMEDY, find_browser, opened_browser
from simulator.processes import StackError, free_port
from simulator.stack import BUILD, Options, running_stack

WIDTH, HEIGHT = 1280, 1140
NAME = "hanako"
WAIT_MILLISECONDS = 30_000


def main() -> None:
    """Write the picture that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m scripts.screenshot")
    parser.add_argument("picture", type=Path)
    parser.add_argument("--url", help="of a simulator that runs already")
    arguments = parser.parse_args()
    program = find_browser() or sys.exit(f"There is no browser: {REMEDY}.")
    try:
        with simulator(arguments.url) as url, opened_browser(program) as browser:
            take(browser, url, arguments.picture)
    except StackError as error:
        sys.exit(f"\n{error}")
    print(f"{arguments.picture} is new.")


@contextmanager
def simulator(url: str | None) -> Iterator[str]:
    """The address of the running one, or of one that is deployed for the picture alone."""
    if url:
        yield url
        return
    folder = BUILD / "simulator" / "screenshot"
    options = Options(
        folder=folder,
        aws_port=free_port(),
        simulator_port=free_port(),
        api_port=free_port(),
        description=folder / "stack.json",
    )
    with running_stack(options) as stack:
        yield str(stack.description["simulator_url"])


def take(browser: Browser, url: str, picture: Path) -> None:
    """Talk to the bot for a moment, and keep what the page then shows."""
    with httpx.Client(base_url=f"{url}/control", timeout=60, trust_env=False) as control:
        user = control.post("/users", json={"user": NAME, "language": "en"}).json()["user_id"]
        # The first message of all meets cold functions; the picture is of an ordinary one.
        control.post("/say", json={"user": "taro", "text": "こんにちは"}).raise_for_status()
    context = browser.new_context(
        locale="en", viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    expect.set_options(timeout=WAIT_MILLISECONDS)
    page = context.new_page()
    page.goto(f"{url}/?chat={user}")
    text, log = page.get_by_label("Message", exact=True), page.get_by_role("log")
    text.fill("I am Hanako, and I like trains.")
    text.press("Enter")
    expect(log.get_by_text("You said").first).to_be_visible()
    log.get_by_text("What happened").first.click()
    page.get_by_role("button", name="Attach").click()
    page.get_by_role("menuitem", name="Sample photo").click()
    expect(page.get_by_role("group", name="Quick replies")).to_be_visible()
    expect(log.get_by_text("tokens in").first).to_be_visible()
    log.evaluate("log => { log.scrollTop = log.scrollHeight }")
    text.focus()
    picture.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture)


if __name__ == "__main__":
    main()
