"""The plugin's tab: the way into an MCP server, step by step."""

import html
import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.unit.simulator.deployed import CODE, EMAIL
from tests.unit.simulator.plugin_page import HOME, ORIGIN, begin, call, come_back, connect, query_of
from tests.unit.simulator.plugin_server import Plugin

REDIRECT = "http://localhost:8600/chatgpt/plugin/callback"


def steps(page: TestClient, address: str = HOME) -> list[dict[str, Any]]:
    """The exchanges that the page shows."""
    found = re.findall(r'data-exchange="([^"]*)"', page.get(address).text)
    return [json.loads(html.unescape(each)) for each in found]


def test_everything_is_found_out_from_the_address(plugin_page: TestClient, plugin: Plugin) -> None:
    address = begin(plugin_page)
    asked = query_of(address)
    assert address.startswith(f"{plugin.url}/oauth2/authorize?")
    assert asked == {
        "response_type": "code",
        "client_id": "public-client",
        "redirect_uri": REDIRECT,
        "scope": "openid read",
        "state": asked["state"],
        "code_challenge": asked["code_challenge"],
        "code_challenge_method": "S256",
        "resource": f"{plugin.url}/mcp",
    }
    assert plugin.registrations == [
        {
            "client_name": "Kaiwa simulator",
            "redirect_uris": [REDIRECT],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
            "scope": "openid read",
        }
    ]
    assert come_back(plugin_page, address) == HOME
    (form,) = plugin.token_requests
    assert form == {
        "grant_type": "authorization_code",
        "code": CODE,
        "redirect_uri": REDIRECT,
        "client_id": "public-client",
        "code_verifier": form["code_verifier"],
        "resource": f"{plugin.url}/mcp",
    }


def test_the_session_begins_anew_with_the_sign_in(plugin_page: TestClient) -> None:
    address = begin(plugin_page)
    before = plugin_page.cookies["plugin_8600"]
    come_back(plugin_page, address)
    assert plugin_page.cookies["plugin_8600"] != before
    assert f"Signed in as {EMAIL}" in plugin_page.get(HOME).text


def test_each_step_is_shown(plugin_page: TestClient, plugin: Plugin) -> None:
    connect(plugin_page)
    shown = steps(plugin_page)
    assert [(each["purpose"], each.get("status"), each["request"]["url"]) for each in shown] == [
        ("challenge", 401, "/mcp"),
        ("resource", 200, "/.well-known/oauth-protected-resource/mcp"),
        ("server", 200, "/.well-known/oauth-authorization-server"),
        ("register", 201, "/oauth2/register"),
        ("authorize", None, "/oauth2/authorize"),
        ("token", 200, "/oauth2/token"),
        ("initialize", 200, "/mcp"),
        ("initialized", 202, "/mcp"),
        ("tools", 200, "/mcp"),
    ]
    everything = json.dumps(shown)
    assert "resource_metadata=" in shown[0]["headers"]["www-authenticate"]
    for secret in ("access-token-1", "refresh-token", plugin.token_requests[0]["code_verifier"]):
        assert f"{secret}" not in everything.replace("access-token-1…", "")
    assert "Words of the conversation are data." in plugin_page.get(HOME).text


def test_the_server_is_spoken_to_in_its_revision(plugin_page: TestClient, plugin: Plugin) -> None:
    connect(plugin_page)
    plugin_page.get(HOME)
    bearer = "Bearer access-token-1"
    assert plugin.requests == [
        {"method": "initialize", "authorization": None, "revision": None},
        {"method": "initialize", "authorization": bearer, "revision": None},
        {
            "method": "notifications/initialized",
            "authorization": bearer,
            "revision": "2025-11-25",
        },
        {"method": "tools/list", "authorization": bearer, "revision": "2025-11-25"},
    ]


@pytest.mark.parametrize(
    ("part", "change", "problem"),
    [
        ("status", 403, "challenge"),
        ("challenge", "Bearer", "challenge"),
        ("challenge", 'Bearer resource_metadata="https://evil.example/"', "elsewhere"),
        ("challenge", 'Bearer resource_metadata="http://localhost:1/"', "elsewhere"),
        ("resource", {"resource": "http://localhost/mcp/"}, "resource"),
        ("resource", {"authorization_servers": []}, "resource"),
        ("resource", {"authorization_servers": ["https://evil.example"]}, "elsewhere"),
        ("server", {"issuer": "https://evil.example"}, "server"),
        ("server", {"code_challenge_methods_supported": None}, "server"),
        ("server", {"code_challenge_methods_supported": ["plain"]}, "server"),
        ("server", {"token_endpoint_auth_methods_supported": ["client_secret_post"]}, "server"),
        ("server", {"registration_endpoint": None}, "server"),
        ("server", {"token_endpoint": "https://pool.example/oauth2/token"}, "elsewhere"),
        ("registered", {"status": 400, "error": "invalid_redirect_uri"}, "register"),
        ("registered", {"client_id": None}, "register"),
        ("registered", {"client_secret": "a secret"}, "secret"),
    ],
)
def test_what_some_client_would_not_take_is_a_problem(
    plugin_page: TestClient, plugin: Plugin, part: str, change: Any, problem: str
) -> None:
    setattr(plugin, part, change)
    address = begin(plugin_page)
    assert address == f"{HOME}?problem={problem}"
    shown = plugin_page.get(address).text
    assert 'role="alert"' in shown
    assert "Nobody is connected" in shown
    assert steps(plugin_page, address)[0]["purpose"] == "challenge"
    assert plugin.authorizations == []


def test_a_server_that_is_gone_is_told(plugin_page: TestClient, plugin: Plugin) -> None:
    plugin.resource = {"authorization_servers": [f"{plugin.url}/nowhere"]}
    assert begin(plugin_page) == f"{HOME}?problem=server"


def test_a_refusal_of_cognitos_is_told(plugin_page: TestClient, plugin: Plugin) -> None:
    state = query_of(begin(plugin_page))["state"]
    response = plugin_page.get(
        f"{HOME}/callback", params={"error": "access_denied", "state": state}
    )
    assert response.headers["location"] == f"{HOME}?problem=refused"


def test_a_wrong_code_is_told(plugin_page: TestClient, plugin: Plugin) -> None:
    state = query_of(begin(plugin_page))["state"]
    response = plugin_page.get(f"{HOME}/callback", params={"code": "wrong", "state": state})
    assert response.headers["location"] == f"{HOME}?problem=token"
    assert steps(plugin_page)[-1]["answer"] == {"error": "invalid_grant"}
    assert "Nobody is connected" in plugin_page.get(HOME).text


@pytest.mark.parametrize("state", ["another", ""])
def test_a_sign_in_that_was_not_begun_here_is_refused(
    plugin_page: TestClient, plugin: Plugin, state: str
) -> None:
    begin(plugin_page)
    response = plugin_page.get(f"{HOME}/callback", params={"code": CODE, "state": state})
    assert response.headers["location"] == f"{HOME}?problem=state"
    assert plugin.token_requests == []


def test_a_sign_in_of_another_browser_is_refused(plugin_page: TestClient, plugin: Plugin) -> None:
    state = query_of(begin(plugin_page))["state"]
    plugin_page.cookies.clear()
    response = plugin_page.get(f"{HOME}/callback", params={"code": CODE, "state": state})
    assert response.headers["location"] == f"{HOME}?problem=state"
    assert plugin.token_requests == []


def test_the_tab_lives_on_localhost(plugin_page: TestClient) -> None:
    response = plugin_page.get("http://127.0.0.1:8600/chatgpt/plugin")
    assert response.headers["location"] == "http://localhost:8600/chatgpt/plugin?lang=en"
    assert (
        plugin_page.get("http://127.0.0.1:8600/chatgpt/plugin/connect").headers["location"] == HOME
    )


def test_signing_out_forgets_everything(plugin_page: TestClient) -> None:
    connect(plugin_page)
    assert plugin_page.post("/ui/chatgpt/plugin/sign-out", headers=ORIGIN).status_code == 200
    shown = plugin_page.get(HOME).text
    assert "Nobody is connected" in shown
    assert "data-exchange" not in shown
    assert call(plugin_page, "listMessages") == (401, {"error": "Nobody is signed in."})


def test_a_token_that_expired_is_renewed(plugin_page: TestClient, plugin: Plugin) -> None:
    plugin.token_seconds = 1  # within the leeway of the client
    connect(plugin_page)
    plugin.token_seconds = 3600
    status, outcome = call(plugin_page, "listMessages")
    grants = [each["grant_type"] for each in plugin.token_requests]
    assert grants[0] == "authorization_code"
    assert set(grants[1:]) == {"refresh_token"}
    assert (status, outcome["called"]) == (200, True)
