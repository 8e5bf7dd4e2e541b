"""What ChatGPT, and the apps that show pictures, ask the real HTTP handler."""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from chatgpt import handler
from tests.api_gateway import CONTEXT, http_request
from tests.world.outside import keys

FOR_EVER = 10**10
"""Until when tokens are good: the protocol's library looks at a clock of its own."""


@dataclass(frozen=True)
class Reply:
    """The answer: its status, the code of what is wrong, and all words, those in files included."""

    status: int
    code: str
    text: str

    @property
    def is_good(self) -> bool:
        return self.status < 300 and not self.code

    def __str__(self) -> str:
        return f"{self.status} {self.code}".strip()


def action(account: str, method: str, path: str, body: Any = None) -> Reply:
    """Call the action. API Gateway has verified the token."""
    answer = handler.lambda_handler(http_request(method, path, body, account=account), CONTEXT)
    return _reply(answer, lambda found: str(found.get("error", "")))


def tool(account: str, name: str, arguments: Any) -> Reply:
    """Call the plugin's tool, with a token that the function verifies itself."""
    params = {"name": name, "arguments": arguments or {}}
    body = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}
    event = http_request("POST", "/mcp", body, account=None)
    event["headers"] |= {
        "accept": "application/json, text/event-stream",
        "authorization": f"Bearer {_token(account)}",
    }
    return _reply(handler.lambda_handler(event, CONTEXT), _code_of_tool)


def picture(address: str) -> Reply:
    """Fetch a picture, as whoever has its address can."""
    event = http_request("GET", urlsplit(address).path, account=None)
    answer = handler.lambda_handler(event, CONTEXT)
    body = str(answer["body"])
    data = b64decode(body).decode(errors="replace") if answer["isBase64Encoded"] else body
    return Reply(int(answer["statusCode"]), "", data)


@cache
def _token(account: str) -> str:
    return keys().token(account, exp=FOR_EVER)


def _reply(answer: Any, code_of: Any) -> Reply:
    found = json.loads(answer["body"])
    files = "\n".join(_files_in(found))
    return Reply(int(answer["statusCode"]), code_of(found), f"{answer['body']}\n{files}")


def _code_of_tool(found: Any) -> str:
    """A tool says `code: what to do`; the door, what is wrong by the protocol."""
    if error := found.get("error"):
        return str(error["code"])
    result = found["result"]
    text = str(result["content"][0]["text"])
    return text.partition(":")[0] if result.get("isError") else ""


def _files_in(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _files_in(each)
    elif isinstance(value, dict):
        if "mime_type" in value:
            yield b64decode(value["content"]).decode()
        for each in value.values():
            yield from _files_in(each)
