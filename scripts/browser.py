"""A headless Chromium, for the tests of the simulator's pages and for the README's picture.

It is the system's own: Playwright would download another one.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PROGRAMS = ("chromium-headless-shell", "chromium")
"""Of Debian's packages of these names. The first can't open a window, and does less for a page."""
REMEDY = f"apt-get install {PROGRAMS[0]}, or name another Chromium in the variable CHROMIUM"
ARGUMENTS = (
    *("--disable-gpu", "--disable-quic", "--disable-sync", "--no-proxy-server"),
    # Whatever a page or the browser itself may want: there is no other machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""Beside Playwright's own, which turn off the sandbox (root has none) and background requests."""


def find_browser() -> str | None:
    """The program's path: what CHROMIUM names, else one of `PROGRAMS`; `None` if there is none."""
    named = os.environ.get("CHROMIUM")
    found = map(shutil.which, [named] if named else PROGRAMS)
    return next(filter(None, found), None)


@contextmanager
def opened_browser(program: str) -> Iterator[Browser]:
    """The browser, with a profile of its own that is gone afterwards."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
