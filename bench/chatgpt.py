"""First answers of the function `chatgpt` in a new interpreter: one of each face."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.unit.chatgpt.plugin.pool import ISSUER, Pool, running_pool

ACTION = "chatgpt, the action's first answer"
PLUGIN = "chatgpt, the plugin's first answer"
SETTINGS = {
    "API_URL": "https://api.example.com",
    "CLIENT_ID": "our-client",
    "DAILY_SEND_LIMIT": "3",
    "LINK_PAGE_CLIENT_ID": "our-pages",
    "PASS_RESOURCE": "false",
    "PLUGIN_CLIENT_ID": "our-plugin",
    "PLUGIN_REDIRECT_URIS": "https://chatgpt.com/back",
    "SCOPES": "openid email profile kaiwa/read kaiwa/send",
    "SIGN_IN_URL": "https://sign-in.example.com",
    "TIMEZONE": "Asia/Tokyo",
    "TOKEN_ISSUER": ISSUER,
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
}
CODE = """
import os
os.environ |= {settings!r}
from types import SimpleNamespace
from chatgpt.handler import lambda_handler
answer = lambda_handler({event!r}, SimpleNamespace(aws_request_id="1"))
assert answer["statusCode"] == 200, answer
"""


@contextmanager
def first_answers() -> Iterator[dict[str, str]]:
    """Code by the row's name: what it takes from a new interpreter to the first answer."""
    with running_pool() as pool:
        claims = {"sub": "1", "token_use": "access"}
        asked = _event("POST", "/my_route", "token", authorizer={"jwt": {"claims": claims}})
        listed = _event("POST", "/mcp", pool.token("1"))
        listed["body"] = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        yield {ACTION: _code(asked, pool), PLUGIN: _code(listed, pool)}


def _code(event: dict[str, Any], pool: Pool) -> str:
    return CODE.format(settings=SETTINGS | {"TOKEN_KEYS_URL": pool.url}, event=event)


def _event(method: str, path: str, token: str, **context: Any) -> dict[str, Any]:
    http = {"method": method, "path": path, "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "application/json, text/event-stream",
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
            "host": "api.example.com",
        },
        "requestContext": {"http": http, "stage": "$default", **context},
        "isBase64Encoded": False,
    }
