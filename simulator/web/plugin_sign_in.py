"""How a client gets into an MCP server that it knows the address of, and nothing else.

It is as strict as the strictest client: what one of them is known to insist on is a problem here.
https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
"""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from simulator.web.exchanges import Recording, without_secrets
from simulator.web.forms import Json
from simulator.web.tools import Tool

CLIENT_NAME = "Kaiwa simulator"
ANSWER_SECONDS = 45
RESOURCE_METADATA = re.compile(r'\bresource_metadata="([^"]+)"')
SCOPE = re.compile(r'\bscope="([^"]+)"')
CHALLENGE_METHOD = "S256"


class ConnectError(Exception):
    """The server cannot be connected to; the message is the name of the page's sentence."""


@dataclass
class Connection:
    """A way into the server at `url`, as far as it is gone.

    `url` begins with `api`, as every address on the way must. `agreed` is what the server answered
    to the handshake, `tools` what it offered last.
    """

    api: str
    url: str
    redirect_uri: str
    recording: Recording = field(init=False)
    authorization_url: str = ""
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    verifier: str = field(default_factory=lambda: generate_token(64))
    agreed: Json = field(default_factory=dict)
    tools: list[Tool] = field(default_factory=list)
    session_id: str | None = None

    def __post_init__(self) -> None:
        self.recording = Recording(self.api)

    def client(self, token: dict[str, Any] | None = None, **more: Any) -> AsyncOAuth2Client:
        """A public client, which proves with PKCE that the code is its own. It renews the token."""
        return AsyncOAuth2Client(
            self.client_id,
            scope=self.scope or None,
            redirect_uri=self.redirect_uri,
            token=token,
            token_endpoint=self.token_url,
            token_endpoint_auth_method="none",  # noqa: S106 (the name of a method)
            code_challenge_method=CHALLENGE_METHOD,
            timeout=ANSWER_SECONDS,
            trust_env=False,
            **more,
        )


async def connect(connection: Connection, first_message: Json) -> tuple[str, str]:
    """From the server's address to where the browser signs in, and the state it must bring back.

    `first_message` is what the server refuses without a token. Raises `ConnectError`.
    """
    recording = connection.recording
    async with httpx2.AsyncClient(
        timeout=ANSWER_SECONDS, trust_env=False, event_hooks=recording.hooks
    ) as http:
        try:
            document = await _protected_resource(http, connection, first_message)
            server = await _authorization_server(http, connection, document)
            await _register(http, connection, server)
        except httpx2.HTTPError as error:
            raise ConnectError("unreachable") from error
    async with connection.client() as client:
        url, state = client.create_authorization_url(
            connection.authorization_url,
            code_verifier=connection.verifier,
            resource=connection.url,
        )
    address, _, query = url.partition("?")
    shown = {"method": "GET", "url": address.removeprefix(connection.api), "headers": {}}
    recording.add("authorize", {**shown, "body": dict(parse_qsl(query))})
    return url, state


async def fetch_token(connection: Connection, brought: dict[str, str]) -> dict[str, Any]:
    """The tokens for the code that the browser brought. Raises `ConnectError`."""
    recording = connection.recording
    recording.shown[-1]["answer"] = without_secrets(brought)
    recording.purpose = "token"
    async with connection.client(event_hooks=recording.hooks) as client:
        try:
            token: dict[str, Any] = await client.fetch_token(
                connection.token_url,
                grant_type="authorization_code",
                code=brought["code"],
                code_verifier=connection.verifier,
                resource=connection.url,
            )
        except (OAuthError, httpx2.HTTPError, ValueError) as error:
            raise ConnectError("token") from error
    if "access_token" not in token:
        raise ConnectError("token")
    return token


async def _protected_resource(
    http: httpx2.AsyncClient, connection: Connection, first_message: Json
) -> Json:
    """What the server says of itself, where its refusal points.

    https://www.rfc-editor.org/rfc/rfc9728
    """
    connection.recording.purpose = "challenge"
    headers = {"accept": "application/json, text/event-stream"}
    refused = await http.post(connection.url, json=first_message, headers=headers)
    challenge = refused.headers.get("www-authenticate", "")
    found = RESOURCE_METADATA.search(challenge)
    if refused.status_code != 401 or found is None:
        raise ConnectError("challenge")
    connection.recording.purpose = "resource"
    document = await _document(http, connection, found.group(1), "resource")
    # To the letter: some clients go no further otherwise.
    if document.get("resource") != connection.url or not document.get("authorization_servers"):
        raise ConnectError("resource")
    scope = SCOPE.search(challenge)
    supported = " ".join(document.get("scopes_supported") or ())
    connection.scope = scope.group(1) if scope else supported
    return document


async def _authorization_server(
    http: httpx2.AsyncClient, connection: Connection, document: Json
) -> Json:
    """Where to register, to sign in and to get tokens. https://www.rfc-editor.org/rfc/rfc8414"""
    connection.recording.purpose = "server"
    issuer = str(document["authorization_servers"][0])
    path = urlsplit(issuer).path.rstrip("/")
    root = issuer.rstrip("/").removesuffix(path)
    address = f"{root}/.well-known/oauth-authorization-server{path}"
    server = await _document(http, connection, address, "server")
    if (
        server.get("issuer") != issuer
        or CHALLENGE_METHOD not in server.get("code_challenge_methods_supported", ())
        or "none" not in server.get("token_endpoint_auth_methods_supported", ())
    ):
        raise ConnectError("server")
    try:
        connection.authorization_url = _own(connection, server["authorization_endpoint"])
        connection.token_url = _own(connection, server["token_endpoint"])
        _own(connection, server["registration_endpoint"])
    except KeyError as error:
        raise ConnectError("server") from error
    return server


async def _register(http: httpx2.AsyncClient, connection: Connection, server: Json) -> None:
    """Become a client of the server's. https://www.rfc-editor.org/rfc/rfc7591"""
    connection.recording.purpose = "register"
    wanted = {
        "client_name": CLIENT_NAME,
        "redirect_uris": [connection.redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "scope": connection.scope,
    }
    response = await http.post(server["registration_endpoint"], json=wanted)
    registered = _object(response)
    if response.status_code != 201 or not registered.get("client_id"):
        raise ConnectError("register")
    if "client_secret" in registered:
        raise ConnectError("secret")
    connection.client_id = str(registered["client_id"])


async def _document(
    http: httpx2.AsyncClient, connection: Connection, url: str, problem: str
) -> Json:
    response = await http.get(_own(connection, url))
    document = _object(response)
    if response.status_code != 200 or not document:
        raise ConnectError(problem)
    return document


def _own(connection: Connection, url: Any) -> str:
    """The address, if it is on the API's domain: some clients insist, and nothing else is asked."""
    if not isinstance(url, str) or not f"{url}/".startswith(f"{connection.api}/"):
        raise ConnectError("elsewhere")
    return url


def _object(response: httpx2.Response) -> Json:
    """The JSON object in the body; empty if there is none."""
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
