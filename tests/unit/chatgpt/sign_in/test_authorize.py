"""How a sign-in begins, through the handler: what goes on to Cognito, and what is refused here."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api_gateway import http_request
from tests.unit.chatgpt.harness import answer_to
from tests.unit.chatgpt.sign_in.oauth import UNSEEN, refused

ACTION = (
    "response_type=code&client_id=our-client&scope=openid+kaiwa%2Fread&state=a%2Fb+c%3D"
    "&redirect_uri=https%3A%2F%2Fchatgpt.com%2Faip%2Fg-1%2Foauth%2Fcallback"
)
PLUGIN = (
    "response_type=code&client_id=our-plugin&state=s%201&code_challenge=abc"
    "&code_challenge_method=S256&redirect_uri=https%3A%2F%2Fchatgpt.com%2Fback"
)
OURS = "&resource=https%3A%2F%2Fapi.example.com%2Fmcp"
ALL_SCOPES = "scope=openid+email+profile+kaiwa%2Fread+kaiwa%2Fsend"


def authorize(raw_query: str) -> dict[str, Any]:
    return answer_to(http_request("GET", "/oauth2/authorize", raw_query=raw_query, account=None))


def passed_on(raw_query: str) -> dict[str, Any]:
    """The whole answer that sends a person to Cognito with this query."""
    return redirect(f"https://sign-in.example.com/oauth2/authorize?{raw_query}")


def redirect(location: str) -> dict[str, Any]:
    return {
        "statusCode": 302,
        "headers": {**UNSEEN, "Content-Type": "text/plain", "Location": location},
        "body": "",
        "isBase64Encoded": False,
        "cookies": [],
    }


@pytest.mark.parametrize(
    ("came", "goes_on"),
    [
        (ACTION, ACTION),
        (f"{ACTION}&x=1&x=2&&y", f"{ACTION}&x=1&x=2&y"),
        (f"{PLUGIN}&scope=openid", f"{PLUGIN}&scope=openid"),
        (PLUGIN, f"{PLUGIN}&{ALL_SCOPES}"),
        (f"{PLUGIN}&scope=", f"{PLUGIN}&{ALL_SCOPES}"),
        (f"{PLUGIN}&scope=offline_access", f"{PLUGIN}&{ALL_SCOPES}"),
        (f"scope=openid+offline_access&{PLUGIN}", f"scope=openid&{PLUGIN}"),
        (f"{PLUGIN}&scope=openid{OURS}", f"{PLUGIN}&scope=openid"),
        (f"{PLUGIN}&scope=openid{OURS}{OURS}", f"{PLUGIN}&scope=openid"),
        (
            PLUGIN.replace("our-plugin", "https%3A%2F%2Fclient.example%2Fid.json")
            + "&scope=openid",
            f"{PLUGIN}&scope=openid",
        ),
    ],
)
def test_sign_in_goes_on_at_cognito(came: str, goes_on: str) -> None:
    assert authorize(came) == passed_on(goes_on)


def test_a_pool_that_binds_resources_is_told_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASS_RESOURCE", "true")
    expected = passed_on(f"{PLUGIN}&scope=openid{OURS}")
    assert authorize(f"{PLUGIN}&scope=openid{OURS}") == expected
    assert authorize(f"{PLUGIN}&scope=openid") == expected
    assert authorize(ACTION) == passed_on(ACTION)


@pytest.mark.parametrize(
    "raw_query",
    [
        "",
        "response_type=code",
        ACTION.replace("our-client", "another-client"),
        ACTION.replace("our-client", "our-client%00"),
        ACTION.replace("our-client", "http%3A%2F%2Fclient.example%2Fid.json"),
    ],
)
def test_only_our_clients_are_passed_on(raw_query: str) -> None:
    expected = refused(400, "invalid_client", "This client_id is not of this deployment.")
    assert authorize(raw_query) == expected


@pytest.mark.parametrize(
    ("raw_query", "description"),
    [
        ("client_id=our-client", "Sign-in begins with response_type=code."),
        (ACTION.replace("=code", "=token"), "Sign-in begins with response_type=code."),
        (ACTION.replace("=code", "=code%20token"), "Sign-in begins with response_type=code."),
        (f"{ACTION}&client_id=another-client", "client_id comes more than once."),
        (f"{ACTION}&client%5Fid=another-client", "client_id comes more than once."),
        (f"{ACTION}&client_id=", "client_id comes more than once."),
        (f"{ACTION}&response_type=token", "response_type comes more than once."),
        (f"{ACTION}&scope=openid", "scope comes more than once."),
        (f"{ACTION}&state=\r\nSet-Cookie: evil=1", "These are no parameters of OAuth."),
        (f"{ACTION}&state=会話", "These are no parameters of OAuth."),
        (ACTION + "&x=1" * 100, "There are too many parameters."),
        (f"{ACTION}&x={'x' * 20_000}", "These are no parameters of OAuth."),
        (
            PLUGIN.replace("S256", "plain").replace("chatgpt.com", "evil.example"),
            "PKCE is needed: code_challenge, by the method S256.",
        ),
    ],
)
def test_what_no_client_sends_is_refused(raw_query: str, description: str) -> None:
    assert authorize(raw_query) == refused(400, "invalid_request", description)


@pytest.mark.parametrize(
    ("raw_query", "error"),
    [
        (PLUGIN.replace("S256", "plain"), "invalid_request"),
        (PLUGIN.replace("code_challenge=abc&", ""), "invalid_request"),
        (f"{PLUGIN}&resource=https%3A%2F%2Fapi.example.com%2Fmcp%2F", "invalid_target"),
        (f"{PLUGIN}{OURS}&resource=https%3A%2F%2Fevil.example%2Fmcp", "invalid_target"),
    ],
)
def test_a_client_that_is_known_is_told_by_a_redirect(raw_query: str, error: str) -> None:
    answer = authorize(raw_query)
    location = urlsplit(answer["headers"]["Location"])
    told = parse_qs(location.query)
    assert answer["statusCode"] == 302
    assert location._replace(query="").geturl() == "https://chatgpt.com/back"
    assert (told["error"], told["state"]) == ([error], ["s 1"])


def test_nobody_else_is_told_by_a_redirect() -> None:
    query = PLUGIN.replace("chatgpt.com", "evil.example") + "&resource=https%3A%2F%2Fevil.example"
    expected = "The only resource here is https://api.example.com/mcp."
    assert authorize(query) == refused(400, "invalid_target", expected)


def test_where_people_come_back_to_is_cognitos_to_check() -> None:
    raw_query = ACTION.replace("https%3A%2F%2Fchatgpt.com", "https%3A%2F%2Fevil.example")
    assert authorize(raw_query) == passed_on(raw_query)


def test_the_callback_shows_nothing_of_its_query() -> None:
    event = http_request("GET", "/oauth2/callback", raw_query="code=secret&state=x", account=None)
    answer = answer_to(event)
    assert answer["statusCode"] == 200
    assert answer["headers"] == UNSEEN | {
        "Content-Security-Policy": "default-src 'none'",
        "Content-Type": "text/html; charset=utf-8",
    }
    assert "You are signed in. Please return to ChatGPT." in answer["body"]
    assert "secret" not in answer["body"]


def test_nothing_of_a_sign_in_is_logged(log_lines: Callable[[], list[dict[str, Any]]]) -> None:
    authorize(ACTION)
    answer_to(http_request("GET", "/oauth2/callback", raw_query="code=secret", account=None))
    lines = log_lines()
    assert [line["status"] for line in lines] == [302, 200]
    for private in ("secret", "our-client", "chatgpt.com", "a%2Fb"):
        assert private not in str(lines)
