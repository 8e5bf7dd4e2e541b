"""Requests as API Gateway passes them on to a function."""

import json
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

CONTEXT = SimpleNamespace(aws_request_id="request-1")


def http_request(
    method: str,
    path: str,
    body: Any = None,
    raw_query: str = "",
    account: str | None = "sub-hanako",
    **changes: Any,
) -> dict[str, Any]:
    """API Gateway's event (payload format 2.0) for a request with a verified token.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    query: dict[str, str] = {}
    for name, value in parse_qsl(raw_query, keep_blank_values=True):
        query[name] = f"{query[name]},{value}" if name in query else value
    claims = {"sub": account, "scope": "openid kaiwa/read kaiwa/send", "token_use": "access"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": raw_query,
        "headers": {
            "authorization": f"Bearer token-of-{account}",
            "content-type": "application/json",
            "host": "api.example.com",
        },
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "192.0.2.1"},
            "requestId": "gateway-request-1",
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
    if account is not None:
        event["requestContext"]["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    if query:
        event["queryStringParameters"] = query
    if body is not None:
        event["body"] = body if isinstance(body, str) else json.dumps(body)
    return event | changes
