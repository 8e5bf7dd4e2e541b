"""What people ask for outside LINE's chats: from ChatGPT, by either face, and as a picture."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kaiwa.gateways import gateways
from tests.world.environment import PICTURES_URL
from tests.world.http import Reply, action, picture, tool
from tests.world.script import ACCOUNTS, HANAKO, OWN, Said, Script

ACTION, PLUGIN = "action", "plugin"
OPERATIONS = {
    "link": ("linkChat", "POST", "/link"),
    "unlink": ("unlinkChat", "DELETE", "/link"),
    "send": ("sendMessage", "POST", "/conversation/messages"),
    "export": ("exportConversation", "POST", "/conversation/exports"),
    "read": ("listMessages", "GET", "/conversation/messages"),
}
"""The tool of each operation, and its route."""

NONE = "/".join(["0" * 32] * 3 + ["0" * 43])
"""What a picture could be called."""


class Asks(Script):
    """The part of a stage that is not on LINE."""

    def links(
        self, seconds: float, who: str, code: str, face: str = ACTION, *, replace: bool = False
    ) -> None:
        self._asks(seconds, who, "link", {"code": code, "replace": replace}, face)

    def unlinks(self, seconds: float, who: str = HANAKO, face: str = ACTION) -> None:
        self._asks(seconds, who, "unlink", None, face, tries=3)

    def writes(self, word: str, seconds: float, who: str = HANAKO, face: str = ACTION) -> None:
        """A text into the chat, whose request is repeated until it is answered."""
        self.said[word] = Said(word, who, who, OWN, "", "")
        asked = {"text": word, "request_id": f"request-{word}"}
        self._asks(seconds, who, "send", asked, face, tries=3)

    def exports(self, seconds: float, who: str = HANAKO, face: str = ACTION) -> None:
        self._asks(seconds, who, "export", {"format": "csv"}, face)

    def reads(self, seconds: float, who: str = HANAKO, face: str = ACTION) -> None:
        self._asks(seconds, who, "read", None, face)

    def looks(self, seconds: float, chat_id: str = HANAKO) -> None:
        """Somebody's app fetches the picture that the chat has shown last, if there is any."""

        def fetch() -> Reply:
            bubbles = reversed(self.world.line.bubbles)
            addresses = (each.words for each in bubbles if each.is_picture)
            return picture(next(addresses, f"{PICTURES_URL}/{NONE}"))

        self._does("picture", seconds, chat_id, fetch)

    def linked(self, who: str = HANAKO) -> None:
        """Before it begins: nothing fails, and nobody is asked."""
        accounts, now = gateways().accounts, self.world.clock.now - timedelta(minutes=5)
        accounts.offer("setup", who, now)
        accounts.told(accounts.redeem("setup", ACCOUNTS[who], "h@e.com", now, replace=True))

    def offered(self, code: str, who: str = HANAKO) -> None:
        """The same."""
        gateways().accounts.offer(code, who, self.world.clock.now)

    def _asks(
        self, seconds: float, who: str, name: str, asked: Any, face: str, tries: int = 1
    ) -> None:
        """A request of somebody who has signed in."""
        account, (called, method, path) = ACCOUNTS[who], OPERATIONS[name]

        def ask() -> Reply:
            if face == PLUGIN:
                return tool(account, called, asked)
            return action(account, method, path, asked)

        word = f" {asked['text']}" if name == "send" else f" {account}" if name == "link" else ""
        self._does(f"{name}{word}", seconds, who, ask, tries)

    def _does(
        self, name: str, seconds: float, who: str, ask: Callable[[], Reply], tries: int = 1
    ) -> None:
        self.does(name, seconds, lambda: self.platform.call(name, who, ask, tries))
