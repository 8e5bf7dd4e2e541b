"""The pages while there is no deployment to look into: not yet, or no longer."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from simulator.processes import Server, free_port
from tests.e2e.browser.visits import Visits, barriers

CREDENTIALS = {
    "LINE_CHANNEL_ACCESS_TOKEN": "a",
    "LINE_CHANNEL_SECRET": "b",
    "OPEN_AI_API_KEY": "c",
}


class StandIns:
    def __init__(self, log: Path, description: Path) -> None:
        self._description = description
        self._port = free_port()
        self._server = Server("The stand-ins", self._port, log, "/control/health")
        self.url = self._server.url

    def start(self) -> None:
        settings = [f"--port={self._port}", f"--stack={self._description}"]
        command = [sys.executable, "-m", "simulator.server", *settings]
        self._server.start(command, {**os.environ, **CREDENTIALS})

    def stop(self) -> None:
        self._server.stop()

    def deploy(self) -> None:
        """Do what `make up` does in the end: tell LINE of the webhook, and write stack.json."""
        httpx.put(
            f"{self.url}/v2/bot/channel/webhook/endpoint",
            json={"endpoint": "http://127.0.0.1:1/"},
            headers={"authorization": f"Bearer {CREDENTIALS['LINE_CHANNEL_ACCESS_TOKEN']}"},
            trust_env=False,
        ).raise_for_status()
        self._description.write_text("{}")


@pytest.fixture
def description(tmp_path: Path) -> Path:
    """Where `make up` would write what it deployed; nothing has, yet."""
    return tmp_path / "stack.json"


@pytest.fixture
def server(tmp_path: Path, description: Path) -> Iterator[StandIns]:
    """The stand-ins as `make up` starts them, while it has yet to deploy."""
    server = StandIns(tmp_path / "log", description)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Kaiwa is being deployed"), ("ja", "Kaiwa をデプロイしています")],
)
def test_the_pages_wait_for_the_deployment(
    browser: Browser, server: StandIns, language: str, sentence: str
) -> None:
    visits = Visits(browser, server.url)
    for path in ("/", "/chatgpt", "/infrastructure"):
        page = visits.open(path, language=language)
        expect(page.get_by_role("heading", level=1)).to_contain_text(sentence)
        assert barriers(page) == []
    assert visits.troubles == []


def test_the_page_opens_by_itself(browser: Browser, server: StandIns) -> None:
    visits = Visits(browser, server.url)
    page = visits.open("/")
    waiting = page.get_by_role("heading", name="Kaiwa is being deployed")
    expect(waiting).to_be_visible()
    server.deploy()
    expect(waiting).to_be_hidden()
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    assert visits.troubles == []


def test_a_lost_connection_is_told_and_mended(browser: Browser, server: StandIns) -> None:
    server.deploy()
    visits = Visits(browser, server.url)
    page = visits.open("/")
    lost = page.get_by_role("alert").filter(has_text="The connection to the simulator is lost.")
    expect(page.get_by_text("hanako’s phone")).to_be_visible()
    expect(lost).to_be_hidden()
    server.stop()
    expect(lost).to_be_visible()
    server.start()
    server.deploy()
    expect(lost).to_be_hidden()
    expect(page.get_by_text("hanako’s phone")).to_be_visible()
