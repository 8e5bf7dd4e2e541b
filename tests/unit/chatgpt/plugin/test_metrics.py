"""What is measured of the plugin's calls."""

from collections.abc import Callable
from typing import Any

import pytest

from kaiwa.table.accounts import Accounts
from tests.emitted import Emitted
from tests.unit.chatgpt.harness import HANAKO
from tests.unit.chatgpt.plugin.client import Client
from tests.unit.chatgpt.plugin.pool import Pool

SERVICE = "chatgpt"
type Metrics = Callable[[], list[Emitted]]
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def names(emitted: Metrics) -> list[str]:
    return sorted(map(str, emitted()))


def test_a_tool_that_works(emitted: Metrics, person: Client) -> None:
    person.call("checkConnection")
    assert names(emitted) == [
        "Calls{face=plugin, operation=checkConnection, outcome=ok, service=chatgpt}"
    ]


def test_a_tool_that_the_person_is_not_ready_for(emitted: Metrics, person: Client) -> None:
    person.call("listMessages")
    assert names(emitted) == [
        "Calls{face=plugin, operation=listMessages, outcome=not_linked, service=chatgpt}"
    ]


def test_a_tool_that_fails(
    emitted: Metrics, person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Accounts, "link_of", broken)
    person.call("getLink")
    assert names(emitted) == [
        "Calls{face=plugin, operation=getLink, outcome=internal_error, service=chatgpt}"
    ]


def test_a_client_that_has_not_signed_in(emitted: Metrics, client: Client) -> None:
    client.post(PING, authorization="")
    assert names(emitted) == ["Refusals{reason=not signed in, service=chatgpt}"]


def test_a_token_that_is_refused(emitted: Metrics, pool: Pool) -> None:
    Client(pool, token=pool.token(HANAKO, client_id="another")).post(PING)
    assert names(emitted) == ["Refusals{reason=token, service=chatgpt}"]


def test_a_scope_that_is_missing(emitted: Metrics, pool: Pool) -> None:
    message = {**PING, "method": "tools/call", "params": {"name": "listMessages"}}
    Client(pool, token=pool.token(HANAKO, scope="openid")).post(message)
    assert names(emitted) == ["Refusals{reason=scope, service=chatgpt}"]


def test_a_web_page_that_may_not_call(emitted: Metrics, client: Client) -> None:
    client.post(PING, origin="https://elsewhere.example")
    assert names(emitted) == ["Refusals{reason=origin, service=chatgpt}"]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ((500, b""), "Faults{boundary=cognito, kind=no answer, service=chatgpt}"),
        ((200, b"no JSON"), "Faults{boundary=cognito, kind=unavailable, service=chatgpt}"),
    ],
)
def test_keys_that_cognito_does_not_give(
    emitted: Metrics, pool: Pool, answer: tuple[int, bytes], fault: str
) -> None:
    pool.answer = answer
    Client(pool).post(PING)
    assert names(emitted) == [fault]


def test_what_is_greeted_or_listed_is_not_counted(emitted: Metrics, client: Client) -> None:
    client.ask("tools/list")
    assert names(emitted) == []
