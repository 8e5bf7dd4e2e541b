"""What `/mcp` and the way to its tokens refuse, on the deployed stack."""

import base64
import json
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from simulator.chatgpt import ChatGpt
from simulator.processes import wait_until
from simulator.stack import Stack
from tests.e2e.conftest import Aws
from tests.e2e.oauth import SECONDS, PublicClient
from tests.e2e.people import token_of_another_pool


@pytest.fixture(scope="module")
def client(stack: Stack, hanako: ChatGpt) -> PublicClient:
    return PublicClient(stack, hanako.email)


@pytest.fixture(scope="module")
def tokens(client: PublicClient) -> dict[str, str]:
    return client.tokens()


def challenge(response: httpx.Response) -> str:
    return str(response.headers["www-authenticate"])


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_without_a_token_the_way_to_one_leads_to_the_end(
    stack: Stack, client: PublicClient
) -> None:
    api = stack.description["api_url"]
    refused = client.post(None)
    assert refused.status_code == 401
    metadata_url = f"{api}/.well-known/oauth-protected-resource/mcp"
    assert f'resource_metadata="{metadata_url}"' in challenge(refused)
    resource = httpx.get(metadata_url, timeout=SECONDS, trust_env=False).json()
    assert (
        resource
        == httpx.get(
            f"{api}/.well-known/oauth-protected-resource", timeout=SECONDS, trust_env=False
        ).json()
    )
    assert resource["resource"] == client.known["mcp_url"]
    assert resource["authorization_servers"] == [api]
    documents = [
        httpx.get(f"{api}/.well-known/{name}", timeout=SECONDS, trust_env=False).json()
        for name in ("oauth-authorization-server", "openid-configuration")
    ]
    assert documents[0] == documents[1]
    assert documents[0]["issuer"] == api
    assert documents[0]["code_challenge_methods_supported"] == ["S256"]
    keys = httpx.get(documents[0]["jwks_uri"], timeout=SECONDS, trust_env=False).json()
    assert keys["keys"][0]["kty"] == "RSA"


def test_other_methods_are_not_allowed(client: PublicClient, tokens: dict[str, str]) -> None:
    for method in ("GET", "DELETE", "PUT"):
        answer = httpx.request(
            method,
            client.known["mcp_url"],
            headers={"Authorization": f"Bearer {tokens['access_token']}"},
            timeout=SECONDS,
            trust_env=False,
        )
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_tokens_that_are_not_for_the_plugin_are_refused(
    client: PublicClient, tokens: dict[str, str], hanako: ChatGpt
) -> None:
    access = tokens["access_token"]
    assert client.post(access).status_code == 200
    head, claims, signature = access.split(".")
    for token in (
        tokens["id_token"],
        tokens["refresh_token"],
        hanako.token["access_token"],
        f"{encoded({'alg': 'none'})}.{claims}.",
        f"{encoded({'alg': 'HS256'})}.{claims}.{signature}",
        f"{head}.{claims}.{signature[::-1]}",
        access[:-8] + "AAAAAAAA",
        "nonsense",
    ):
        answer = client.post(token)
        assert answer.status_code == 401, answer.text
        assert 'error="invalid_token"' in challenge(answer)
    assert hanako.call("GET", "/link", token=access)[0] == 401  # nor are its own for the action


def test_a_token_of_another_pool_is_refused(aws: Aws, client: PublicClient) -> None:
    assert client.post(token_of_another_pool(aws, client.email)).status_code == 401


def test_an_expired_token_is_refused(aws: Aws, client: PublicClient) -> None:
    def tokens_live(number: int, unit: Literal["seconds", "minutes"]) -> None:
        aws.cognito.update_user_pool_client(
            UserPoolId=aws.outputs["user_pool_id"],
            ClientId=client.known["client_id"],
            AccessTokenValidity=number,
            TokenValidityUnits={
                "AccessToken": unit,
                "IdToken": "minutes",
                "RefreshToken": "days",
            },
        )

    tokens_live(2, "seconds")
    try:
        brief = client.tokens()["access_token"]
    finally:
        tokens_live(60, "minutes")
    assert wait_until(lambda: "has expired" in challenge_of(client, brief), 10)


def challenge_of(client: PublicClient, token: str) -> str:
    return str(client.post(token).headers.get("www-authenticate", ""))


def test_a_missing_scope_is_asked_for(client: PublicClient) -> None:
    narrow = client.tokens(scope="openid kaiwa/read")["access_token"]
    called = client.post(narrow, "tools/call", name="checkConnection", arguments={})
    assert called.status_code == 200
    sent = client.post(
        narrow, "tools/call", name="sendMessage", arguments={"text": "Hi", "request_id": "1"}
    )
    assert sent.status_code == 403
    assert 'error="insufficient_scope"' in challenge(sent)
    assert 'scope="kaiwa/send"' in challenge(sent)


def test_scopes_are_filled_in_and_offline_access_is_no_obstacle(client: PublicClient) -> None:
    for scope in (None, "", "offline_access", "openid kaiwa/read offline_access"):
        token = client.tokens(scope=scope)["access_token"]
        answer = client.post(token, "tools/call", name="getLink", arguments={})
        assert answer.status_code == 200, scope


def test_a_code_is_for_whoever_asked_for_it_and_for_once(client: PublicClient) -> None:
    code = client.code()
    for changes in (
        {"code_verifier": None},
        {"code_verifier": "x" * 43},
        {"client_id": "somebody-else"},
        {"resource": "https://evil.example/mcp"},
        {"redirect_uri": "https://evil.example/"},
    ):
        answer = client.exchange(code, **changes)
        assert answer.status_code in (400, 401), changes
        assert answer.json()["error"] in ("invalid_grant", "invalid_client", "invalid_target")
    fresh = client.code()
    assert client.exchange(fresh).status_code == 200
    again = client.exchange(fresh)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_sign_in_without_pkce_or_for_something_else_ends_at_once(client: PublicClient) -> None:
    for changes, error in (
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"resource": "https://evil.example/mcp"}, "invalid_target"),
    ):
        answer = httpx.get(client.address(**changes), timeout=SECONDS, trust_env=False)
        assert answer.status_code == 302
        told = parse_qs(urlsplit(answer.headers["location"]).query)
        assert answer.headers["location"].startswith(client.redirect_uri)
        assert (told["error"], told["state"]) == ([error], ["s1"])


def test_nobody_is_sent_back_to_an_address_that_is_not_registered(client: PublicClient) -> None:
    address = client.address(redirect_uri="https://evil.example/")
    answer = httpx.get(address, timeout=SECONDS, follow_redirects=True, trust_env=False)
    assert answer.status_code == 400
    registration = client.known["registration_url"]
    for wanted, status in ((client.redirect_uri, 201), ("https://evil.example/", 400)):
        body = {"redirect_uris": [wanted]}
        answer = httpx.post(registration, json=body, timeout=SECONDS, trust_env=False)
        assert answer.status_code == status
        if status == 400:
            assert answer.json()["error"] == "invalid_redirect_uri"


def test_no_web_page_may_call(client: PublicClient, tokens: dict[str, str]) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {
        "Accept": "application/json, text/event-stream",
        "Authorization": f"Bearer {tokens['access_token']}",
        "Origin": "https://evil.example",
    }
    url = client.known["mcp_url"]
    answer = httpx.post(url, json=message, headers=headers, timeout=SECONDS, trust_env=False)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, -32700),
        (b"\xff\xfe", 400, -32700),
        (b"[]", 400, -32600),
        (b"[" * 50_000, 400, -32700),
        (b'{"a":' * 500 + b"1" + b"}" * 500, 400, -32600),
        (b"x" * 300_000, 413, -32600),
    ],
)
def test_what_is_no_message_gets_the_protocols_own_errors(
    client: PublicClient, tokens: dict[str, str], body: bytes, status: int, code: int
) -> None:
    headers = {
        "Accept": "application/json, text/event-stream",
        "Authorization": f"Bearer {tokens['access_token']}",
        "Content-Type": "application/json",
    }
    url = client.known["mcp_url"]
    answer = httpx.post(url, content=body, headers=headers, timeout=SECONDS, trust_env=False)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_unknown_methods_and_tools_get_the_protocols_own_errors(
    client: PublicClient, tokens: dict[str, str]
) -> None:
    token = tokens["access_token"]
    assert client.post(token, "tools/destroy").json()["error"]["code"] == -32601
    unknown = client.post(token, "tools/call", name="no-such-tool", arguments={})
    assert unknown.json()["error"]["code"] == -32602
    wrong = client.post(token, "tools/call", name="listMessages", arguments={"limit": "many"})
    result = wrong.json()["result"]
    assert result["isError"]
    assert result["content"][0]["text"].startswith("invalid_request: ")
