"""Pages in windows of any size, language and colour, watched for errors."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

WAIT_MILLISECONDS = 20_000
"""For what the whole deployed stack must do before the page can show it."""
WIDE, NARROW = (1280, 800), (360, 640)


class Visits:
    """`troubles` has what the browser complained about, and requests to other machines."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.troubles: list[str] = []
        self._browser = browser
        self._pages: list[Page] = []

    def open(
        self,
        path: str,
        *,
        language: str = "en",
        colours: Literal["light", "dark"] = "light",
        size: tuple[int, int] = WIDE,
    ) -> Page:
        """A page in a new window, which shares no cookies with others."""
        width, height = size
        context = self._browser.new_context(
            locale=language,
            color_scheme=colours,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAIT_MILLISECONDS)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        context.on("request", self._on_request)
        page = context.new_page()
        self._pages.append(page)
        page.goto(urljoin(self.url, path))
        return page

    def end(self, pictures: Path) -> None:
        """Close all windows, and leave a picture of each."""
        for number, page in enumerate(self._pages):
            if not page.is_closed():
                page.screenshot(path=f"{pictures}-{number}.png")
            page.context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        url = str(message.location.get("url"))
        # Cognito's page, on the emulator's port, may lack an icon.
        is_ours = urlsplit(url).port in {urlsplit(self.url).port, None}
        if is_ours and message.type in {"error", "warning"}:
            self.troubles.append(f"{message.text} ({url})")

    def _on_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in {"127.0.0.1", "localhost", None}:  # data: and blob: have none
            self.troubles.append(f"{request.method} {request.url} leaves this machine")


def barriers(page: Page) -> list[str]:
    """What axe finds that keeps people from using the page: rule, how grave, and where.

    Not in its frames, where axe is not: to ask there is an error in the console.
    https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
    """
    result = Axe().run(page, options={"iframes": False})
    found: list[dict[str, Any]] = result.response["violations"]
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width
