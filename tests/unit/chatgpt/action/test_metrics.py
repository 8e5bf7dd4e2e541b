"""What is measured of the action's calls, and of what they need."""

from collections.abc import Callable

import pytest

from kaiwa.gateways import Gateways
from kaiwa.sign_in import SignIn
from tests.builders import at
from tests.emitted import Emitted
from tests.unit.chatgpt.harness import World, ask, message, store
from tests.unit.kaiwa.line.harness import raw_server

SERVICE = "chatgpt"
type Metrics = Callable[[], list[Emitted]]


def names(emitted: Metrics) -> list[str]:
    return sorted(map(str, emitted()))


def test_a_call_that_is_answered(emitted: Metrics, world: World) -> None:
    world.call("POST", "/my_route")
    assert names(emitted) == [
        "Calls{face=action, operation=POST /my_route, outcome=200, service=chatgpt}"
    ]


def test_a_call_without_a_link(emitted: Metrics, world: World) -> None:
    world.call("GET", "/conversation/messages")
    assert names(emitted) == [
        "Calls{face=action, operation=GET /conversation/messages, outcome=409, service=chatgpt}"
    ]


def test_an_export_that_no_bucket_takes(emitted: Metrics, world: World) -> None:
    world.link()
    store(message(at(0), "x" * 50_000))
    world.s3.delete_bucket(Bucket=world.bucket)
    world.call("POST", "/conversation/exports", {"format": "csv"})
    assert names(emitted) == [
        "Calls{face=action, operation=POST /conversation/exports, outcome=500, service=chatgpt}",
        "Faults{boundary=s3, kind=refused, service=chatgpt}",
    ]


def test_a_sign_in_that_does_not_answer(
    emitted: Metrics, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gateways, "sign_in", SignIn("http://127.0.0.1:9"))
    ask("POST", "/link", {"code": world.offer()})
    assert names(emitted) == [
        "Calls{face=action, operation=POST /link, outcome=502, service=chatgpt}",
        "Faults{boundary=cognito, kind=no answer, service=chatgpt}",
    ]


def test_a_sign_in_that_answers_something_else(
    emitted: Metrics, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw_server([b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"]) as url:
        monkeypatch.setattr(Gateways, "sign_in", SignIn(url))
        ask("POST", "/link", {"code": world.offer()})
    assert names(emitted) == [
        "Calls{face=action, operation=POST /link, outcome=502, service=chatgpt}",
        "Faults{boundary=cognito, kind=unavailable, service=chatgpt}",
    ]
