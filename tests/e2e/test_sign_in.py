"""Signing in from ChatGPT, and the tokens that are taken, on the deployed stack."""

import base64
import json
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from authlib.integrations.base_client.errors import OAuthError

from simulator.chatgpt import ChatGpt
from simulator.processes import wait_until
from simulator.stack import Stack
from tests.e2e.conftest import Aws
from tests.e2e.people import token_of_another_pool

UNAUTHORIZED = (401, {"message": "Unauthorized"})
FORBIDDEN = (403, {"message": "Forbidden"})


def test_the_connection_is_checked_as_in_the_cookbook(hanako: ChatGpt) -> None:
    assert hanako.call("POST", "/my_route", {}) == (200, {"success": True})
    assert hanako.call("POST", "/my_route", {}, token="") == UNAUTHORIZED


def test_a_token_is_refreshed(hanako: ChatGpt) -> None:
    refreshed = hanako.oauth.refresh_token(
        hanako.token_url, refresh_token=hanako.token["refresh_token"]
    )
    assert hanako.call("POST", "/my_route", {}, token=refreshed["access_token"])[0] == 200


def forged(token: str, **header: str) -> str:
    """The token with another header, and with a signature that is not its own."""
    _, claims, signature = token.split(".")
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return f"{head}.{claims}.{'' if header.get('alg') == 'none' else signature[::-1]}"


def test_tokens_that_are_not_ours_are_refused(hanako: ChatGpt) -> None:
    access, identity = hanako.token["access_token"], hanako.token["id_token"]
    for token in (
        "nonsense",
        forged(access, alg="none", typ="JWT"),
        forged(access, alg="RS256", typ="JWT"),
        access[:-8] + "AAAAAAAA",
    ):
        assert hanako.call("GET", "/link", token=token) == UNAUTHORIZED
    assert hanako.call("GET", "/link", token=identity) == FORBIDDEN


def test_a_token_for_getting_others_opens_no_route(hanako: ChatGpt) -> None:
    """Here it is signed like an access token, and has its scopes."""
    refresh = hanako.token["refresh_token"]
    paths = hanako.call("GET", "/openapi.json", token="")[1]["paths"]
    operations = [(method.upper(), path) for path, methods in paths.items() for method in methods]
    body = {"code": "ABCDE-FGHJK", "text": "Hi", "request_id": "1"}
    answers = [hanako.call(method, path, body, token=refresh) for method, path in operations]
    assert len(answers) == 9
    assert {status for status, _ in answers} <= {401, 403}, answers


def test_a_token_of_another_pool_is_refused(aws: Aws, hanako: ChatGpt) -> None:
    theirs = token_of_another_pool(aws, hanako.email)
    assert hanako.call("GET", "/link", token=theirs) == UNAUTHORIZED


def test_an_expired_token_is_refused(aws: Aws, stack: Stack, hanako: ChatGpt) -> None:
    def tokens_live(number: int, unit: Literal["seconds", "minutes"]) -> None:
        aws.cognito.update_user_pool_client(
            UserPoolId=aws.outputs["user_pool_id"],
            ClientId=hanako.form["client_id"],
            AccessTokenValidity=number,
            TokenValidityUnits={"AccessToken": unit, "IdToken": "minutes", "RefreshToken": "days"},
        )

    tokens_live(2, "seconds")
    try:
        brief = ChatGpt(stack, hanako.name)
        brief.sign_in()
    finally:
        tokens_live(60, "minutes")
    assert brief.call("GET", "/link")[0] == 200
    assert wait_until(lambda: brief.call("GET", "/link") == UNAUTHORIZED, 10)


def test_a_token_without_the_scope_is_refused(stack: Stack, hanako: ChatGpt) -> None:
    narrow = ChatGpt(stack, hanako.name)
    narrow.sign_in("openid")
    assert narrow.call("POST", "/my_route", {}) == (200, {"success": True})
    assert narrow.call("GET", "/conversation/messages") == FORBIDDEN
    body = {"text": "Hi", "request_id": "1"}
    assert narrow.call("POST", "/conversation/messages", body) == FORBIDDEN


def test_a_code_works_once(stack: Stack, hanako: ChatGpt) -> None:
    again = ChatGpt(stack, hanako.name)
    callback = again.authorize()
    again.oauth.fetch_token(again.token_url, authorization_response=callback, state=again.state)
    with pytest.raises(OAuthError, match="invalid_grant"):
        again.client(again.form["scope"]).fetch_token(
            again.token_url,
            grant_type="authorization_code",
            code=parse_qs(urlsplit(callback).query)["code"][0],
        )


@pytest.mark.parametrize(
    ("name", "value"), [("redirect_uri", "https://evil.example/"), ("client_id", "somebody-else")]
)
def test_nobody_is_redirected_elsewhere(hanako: ChatGpt, name: str, value: str) -> None:
    url, _ = hanako.oauth.create_authorization_url(hanako.authorization_url)
    changed = httpx.URL(url).copy_set_param(name, value)
    response = httpx.get(changed, follow_redirects=True, trust_env=False)
    assert response.status_code == 400
    assert urlsplit(str(response.url)).hostname in ("127.0.0.1", "localhost")
