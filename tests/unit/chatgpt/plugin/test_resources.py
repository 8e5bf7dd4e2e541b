"""The resources, through the handler."""

from typing import Any

import pytest

from tests.builders import at
from tests.unit.chatgpt.harness import NOT_LINKED, World, message, store
from tests.unit.chatgpt.plugin.client import Client

PAGE = "ui://kaiwa/messages.html"
DAY = "kaiwa://conversation/2026-11-22"


def test_the_resources_are_listed(client: Client) -> None:
    (page,) = client.ask("resources/list")["result"]["resources"]
    assert (page["uri"], page["mimeType"]) == (PAGE, "text/html;profile=mcp-app")
    (day,) = client.ask("resources/templates/list")["result"]["resourceTemplates"]
    assert (day["uriTemplate"], day["mimeType"]) == ("kaiwa://conversation/{day}", "text/plain")


def test_a_day_is_read_as_text(person: Client, world: World) -> None:
    world.link(person.account)
    store(message(at(1), "Hello"))
    assert person.ask("resources/read", uri=DAY)["result"]["contents"] == [
        {"uri": DAY, "mimeType": "text/plain", "text": "2026-11-22 21:00 user: Hello"}
    ]


def test_a_day_needs_a_link(person: Client) -> None:
    expected = {"code": -32602, "message": f"not_linked: {NOT_LINKED}"}
    assert person.ask("resources/read", uri=DAY)["error"] == expected


@pytest.mark.parametrize(
    "uri",
    ["kaiwa://conversation/", "kaiwa://conversation/2026-11-22/x", "file:///etc/passwd", "x", ""],
)
def test_there_is_nothing_else_to_read(client: Client, uri: str) -> None:
    error = client.ask("resources/read", uri=uri)["error"]
    assert error["code"] == -32602
    assert error["message"].startswith("Unknown resource.")


def test_the_page_loads_nothing(client: Client) -> None:
    (page,) = client.ask("resources/read", uri=PAGE)["result"]["contents"]
    meta: dict[str, Any] = page["_meta"]["ui"]
    assert meta["csp"] == {"connectDomains": [], "resourceDomains": []}
    text = page["text"]
    assert text.startswith("<!doctype html>")
    for loading in ("src=", "<link", "@import", "url(", "fetch(", "import(", "innerHTML"):
        assert loading not in text
