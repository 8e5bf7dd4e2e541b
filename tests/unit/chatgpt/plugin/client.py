"""A client of MCP as API Gateway passes its calls on, in the revisions with a handshake."""

import json
from dataclasses import dataclass, field
from typing import Any

from chatgpt import handler
from tests.api_gateway import CONTEXT, http_request
from tests.unit.chatgpt.harness import HANAKO
from tests.unit.chatgpt.plugin.pool import Pool

CHALLENGE = (
    'scope="{scope}", resource_metadata="https://api.example.com/.well-known/'
    'oauth-protected-resource/mcp"'
)


@dataclass
class Client:
    """Calls with an access token of its own."""

    pool: Pool
    account: str = HANAKO
    token: str = field(default="")

    def __post_init__(self) -> None:
        self.token = self.token or self.pool.token(self.account)

    def post(self, body: Any, **headers: str) -> dict[str, Any]:
        """The whole response to a body. A header's `_` stands for a hyphen; "" leaves it out."""
        text = body if isinstance(body, str) else json.dumps(body)
        event = http_request("POST", "/mcp", text, account=None)
        given = {
            "accept": "application/json, text/event-stream",
            "authorization": f"Bearer {self.token}",
            "content-type": "application/json",
            "host": "api.example.com",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        event["headers"] = {name: value for name, value in given.items() if value}
        return handler.lambda_handler(event, CONTEXT)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The JSON-RPC response to a request."""
        answer = self.post({"jsonrpc": "2.0", "id": 7, "method": method, "params": params})
        assert answer["statusCode"] == 200, answer
        response: dict[str, Any] = json.loads(answer["body"])
        assert (response.pop("jsonrpc"), response.pop("id")) == ("2.0", 7)
        return response

    def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """A tool's whole result. An argument's `from_` stands for `from`."""
        given = {name.rstrip("_"): value for name, value in arguments.items()}
        result: dict[str, Any] = self.ask("tools/call", name=tool, arguments=given)["result"]
        return result

    def text(self, tool: str, **arguments: Any) -> str:
        """The text of a tool's result that is a good one."""
        result = self.call(tool, **arguments)
        assert not result["isError"], result
        return str(result["content"][0]["text"])


def failed(code: str, message: str) -> dict[str, Any]:
    """The whole result of a tool that did not work."""
    return {"content": [{"type": "text", "text": f"{code}: {message}"}], "isError": True}


def protocol_error(status: int, code: int, message: str, **headers: str) -> dict[str, Any]:
    """The whole response to a message that never reached the protocol's library."""
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store", **named},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }
