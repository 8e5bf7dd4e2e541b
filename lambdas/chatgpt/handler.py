"""Lambda handler of everything that ChatGPT calls."""

import base64
import time
from typing import Any

from chatgpt.action.api import api
from chatgpt.sign_in.caller import account_of
from kaiwa.log import hashed, logger


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer an HTTP API event (payload format 2.0), whose token the authorizer has verified.

    Logged is which route it was and how it ended, never a path, a query or a body.
    """
    started = time.perf_counter()
    with logger().append_context_keys(request_id=context.aws_request_id):
        response = api().resolve(_as_json(event), context)
        logger().info(
            "Answered a request.",
            route=event.get("routeKey"),
            status=response["statusCode"],
            account=_hashed_account(event),
            milliseconds=round((time.perf_counter() - started) * 1000),
        )
    return response


def _as_json(event: dict[str, Any]) -> dict[str, Any]:
    """The event with its body as plain text that claims to be JSON, the only kind read here.

    Powertools would also read forms and files, and stumble over malformed ones. Bytes that are not
    UTF-8 become what no text may have in it.
    """
    headers = {
        name: value
        for name, value in (event.get("headers") or {}).items()
        if name.lower() != "content-type"
    }
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode(errors="surrogateescape")
    return {**event, "headers": headers, "body": body, "isBase64Encoded": False}


def _hashed_account(event: dict[str, Any]) -> str | None:
    account_id = account_of(event)
    return hashed(account_id) if account_id else None
