"""What anybody may call, through the handler."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from tests.api_gateway import http_request
from tests.unit.chatgpt.harness import DOCUMENT, answer_to, ask, problem

OF_THE_API = (
    *("API_URL", "CLIENT_ID", "DAILY_SEND_LIMIT", "LINK_PAGE_CLIENT_ID", "PASS_RESOURCE"),
    "MESSAGE_RETENTION_DAYS",
    *("PLUGIN_CLIENT_ID", "SCOPES", "SIGN_IN_URL", "TIMEZONE"),
    *("TOKEN_ISSUER", "TOKEN_KEYS_URL"),
)


def page(status: int, content_type: str, body: str, **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "statusCode": status,
        "headers": {**named, "Content-Type": content_type},
        "body": body,
        "isBase64Encoded": False,
        "cookies": [],
    }


@pytest.mark.usefixtures("aws")
def test_the_privacy_policy_is_plain_text() -> None:
    boto3.client("ssm").put_parameter(
        Name="/kaiwa/test/PRIVACY_POLICY",
        Value="We keep <little>.\n会話は90日で消えます。",
        Type="String",
    )
    expected = page(200, "text/plain; charset=utf-8", "We keep <little>.\n会話は90日で消えます。")
    expected["headers"] |= {"X-Content-Type-Options": "nosniff"}
    assert ask("GET", "/privacy", account=None) == expected


def test_a_citation_leads_to_a_page_without_the_conversation() -> None:
    answer = answer_to(http_request("GET", "/conversation/days/2026-11-22", account=None))
    assert answer["statusCode"] == 200
    assert answer["headers"] == {
        "Content-Security-Policy": "default-src 'none'",
        "Content-Type": "text/html; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
    }
    assert "Only they can read it, in LINE's app." in answer["body"]


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
    answer = ask("GET", "/oauth2/authorize", account=None)
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
