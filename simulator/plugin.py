"""Somebody who uses the plugin through a client that nobody here wrote: the official one of MCP.

It is told the server's address only, and finds out the rest: where to sign in, as which client,
with which scopes. A person's part, signing in on Cognito's page, is done by a program.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import Client, types
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)
from pydantic import AnyUrl

from simulator.addresses import plugin_callback_url
from simulator.chatgpt import signed_in
from simulator.stack import Stack

ANSWER_SECONDS = 60
Revision = Literal["legacy", "auto"]
"""The revisions with a handshake, or the newest that both sides know."""


@dataclass
class Memory:
    """What a client keeps: who it is, and the tokens. The official client's `TokenStorage`."""

    tokens: OAuthToken | None = None
    client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class Plugin:
    """The plugin of one person, whose name is also what they are called on LINE.

    Every call connects anew, as every call of a stateless server may be the first one.
    """

    def __init__(self, stack: Stack, name: str, revision: Revision = "auto") -> None:
        self.name = name
        self.email = f"{name}@example.com"
        self.url: str = stack.description["terraform_outputs"]["plugin"]["mcp_url"]
        self.memory = Memory()
        self._redirect_uri = AnyUrl(plugin_callback_url(stack.options.simulator_port))
        self._revision: Revision = revision

    def tools(self) -> list[types.Tool]:
        """What the server offers. Whoever has not signed in yet does so now, as in all of these."""
        return self._with(lambda client: client.list_tools()).tools

    def call(self, tool: str, **arguments: object) -> types.CallToolResult:
        """Call a tool. Arguments with a trailing underscore are those that Python has taken."""
        given = {name.rstrip("_"): value for name, value in arguments.items()}
        return self._with(lambda client: client.call_tool(tool, given))

    def read(self, uri: str) -> types.ReadResourceResult:
        """Read a resource."""
        return self._with(lambda client: client.read_resource(uri))

    def _with[Result](self, use: Callable[[Client], Awaitable[Result]]) -> Result:
        """Connect, and let the client be used. Raises what the client raises."""
        # In a thread, because the caller's may have an event loop already, as a browser's test has.
        with ThreadPoolExecutor(1) as pool:
            try:
                return pool.submit(lambda: asyncio.run(self._connected(use))).result()
            except BaseExceptionGroup as group:
                raise _innermost(group) from group

    async def _connected[Result](self, use: Callable[[Client], Awaitable[Result]]) -> Result:
        address = ""

        async def go(url: str) -> None:
            nonlocal address
            address = await asyncio.to_thread(signed_in, url, self.email)

        async def come_back() -> AuthorizationCodeResult:
            brought = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
            return AuthorizationCodeResult(
                code=brought.get("code", ""), state=brought.get("state"), iss=brought.get("iss")
            )

        auth = OAuthClientProvider(
            self.url,
            OAuthClientMetadata(redirect_uris=[self._redirect_uri]),
            self.memory,
            go,
            come_back,
        )
        async with (
            httpx2.AsyncClient(auth=auth, timeout=ANSWER_SECONDS, trust_env=False) as http,
            Client(
                streamable_http_client(self.url, http_client=http), mode=self._revision
            ) as client,
        ):
            return await use(client)


def _innermost(error: BaseException) -> BaseException:
    """What went wrong, without the groups that the client's tasks put around it."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error
