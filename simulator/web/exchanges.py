"""Requests and their answers as the page shows them: secrets are cut short."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import httpx2

from simulator.web.forms import Json

SHOWN_OF_A_SECRET = 12
SECRETS = ("access_token", "id_token", "refresh_token", "code", "code_verifier", "client_secret")
SENT = ("authorization", "content-type", "mcp-protocol-version", "mcp-session-id")
RECEIVED = ("content-type", "location", "mcp-session-id", "www-authenticate")


def shortened(secret: str) -> str:
    """Enough of a secret to tell it from another."""
    return secret[:SHOWN_OF_A_SECRET] + "…"


def without_secrets(body: Any) -> Any:
    """A body with its tokens and codes cut short."""
    if not isinstance(body, Mapping):
        return body
    return {
        name: shortened(value) if name in SECRETS and isinstance(value, str) else value
        for name, value in body.items()
    }


def sent(request: httpx2.Request, names: tuple[str, ...], *, within: str) -> Json:
    """A request; `within` is the address that need not be repeated in each of them."""
    headers = {name: request.headers[name] for name in names if name in request.headers}
    if bearer := headers.get("authorization"):
        headers["authorization"] = f"Bearer {shortened(bearer.removeprefix('Bearer '))}"
    return {
        "method": request.method,
        "url": str(request.url).removeprefix(within),
        "headers": headers,
        "body": _body(request),
    }


def received(response: httpx2.Response) -> Any:
    """An answer as JSON if it is JSON, else as text."""
    try:
        return response.json()
    except ValueError:
        return response.text


class Recording:
    """The exchanges of one act, in order. `purpose` is what the next ones are for; those with
    `renewals` come in between by themselves, when a token has expired.
    """

    def __init__(self, within: str, renewals: str = "") -> None:
        self.purpose = ""
        self._renewals = renewals
        self.shown: list[Json] = []
        self._within = within

    @property
    def hooks(self) -> dict[str, list[Any]]:
        """What an HTTP client must be given to be recorded."""
        return {"response": [self._note]}

    def add(self, purpose: str, request: Json) -> None:
        """Something that goes another way, by a browser for instance; an answer may come later."""
        self.shown.append({"purpose": purpose, "request": request, "status": None, "answer": None})

    async def _note(self, response: httpx2.Response) -> None:
        await response.aread()
        renews = str(response.request.url) == self._renewals
        names = [name for name in RECEIVED if name in response.headers]
        self.shown.append(
            {
                "purpose": "renew" if renews else self.purpose,
                "request": sent(response.request, SENT, within=self._within),
                "status": response.status_code,
                "reason": response.reason_phrase,
                "milliseconds": round(response.elapsed.total_seconds() * 1000),
                "headers": {name: response.headers[name] for name in names},
                "answer": without_secrets(received(response)),
            }
        )


def _body(request: httpx2.Request) -> Any:
    """What was sent; only forms have secrets of the sign-in in them."""
    body = request.content.decode(errors="replace")
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return without_secrets(dict(parse_qsl(body)))
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body
