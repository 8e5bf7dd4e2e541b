"""The gateway to Cognito's sign-in, against a server that answers as told."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from kaiwa.sign_in import (
    Client,
    SignIn,
    SignInRefusedError,
    SignInUnavailableError,
    masked,
)
from simulator.processes import free_port

CLIENT = Client("pages-client", "https://api.example.com/connect/callback")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
"""The example of RFC 7636, appendix B."""


class Cognito(ThreadingHTTPServer):
    """What stands in for Cognito: how it answers, and what it was asked."""

    answer: tuple[int, bytes] = (200, b"{}")
    delay = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str | None]] = []
        self.posted: list[tuple[str, dict[str, str]]] = []
        """The paths and forms."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers who did not wait."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Cognito

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("authorization")))
        self._answer()

    def do_POST(self) -> None:
        assert self.headers["content-type"] == "application/x-www-form-urlencoded"
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.posted.append((self.path, dict(parse_qsl(body, strict_parsing=True))))
        self._answer()

    def _answer(self) -> None:
        time.sleep(self.server.delay)
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def cognito() -> Iterator[Cognito]:
    with Cognito() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_address_is_asked_for_with_the_callers_own_token(cognito: Cognito) -> None:
    person = {"sub": "1", "email": "hanako@example.com", "username": "hanako"}
    cognito.answer = (200, json.dumps(person).encode())
    assert SignIn(cognito.url).masked_address("token-1") == "h•••o@e•••e.com"
    assert cognito.asked == [("/oauth2/userInfo", "Bearer token-1")]


def test_signing_in_begins_with_a_challenge_instead_of_a_secret() -> None:
    url = SignIn("https://sign-in.example").own_authorize_url(
        CLIENT, "openid email", "a state", VERIFIER
    )
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == (
        "https://sign-in.example/oauth2/authorize"
    )
    assert parse_qs(parts.query, strict_parsing=True) == {
        "response_type": ["code"],
        "client_id": ["pages-client"],
        "redirect_uri": ["https://api.example.com/connect/callback"],
        "scope": ["openid email"],
        "state": ["a state"],
        "code_challenge": [CHALLENGE],
        "code_challenge_method": ["S256"],
    }


def test_a_code_is_exchanged_with_its_verifier(cognito: Cognito) -> None:
    cognito.answer = (200, b'{"access_token": "token-1", "token_type": "Bearer"}')
    assert SignIn(cognito.url).access_token(CLIENT, "code & more", VERIFIER) == "token-1"
    form = {
        "grant_type": "authorization_code",
        "client_id": "pages-client",
        "redirect_uri": "https://api.example.com/connect/callback",
        "code": "code & more",
        "code_verifier": VERIFIER,
    }
    assert cognito.posted == [("/oauth2/token", form)]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_code_that_is_used_or_anothers_is_refused(cognito: Cognito, status: int) -> None:
    cognito.answer = (status, b'{"error":"invalid_grant"}')
    with pytest.raises(SignInRefusedError):
        SignIn(cognito.url).access_token(CLIENT, "code", VERIFIER)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_token_that_was_revoked_is_refused(cognito: Cognito, status: int) -> None:
    cognito.answer = (status, b'{"error":"invalid_token"}')
    with pytest.raises(SignInRefusedError):
        SignIn(cognito.url).masked_address("token-1")


@pytest.mark.parametrize(
    "answer",
    [
        (500, b""),
        (429, b"{}"),
        (302, b""),
        (404, b"{}"),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b""),
    ],
)
def test_an_answer_of_another_kind_is_none(cognito: Cognito, answer: tuple[int, bytes]) -> None:
    cognito.answer = answer
    with pytest.raises(SignInUnavailableError):
        SignIn(cognito.url).masked_address("token-1")
    with pytest.raises(SignInUnavailableError):
        SignIn(cognito.url).access_token(CLIENT, "code", VERIFIER)
    assert (len(cognito.asked), len(cognito.posted)) == (1, 1)


@pytest.mark.parametrize("body", [b"{}", b'{"access_token": null}', b'{"access_token": ""}'])
def test_an_exchange_without_a_token_is_none(cognito: Cognito, body: bytes) -> None:
    cognito.answer = (200, body)
    with pytest.raises(SignInUnavailableError):
        SignIn(cognito.url).access_token(CLIENT, "code", VERIFIER)


@pytest.mark.parametrize("token", ["a\r\nb", "a\nb", "…", "\ud800"])
def test_a_token_that_no_header_can_have_is_refused(cognito: Cognito, token: str) -> None:
    with pytest.raises(SignInRefusedError):
        SignIn(cognito.url).masked_address(token)
    with pytest.raises(SignInRefusedError):
        SignIn(cognito.url).token("grant_type=refresh_token", f"Basic {token}")
    assert (cognito.asked, cognito.posted) == ([], [])


def test_it_is_not_waited_for_long(cognito: Cognito, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaiwa.sign_in.READ_SECONDS", 0.05)
    cognito.delay = 0.2
    with pytest.raises(SignInUnavailableError):
        SignIn(cognito.url).masked_address("token-1")


def test_without_a_connection_there_is_no_address() -> None:
    with pytest.raises(SignInUnavailableError):
        SignIn(f"http://127.0.0.1:{free_port()}").masked_address("token-1")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("hanako@example.com", "h•••o@e•••e.com"),
        ("bob@mail.example.co.jp", "b•••@m•••o.jp"),
        ("a@b", "a•••@b•••"),
        ("no address", "•••@n•••s"),
        ("", "•••@•••"),
        ('"odd@name"@x.org', '"•••"@x•••.org'),
    ],
)
def test_a_masked_address_tells_little(address: str, expected: str) -> None:
    assert masked(address) == expected
