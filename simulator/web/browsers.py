"""The browsers in which somebody uses ChatGPT's side: who has signed in, and their files."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from simulator.bounded import Bounded
from simulator.web.plugin_sign_in import Connection

MOST_BROWSERS = 50
MOST_FILES = 20


@dataclass(frozen=True)
class File:
    """A file that an answer brought."""

    name: str
    media_type: str
    content: bytes


@dataclass
class Browser:
    """What the server keeps of one browser; the browser has only `key`, in a cookie.

    `state` is what Cognito must bring back from the sign-in that is under way, `connection` how it
    got into the plugin, if it did.
    """

    key: str
    state: str | None = None
    token: dict[str, Any] | None = None
    email: str | None = None
    connection: Connection | None = None
    files: Bounded[str, File] = field(default_factory=lambda: Bounded(MOST_FILES))

    def keep(self, file: File) -> str:
        """Keep a file for downloading. Returns the name to ask for it by."""
        name = secrets.token_urlsafe(16)
        self.files[name] = file
        return name


class Browsers:
    """The newest browsers, by what their cookies say."""

    def __init__(self) -> None:
        self._browsers: Bounded[str, Browser] = Bounded(MOST_BROWSERS)

    def new(self) -> Browser:
        """A browser that is not known yet, with a key that nobody can guess."""
        browser = Browser(secrets.token_urlsafe(32))
        self._browsers[browser.key] = browser
        return browser

    def find(self, key: str | None) -> Browser | None:
        """The browser with this key."""
        return self._browsers.get(key or "")

    def forget(self, browser: Browser) -> None:
        """Sign out: the key is worth nothing any more."""
        self._browsers.pop(browser.key, None)
