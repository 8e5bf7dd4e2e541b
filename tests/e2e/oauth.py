"""Signing in to the plugin step by step, for tests of what is refused on the way."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from simulator.addresses import plugin_callback_url
from simulator.chatgpt import signed_in
from simulator.stack import Stack

SECONDS = 45


@dataclass
class PublicClient:
    """The plugin's client, in the hands of the person with this e-mail address."""

    stack: Stack
    email: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def known(self) -> dict[str, Any]:
        """What `make chatgpt` tells of it."""
        outputs: dict[str, Any] = self.stack.description["terraform_outputs"]["plugin"]
        return outputs

    @property
    def redirect_uri(self) -> str:
        return plugin_callback_url(self.stack.options.simulator_port)

    def address(self, **changes: str | None) -> str:
        """Where a sign-in begins; a parameter that is None is left out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        parameters = {
            "response_type": "code",
            "client_id": self.known["client_id"],
            "redirect_uri": self.redirect_uri,
            "scope": self.known["scope"],
            "state": "s1",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "resource": self.known["mcp_url"],
        } | changes
        kept = {name: value for name, value in parameters.items() if value is not None}
        return f"{self.known['authorization_url']}?{urlencode(kept)}"

    def code(self, **changes: str | None) -> str:
        """A code, for whoever signs in on Cognito's page."""
        callback = signed_in(self.address(**changes), self.email)
        return parse_qs(urlsplit(callback).query)["code"][0]

    def exchange(self, code: str, **changes: str | None) -> httpx.Response:
        """Ask for the tokens that a code stands for."""
        parameters = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self.known["client_id"],
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
        } | changes
        kept = {name: value for name, value in parameters.items() if value is not None}
        return httpx.post(self.known["token_url"], data=kept, timeout=SECONDS, trust_env=False)

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        """Sign in. Returns the tokens."""
        answer = self.exchange(self.code(**changes))
        tokens: dict[str, Any] = answer.json()
        assert answer.status_code == 200, tokens
        return tokens

    def post(self, token: str | None, method: str = "ping", **params: Any) -> httpx.Response:
        """Ask the MCP server something, with a token or with none."""
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        headers = {"Accept": "application/json, text/event-stream"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = self.known["mcp_url"]
        return httpx.post(url, json=message, headers=headers, timeout=SECONDS, trust_env=False)
