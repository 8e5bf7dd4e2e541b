"""What the tests of the pages rely on: that a page's faults are noticed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser.visits import NARROW, Visits, barriers, overflow


@pytest.mark.parametrize(
    ("html", "trouble"),
    [
        ("<script>console.error('Oh no')</script>", "Oh no"),
        ("<script>nothing.there()</script>", "nothing is not defined"),
        (
            "<meta http-equiv=Content-Security-Policy content=\"style-src 'none'\"><p style=top:0>",
            "Content Security Policy",
        ),
        ("<img src=https://elsewhere.invalid/a.png>", "leaves this machine"),
    ],
)
def test_what_a_browser_complains_about_is_seen(
    browser: Browser, tmp_path: Path, html: str, trouble: str
) -> None:
    written = tmp_path / "page.html"
    written.write_text(html)
    visits = Visits(browser, written.as_uri())
    visits.open("").wait_for_load_state("networkidle")
    visits.end(tmp_path / "seen")
    assert trouble in " ".join(visits.troubles)
    assert (tmp_path / "seen-0.png").exists()


def test_barriers_and_overflow_are_seen(browser: Browser, tmp_path: Path) -> None:
    written = tmp_path / "page.html"
    written.write_text("<button></button><div style='width: 400px'>Wide</div>")
    visits = Visits(browser, written.as_uri())
    page = visits.open("", size=NARROW)
    assert "button-name (critical)" in " ".join(barriers(page))
    assert overflow(page) > 40
    visits.end(tmp_path / "seen")
