"""What an operator is told to enter in ChatGPT."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts import chatgpt

API = "https://api.example.com"
OAUTH = {
    "authorization_url": f"{API}/oauth2/authorize",
    "scope": "openid kaiwa/read",
    "token_url": f"{API}/oauth2/token",
}
OUTPUTS: dict[str, dict[str, Any]] = {
    "chatgpt": {
        **OAUTH,
        "client_id": "actions-client",
        "client_secret": "actions-secret",
        "openapi_url": f"{API}/openapi.json",
        "privacy_policy_url": f"{API}/privacy",
    },
    "plugin": {
        **OAUTH,
        "client_id": "plugins-client",
        "link_page_url": f"{API}/connect",
        "mcp_url": f"{API}/mcp",
        "redirect_uris": ["https://client.example/callback", f"{API}/connect/callback"],
        "registration_url": f"{API}/oauth2/register",
    },
}
PRINTED = """\
A PLUGIN: ChatGPT, Codex, Claude and other clients of MCP

MCP server URL           https://api.example.com/mcp
Authentication           OAuth
Scopes                   openid kaiwa/read
Registration             automatic: leave client ID and secret empty

Only for a client that cannot register, or finds nothing out by itself:

Client ID                plugins-client
Client Secret            none: it is a public client, with PKCE (S256)
Authorization URL        https://api.example.com/oauth2/authorize
Token URL                https://api.example.com/oauth2/token
Registration URL         https://api.example.com/oauth2/register

After signing in, people are sent back to these addresses and to no other:

  https://client.example/callback
  https://api.example.com/connect/callback

For a client that comes from elsewhere, put its address into plugin_redirect_uris in
terraform/environments/*.tfvars and run `make apply` again. docs/chatgpt-plugin.md has all the
steps.

A GPT WITH AN ACTION, where GPTs still exist, in the form's order

Authentication           OAuth
Client ID                actions-client
Client Secret            actions-secret
Authorization URL        https://api.example.com/oauth2/authorize
Token URL                https://api.example.com/oauth2/token
Scope                    openid kaiwa/read
Token Exchange Method    Default (POST request)
Schema, import from URL  https://api.example.com/openapi.json
Privacy policy           https://api.example.com/privacy

ChatGPT then shows a callback URL with the GPT's id (g-…). Put that id into gpt_ids in
terraform/environments/*.tfvars and run `make apply` again. It changes whenever the action is made
anew. docs/chatgpt-action.md has all the steps.
"""


def run(monkeypatch: pytest.MonkeyPatch, file: Path, *names: str) -> None:
    file.write_text(json.dumps({name: {"value": OUTPUTS[name]} for name in names}))
    monkeypatch.setattr("sys.argv", ["", str(file)])
    chatgpt.main()


def test_the_plugin_comes_first_and_the_action_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, tmp_path / "outputs.json", "chatgpt", "plugin")
    assert capsys.readouterr().out == PRINTED


def test_a_deployment_from_before_the_plugin_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match=r"no output plugin: it is an older one\."):
        run(monkeypatch, tmp_path / "outputs.json", "chatgpt")
