"""What anybody may call, through the handler."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.chatgpt.harness import DOCUMENT, answer_to, ask, http_request, problem

OF_THE_API = (
    *("API_URL", "CLIENT_ID", "DAILY_SEND_LIMIT", "PRIVACY_POLICY", "SCOPES", "SIGN_IN_URL"),
    *("PLUGIN_CLIENT_ID", "TIMEZONE"),
)
AUTHORIZE = "/oauth2/authorize"
OURS = (
    "response_type=code&client_id=our-client&scope=openid+kaiwa%2Fread&state=a%2Fb+c%3D"
    "&redirect_uri=https%3A%2F%2Fchatgpt.com%2Faip%2Fg-1%2Foauth%2Fcallback"
)
REFUSED = problem(
    400,
    "invalid_request",
    "Sign-in begins with response_type=code and the client_id of this deployment.",
)
UNSEEN = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(status: int, content_type: str, body: str, **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "statusCode": status,
        "headers": {**named, "Content-Type": content_type},
        "body": body,
        "isBase64Encoded": False,
        "cookies": [],
    }


def authorize(raw_query: str) -> dict[str, Any]:
    return answer_to(http_request("GET", AUTHORIZE, raw_query=raw_query, account=None))


def test_sign_in_goes_on_at_cognito_with_the_query_as_it_came() -> None:
    location = f"https://sign-in.example.com/oauth2/authorize?{OURS}"
    expected = page(302, "text/plain", "", Location=location)
    expected["headers"] |= UNSEEN
    assert authorize(OURS) == expected


@pytest.mark.parametrize(
    "raw_query",
    [
        "",
        "response_type=code",
        "client_id=our-client",
        OURS.replace("our-client", "another-client"),
        OURS.replace("our-client", "our-client%00"),
        OURS.replace("=code", "=token"),
        OURS.replace("=code", "=code%20token"),
        f"{OURS}&client_id=another-client",
        f"{OURS}&client%5Fid=another-client",
        f"{OURS}&response_type=token",
        f"{OURS}&client_id=",
        f"{OURS}&state=\r\nSet-Cookie: evil=1",
        f"{OURS}&state=会話",
        OURS + "&x=1" * 100,
    ],
)
def test_only_our_client_is_passed_on(raw_query: str) -> None:
    assert authorize(raw_query) == REFUSED


def test_nobody_is_sent_anywhere_but_to_cognito() -> None:
    raw_query = OURS.replace("https%3A%2F%2Fchatgpt.com", "https%3A%2F%2Fevil.example")
    location = authorize(raw_query)["headers"]["Location"]
    assert location == f"https://sign-in.example.com/oauth2/authorize?{raw_query}"


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


def test_the_privacy_policy_is_plain_text() -> None:
    expected = page(200, "text/plain; charset=utf-8", "We keep <little>.\n会話は90日で消えます。")
    expected["headers"] |= {"X-Content-Type-Options": "nosniff"}
    assert ask("GET", "/privacy", account=None) == expected


def test_the_document_is_this_deployments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_URL", "https://abc123.execute-api.ap-northeast-1.amazonaws.com")
    monkeypatch.setenv("SCOPES", "openid other/read")
    answer = ask("GET", "/openapi.json", account=None)
    served = json.loads(answer["body"])
    flow = served["components"]["securitySchemes"]["signIn"]["flows"]["authorizationCode"]
    assert (answer["statusCode"], answer["headers"]) == (
        200,
        {"Content-Type": "application/json"},
    )
    assert served["servers"] == [{"url": "https://abc123.execute-api.ap-northeast-1.amazonaws.com"}]
    assert flow == {
        "scopes": {
            "openid": "Know that you are signed in.",
            "other/read": "Read your own LINE conversation.",
        },
        "authorizationUrl": (
            "https://abc123.execute-api.ap-northeast-1.amazonaws.com/oauth2/authorize"
        ),
        "tokenUrl": "https://abc123.execute-api.ap-northeast-1.amazonaws.com/oauth2/token",
    }
    assert served["paths"] == DOCUMENT["paths"]


def test_what_there_is_not() -> None:
    expected = problem(404, "no_such_path", "There is no such path. Use the document's.")
    assert ask("GET", "/nothing/here") == expected
    assert ask("PUT", "/link") == expected


@pytest.mark.parametrize("name", OF_THE_API)
def test_a_setting_that_is_missing_is_named_in_the_log_only(
    name: str, monkeypatch: pytest.MonkeyPatch, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    monkeypatch.delenv(name)
    answer = ask("GET", "/privacy", account=None)
    assert answer["statusCode"] == 500
    assert name not in answer["body"]
    reason = log_lines()[0]["failure"]["reason"]
    assert reason == f"{name} is not set. Run `make apply`: Terraform sets it."


def test_a_setting_that_leads_to_a_gateway_is_named_when_that_is_needed(
    monkeypatch: pytest.MonkeyPatch, log_lines: Callable[[], list[dict[str, Any]]]
) -> None:
    monkeypatch.delenv("TABLE_NAME")
    answer = ask("GET", "/link")
    assert (answer["statusCode"], "TABLE_NAME" in answer["body"]) == (500, False)
    reason = log_lines()[0]["failure"]["reason"]
    assert reason == "TABLE_NAME is not set. Run `make apply`: Terraform sets it."


def test_nothing_of_a_sign_in_is_logged(log_lines: Callable[[], list[dict[str, Any]]]) -> None:
    authorize(OURS)
    answer_to(http_request("GET", "/oauth2/callback", raw_query="code=secret", account=None))
    lines = log_lines()
    assert [line["status"] for line in lines] == [302, 200]
    for private in ("secret", "our-client", "chatgpt.com", "a%2Fb"):
        assert private not in str(lines)
