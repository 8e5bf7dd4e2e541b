"""Tokens for a code, through the handler: what goes on to Cognito, and what comes back."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from kaiwa.gateways import Gateways
from kaiwa.sign_in import SignIn, SignInUnavailableError, TokenResponse
from tests.api_gateway import http_request
from tests.unit.chatgpt.harness import answer_to, problem
from tests.unit.chatgpt.sign_in.oauth import answered, refused

ACTION = "grant_type=authorization_code&code=c1&client_id=our-client&client_secret=s3cret"
PLUGIN = "grant_type=authorization_code&code=c1&client_id=our-plugin&code_verifier=v1"
OURS = "&resource=https%3A%2F%2Fapi.example.com%2Fmcp"
TOKENS = '{"access_token": "a1",  "token_type": "Bearer"}'
BASIC = "Basic " + base64.b64encode(b"our-client:s3cret").decode()


@dataclass
class Cognito(SignIn):
    """The token endpoint: what it was asked, and what it answers."""

    answer: TokenResponse | Exception = field(default=TokenResponse(200, TOKENS))
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def token(self, form: str, authorization: str | None = None) -> TokenResponse:
        self.asked.append((form, authorization))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def cognito(monkeypatch: pytest.MonkeyPatch) -> Cognito:
    stand_in = Cognito()
    monkeypatch.setattr(Gateways, "sign_in", stand_in)
    return stand_in


def ask(form: str, **headers: str) -> dict[str, Any]:
    event = http_request("POST", "/oauth2/token", form, account=None)
    event["headers"] = {"content-type": "application/x-www-form-urlencoded", **headers}
    return answer_to(event)


@pytest.mark.parametrize(
    ("came", "goes_on"),
    [
        (ACTION, ACTION),
        (PLUGIN, PLUGIN),
        (PLUGIN + OURS, PLUGIN),
        (
            PLUGIN.replace("our-plugin", "https%3A%2F%2Fclient.example%2Fid.json"),
            PLUGIN,
        ),
        (f"{PLUGIN}&scope=openid+offline_access", f"{PLUGIN}&scope=openid"),
        (f"{PLUGIN}&scope=offline_access", PLUGIN),
    ],
)
def test_the_request_goes_on_to_cognito_and_its_answer_back(
    cognito: Cognito, came: str, goes_on: str
) -> None:
    assert ask(came) == answered(200, TOKENS)
    assert cognito.asked == [(goes_on, None)]


def test_a_body_in_base64_goes_on_as_text(cognito: Cognito) -> None:
    event = http_request("POST", "/oauth2/token", account=None)
    del event["headers"]["authorization"]
    event |= {"body": base64.b64encode(PLUGIN.encode()).decode(), "isBase64Encoded": True}
    assert answer_to(event) == answered(200, TOKENS)
    assert cognito.asked == [(PLUGIN, None)]


def test_a_client_may_name_itself_in_the_header(cognito: Cognito) -> None:
    assert ask("grant_type=refresh_token&refresh_token=r1", Authorization=BASIC) == answered(
        200, TOKENS
    )
    assert cognito.asked == [("grant_type=refresh_token&refresh_token=r1", BASIC)]


def test_cognitos_refusal_is_passed_on(cognito: Cognito) -> None:
    cognito.answer = TokenResponse(400, '{"error":"invalid_grant"}')
    assert ask(PLUGIN) == answered(400, '{"error":"invalid_grant"}')


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("", refused(401, "invalid_client", "This client_id is not of this deployment.")),
        (
            PLUGIN.replace("our-plugin", "another"),
            refused(401, "invalid_client", "This client_id is not of this deployment."),
        ),
        (
            f"{PLUGIN}&resource=https%3A%2F%2Fevil.example",
            refused(
                400, "invalid_target", "The only resource here is https://api.example.com/mcp."
            ),
        ),
        (
            f"{PLUGIN}&client_id=our-client",
            refused(400, "invalid_request", "client_id comes more than once."),
        ),
        ("\ud800", refused(400, "invalid_request", "These are no parameters of OAuth.")),
    ],
)
def test_what_is_refused_here_never_reaches_cognito(
    cognito: Cognito, form: str, expected: dict[str, Any]
) -> None:
    assert ask(form) == expected
    assert cognito.asked == []


def test_a_header_that_no_client_sends_never_reaches_cognito(cognito: Cognito) -> None:
    expected = refused(401, "invalid_client", "The Authorization header is malformed.")
    for header in ("Basic あ", "Basic a\r\nb"):
        assert ask("grant_type=refresh_token", Authorization=header) == expected
    assert cognito.asked == []


def test_cognito_may_be_away(
    cognito: Cognito, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    cognito.answer = SignInUnavailableError("Cognito answered 503.")
    assert ask(PLUGIN) == problem(
        502,
        "sign_in_unavailable",
        "The sign-in service does not answer. Call again in a minute with the same values.",
    )
    assert "v1" not in str(log_lines())
