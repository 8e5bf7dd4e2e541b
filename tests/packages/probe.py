"""Serve a call of a tool by MCP as Lambda would, and verify a token. Run from the layers alone."""

import json
import logging
import sys
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from mangum import Mangum
from mcp.server import MCPServer

server = MCPServer("probe")


@server.tool()
def add(first: int, second: int) -> dict[str, int]:
    """Add two numbers."""
    return {"sum": first + second}


def event(call: dict[str, Any]) -> dict[str, Any]:
    """What an HTTP API gives to a function."""
    headers = {
        "accept": "application/json, text/event-stream",
        "content-type": "application/json",
        "host": "127.0.0.1:8000",
        "mcp-protocol-version": "2025-11-25",
    }
    http = {"method": "POST", "path": "/mcp", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"}
    return {
        "version": "2.0",
        "rawPath": "/mcp",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {"domainName": "127.0.0.1", "http": http, "stage": "$default"},
        "body": json.dumps(call),
        "isBase64Encoded": False,
    }


def answer() -> Any:
    """The structured answer of the tool."""
    handle: Any = Mangum(server.streamable_http_app(stateless_http=True, json_response=True))
    parameters = {"name": "add", "arguments": {"first": 1, "second": 2}}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": parameters}
    return json.loads(handle(event(call), None)["body"])["result"]["structuredContent"]


def verified() -> Any:
    """The claims of a token that Cognito could have signed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = jwt.encode({"sub": "somebody"}, key, algorithm="RS256")
    return jwt.decode(token, key.public_key(), algorithms=["RS256"])


logging.disable()
json.dump({"answer": answer(), "verified": verified()}, sys.stdout)
