"""Registration of clients, and the documents that lead to it, through the handler."""

from typing import Any

import pytest

from tests.api_gateway import http_request
from tests.unit.chatgpt.harness import answer_to, ask
from tests.unit.chatgpt.sign_in.oauth import PUBLIC, answered, refused

SCOPES = ["openid", "email", "profile", "kaiwa/read", "kaiwa/send"]
RESOURCE = {
    "resource": "https://api.example.com/mcp",
    "authorization_servers": ["https://api.example.com"],
    "scopes_supported": SCOPES,
    "bearer_methods_supported": ["header"],
    "resource_name": "Kaiwa",
    "resource_policy_uri": "https://api.example.com/privacy",
}
SERVER = {
    "issuer": "https://api.example.com",
    "authorization_endpoint": "https://api.example.com/oauth2/authorize",
    "token_endpoint": "https://api.example.com/oauth2/token",
    "registration_endpoint": "https://api.example.com/oauth2/register",
    "revocation_endpoint": "https://sign-in.example.com/oauth2/revoke",
    "userinfo_endpoint": "https://sign-in.example.com/oauth2/userInfo",
    "jwks_uri": "https://cognito.example.com/pool/.well-known/jwks.json",
    "scopes_supported": SCOPES,
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": ["authorization_code", "refresh_token"],
    "token_endpoint_auth_methods_supported": ["none"],
    "revocation_endpoint_auth_methods_supported": ["none"],
    "code_challenge_methods_supported": ["S256"],
    "client_id_metadata_document_supported": True,
    "subject_types_supported": ["public"],
    "id_token_signing_alg_values_supported": ["RS256"],
}


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("oauth-protected-resource", RESOURCE),
        ("oauth-protected-resource/mcp", RESOURCE),
        ("oauth-authorization-server", SERVER),
        ("openid-configuration", SERVER),
    ],
)
def test_clients_find_out_how_to_sign_in(path: str, document: dict[str, Any]) -> None:
    assert ask("GET", f"/.well-known/{path}", account=None) == answered(200, document, PUBLIC)


NOT_REGISTERED = refused(
    400,
    "invalid_redirect_uri",
    "Whoever runs this server must add each of the redirect_uris to plugin_redirect_uris first.",
)


def register(body: Any) -> dict[str, Any]:
    return answer_to(http_request("POST", "/oauth2/register", body, account=None))


@pytest.mark.parametrize(
    "redirect_uris",
    [["https://chatgpt.com/back"], ["https://claude.ai/back?x=1", "https://chatgpt.com/back"]],
)
def test_whoever_is_called_back_where_it_is_registered_gets_the_one_public_client(
    redirect_uris: list[str],
) -> None:
    wanted = {
        "redirect_uris": redirect_uris,
        "client_name": "ChatGPT",
        "token_endpoint_auth_method": "client_secret_post",
    }
    assert register(wanted) == answered(
        201,
        {
            "client_id": "our-plugin",
            "redirect_uris": redirect_uris,
            "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "scope": " ".join(SCOPES),
        },
    )


@pytest.mark.parametrize(
    "redirect_uris",
    [
        ["https://evil.example/back"],
        ["https://chatgpt.com/back", "https://evil.example/back"],
        ["https://chatgpt.com/back/"],
        ["http://localhost:8080/callback"],
        ["https://api.example.com/connect/callback"],
        [["https://chatgpt.com/back"]],
        [None],
        [1],
    ],
)
def test_nobody_else_is_registered(redirect_uris: Any) -> None:
    assert register({"redirect_uris": redirect_uris}) == NOT_REGISTERED


@pytest.mark.parametrize(
    "redirect_uris", [None, [], "https://chatgpt.com/back", {}, ["https://a.example"] * 21]
)
def test_where_to_call_back_must_be_said(redirect_uris: Any) -> None:
    expected = refused(400, "invalid_redirect_uri", "redirect_uris must name one to 20.")
    assert register({"redirect_uris": redirect_uris}) == expected
    assert register({}) == expected


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "[" * 100_000, "{}" + " " * 20_000])
def test_a_registration_is_a_json_object(body: str) -> None:
    expected = refused(400, "invalid_client_metadata", "A JSON object is wanted.")
    assert register(body) == expected


def test_nobody_is_registered_where_nobody_may_be_called_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PLUGIN_REDIRECT_URIS")
    for uri in ("https://chatgpt.com/back", ""):
        assert register({"redirect_uris": [uri]}) == NOT_REGISTERED
