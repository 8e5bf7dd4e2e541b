"""A browser for the tests of the simulator's pages, which fail on whatever it complains about."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.browser import REMEDY, find_browser, opened_browser
from simulator.stack import BUILD, Stack
from tests.e2e.browser.visits import WAIT_MILLISECONDS, Visits

HERE = Path(__file__).parent
PICTURES = BUILD / "reports" / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are left out, but never where CI counts on them."""
    if find_browser():
        return
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    if ours and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"There is no browser for {len(ours)} tests: {REMEDY}.")
    for item in ours:
        item.add_marker(pytest.mark.skip(reason=f"no browser: {REMEDY}"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for this folder: Playwright's event loop must not run while other folders' tests do."""
    program = find_browser()
    assert program
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with opened_browser(program) as browser:
        yield browser


@pytest.fixture
def visits(browser: Browser, stack: Stack, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """Opens pages. Afterwards `build/reports/browser/` shows what the test saw last."""
    visits = Visits(browser, stack.description["simulator_url"])
    yield visits
    name = re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
    visits.end(PICTURES / request.node.path.stem / name)
    assert visits.troubles == []


@pytest.fixture
def page(visits: Visits) -> Page:
    """A page in English, in a window as wide as a laptop's."""
    return visits.open("/")
