"""A picture that was drawn, for whoever has its address, through the handler."""

import base64
import dataclasses
from datetime import timedelta

import pytest

from chatgpt import wiring
from kaiwa.gateways import gateways
from tests.builders import USER_ID
from tests.unit.chatgpt.harness import World, ask

DATA = b"\xff\xd8\xff\x00\xfe picture"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@pytest.fixture
def address(world: World) -> str:
    return f"/pictures/{gateways().pictures.put(USER_ID, USER_ID, '1', DATA)}"


def test_it_is_there_for_whoever_knows_the_address(address: str) -> None:
    answer = ask("GET", address, account=None)
    assert answer == {
        "statusCode": 200,
        "headers": HEADERS | {"Content-Type": "image/jpeg"},
        "body": base64.b64encode(DATA).decode(),
        "isBase64Encoded": True,
        "cookies": [],
    }


def gone(path: str) -> bool:
    answer = ask("GET", path, account=None)
    expected = {
        "statusCode": 404,
        "headers": HEADERS | {"Content-Type": "text/plain; charset=utf-8"},
        "body": "Not found.",
        "isBase64Encoded": False,
        "cookies": [],
    }
    return answer == expected


def test_nobody_else_finds_it(address: str) -> None:
    assert gone(address[:-1])
    assert gone(address.replace("pictures/", "pictures/..%2F"))


def test_it_dies_with_what_is_deleted(address: str) -> None:
    gateways().pictures.delete(USER_ID)
    assert gone(address)


def test_it_dies_with_its_message(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    over = dataclasses.replace(wiring.settings(), retention=timedelta(seconds=-60))
    monkeypatch.setattr(wiring, "settings", lambda: over)
    assert gone(address)


@pytest.mark.parametrize("path", ["/pictures", "/pictures/a", "/pictures/a/b/c"])
@pytest.mark.usefixtures("world")
def test_there_is_no_list(path: str) -> None:
    assert ask("GET", path, account=None)["statusCode"] == 404


def test_it_is_only_looked_at(address: str) -> None:
    assert ask("DELETE", address, account=None)["statusCode"] == 404
    assert ask("GET", address, account=None)["statusCode"] == 200
