"""What ChatGPT's servers do with a plugin: shake hands with an MCP server, and call its tools.

https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
"""

import itertools
from collections.abc import Awaitable
from typing import Any

import httpx2

from simulator.web import files
from simulator.web.browsers import Browser, File
from simulator.web.deployment import Description
from simulator.web.exchanges import Recording, received
from simulator.web.forms import Json
from simulator.web.plugin_sign_in import CLIENT_NAME, ConnectError, Connection
from simulator.web.tools import PAGE, Tool, tools

REVISION = "2025-11-25"
HANDSHAKE: Json = {
    "method": "initialize",
    "params": {
        "protocolVersion": REVISION,
        "capabilities": {"extensions": {"io.modelcontextprotocol/ui": {"mimeTypes": [PAGE]}}},
        "clientInfo": {"name": CLIENT_NAME, "version": "1"},
    },
}
MOST_PAGES = 10
"""Of a list, before it is taken for one without an end."""

_numbers = itertools.count(1)


class AnswerError(Exception):
    """The server gave no such answer as the protocol has for the question."""


class Server:
    """A server that somebody is connected to. What goes over the wire is in `recording`."""

    def __init__(self, browser: Browser, connection: Connection) -> None:
        self.recording = Recording(connection.api, connection.token_url)
        self._browser = browser
        self._connection = connection

    async def shake_hands(self) -> None:
        """Agree on a revision of the protocol. Raises `ConnectError`."""
        connection = self._connection
        try:
            response = await self._send("initialize", HANDSHAKE)
            connection.agreed = _result(response)
            connection.session_id = response.headers.get("mcp-session-id")
            await self._send("initialized", {"method": "notifications/initialized"})
        except (AnswerError, httpx2.HTTPError) as error:
            raise ConnectError("handshake") from error

    async def tools(self) -> list[Tool]:
        """All of its tools, read again. Raises `AnswerError`."""
        listed: list[Json] = []
        params: Json = {}
        for _ in range(MOST_PAGES):
            message = {"method": "tools/list", "params": params}
            result = _result(await self._send("tools", message))
            listed += result["tools"]
            if not (cursor := result.get("nextCursor")):
                break
            params = {"cursor": cursor}
        try:
            self._connection.tools = tools(listed)
        except (AttributeError, KeyError, TypeError) as error:
            raise AnswerError(f"A tool is none: {error!r}") from error
        return self._connection.tools

    async def call(self, stack: Description, tool: Tool, given: dict[str, Any]) -> Json:
        """Call a tool. Returns what was said on both sides, the files and the tool's page."""
        arguments = tool.arguments(given)
        message = {"method": "tools/call", "params": {"name": tool.name, "arguments": arguments}}
        response = await self._send("call", message)
        answer = received(response)
        result = answer.get("result") if isinstance(answer, dict) else None
        called = isinstance(result, dict) and not result.get("isError")
        shown = await self._files(stack, result) if isinstance(result, dict) else []
        view = None
        if called and tool.page and (address := await self._page(tool.page)):
            view = {
                "address": address,
                "tool": tool.described,
                "arguments": arguments,
                "result": result,
            }
        return {
            "status": response.status_code,
            "reason": response.reason_phrase,
            "milliseconds": round(response.elapsed.total_seconds() * 1000),
            "called": called,
            "exchanges": [_without_contents(each) for each in self.recording.shown],
            "files": shown,
            "view": view,
        }

    async def _page(self, uri: str) -> str | None:
        """Where the page that shows a tool's results can be loaded from; `None` if it is none."""
        for each in await self._read(uri):
            if each.get("mimeType") == PAGE and isinstance(each.get("text"), str):
                page = File("view.html", "text/html; charset=utf-8", each["text"].encode())
                return f"/ui/chatgpt/plugin/views/{self._browser.keep(page)}"
        return None

    async def _files(self, stack: Description, result: Json) -> list[Json]:
        """The files of a result, embedded or linked, kept for downloading."""
        coming: list[Awaitable[File]] = []
        for each in result.get("content") or ():
            if each.get("type") == "resource":
                coming.append(_file(each["resource"]))
            elif each.get("type") == "resource_link":
                coming.append(self._linked(stack, str(each["uri"])))
        return [await files.offered(self._browser, each) for each in coming]

    async def _linked(self, stack: Description, uri: str) -> File:
        if uri.startswith(("http://", "https://")):
            return await files.fetched(stack, uri)
        contents = await self._read(uri)
        if not contents:
            raise ValueError(f"There is no resource {uri}.")
        return await _file(contents[0])

    async def _read(self, uri: str) -> list[Json]:
        """The contents of a resource; none if there is no such resource."""
        message = {"method": "resources/read", "params": {"uri": uri}}
        try:
            contents = _result(await self._send("read", message)).get("contents")
        except AnswerError:
            return []
        return contents if isinstance(contents, list) else []

    async def _send(self, purpose: str, message: Json) -> httpx2.Response:
        """Send a message: a notification has no number. Raises `httpx2.HTTPError`, `OAuthError`."""
        connection, browser = self._connection, self._browser
        self.recording.purpose = purpose
        numbered = {} if message["method"].startswith("notifications/") else {"id": next(_numbers)}
        headers = {"accept": "application/json, text/event-stream"}
        if connection.agreed:
            headers["mcp-protocol-version"] = str(connection.agreed.get("protocolVersion"))
        if connection.session_id:
            headers["mcp-session-id"] = connection.session_id
        async with connection.client(browser.token, event_hooks=self.recording.hooks) as client:
            response: httpx2.Response = await client.post(
                connection.url, json={"jsonrpc": "2.0", **numbered, **message}, headers=headers
            )
            browser.token = dict(client.token)  # it may have been renewed
        return response


def first_message() -> Json:
    """What a client says that knows nothing of the server yet."""
    return {"jsonrpc": "2.0", "id": next(_numbers), **HANDSHAKE}


async def _file(resource: Json) -> File:
    """The contents of a resource as a file."""
    text, media_type = resource.get("text"), str(resource.get("mimeType") or "text/plain")
    content = files.decoded(resource["blob"]) if text is None else str(text).encode()
    return File(files.name_in(str(resource["uri"])) or "resource", media_type, content)


def _result(response: httpx2.Response) -> Json:
    answer = received(response)
    result = answer.get("result") if isinstance(answer, dict) else None
    if response.status_code != 200 or not isinstance(result, dict):
        raise AnswerError(f"The server answered {response.status_code} and no result.")
    return result


def _without_contents(exchange: Json) -> Json:
    """An exchange with pages and encoded files left out, which are shown beside it."""
    return {**exchange, "answer": _shorter(exchange["answer"])}


def _shorter(value: Any) -> Any:
    if isinstance(value, list):
        return [_shorter(each) for each in value]
    if not isinstance(value, dict):
        return value
    shorter = {name: _shorter(each) for name, each in value.items()}
    if isinstance(value.get("blob"), str):
        shorter["blob"] = f"({len(value['blob'])} characters of Base64)"
    if value.get("mimeType") == PAGE and isinstance(value.get("text"), str):
        shorter["text"] = f"({len(value['text'])} characters of HTML)"
    return shorter
