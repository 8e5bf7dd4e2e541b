"""Lambda handler of everything that ChatGPT calls: the action's API, the plugin, the sign-in."""

import base64
import time
from typing import Any

from chatgpt.api import api
from chatgpt.sign_in.caller import account_of
from kaiwa.log import hashed, logger
from kaiwa.metrics import count
from kaiwa.snapshot import load_for_snapshot
from kaiwa.text import well_formed

load_for_snapshot(
    "chatgpt.conversation.expected_errors",
    "chatgpt.conversation.export",
    "chatgpt.conversation.overview",
    "chatgpt.conversation.queries",
    "chatgpt.settings",
    "chatgpt.web.link_page",
    "chatgpt.plugin.endpoint",
    "chatgpt.sign_in.access_token",
    "chatgpt.sign_in.authorization_server",
    "chatgpt.sign_in.metadata",
    "kaiwa.exports",
    "kaiwa.gateways",
    "kaiwa.parameters",
    "kaiwa.queue",
    "kaiwa.table.accounts",
    "kaiwa.table.messages",
    "kaiwa.table.operations",
    "urllib3",
)

PLUGIN_PATH = "/mcp"


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer an HTTP API event (payload format 2.0).

    Logged is which route it was and how it ended, never a path, a query or a body.
    """
    started = time.perf_counter()
    is_plugin = event.get("rawPath") == PLUGIN_PATH
    face = "plugin" if is_plugin else "action"
    with logger().context(request_id=context.aws_request_id, face=face):
        response, account = (_plugin if is_plugin else _action)(event, context)
        # Lambda itself fails on what UTF-8 does not have, after all of this.
        response["body"] = well_formed(response.get("body") or "")
        logger().info(
            "Answered a request.",
            route=event.get("routeKey"),
            status=response["statusCode"],
            account=hashed(account) if account else None,
            milliseconds=round((time.perf_counter() - started) * 1000),
        )
    if not is_plugin:  # whose tools are counted one by one
        outcome = str(response["statusCode"])
        count("Calls", face=face, operation=str(event.get("routeKey")), outcome=outcome)
    return response


def _plugin(event: dict[str, Any], context: Any) -> tuple[dict[str, Any], str | None]:
    # Imported here because the protocol's library takes longer to import than all else together.
    from chatgpt.plugin.endpoint import answer

    answered = answer(event, context)
    return answered.response, answered.account_id


def _action(event: dict[str, Any], context: Any) -> tuple[dict[str, Any], str | None]:
    return api().resolve(_as_json(event), context), account_of(event)


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
        body = _decoded(body)
    return {**event, "headers": headers, "body": body, "isBase64Encoded": False}


def _decoded(body: str) -> str:
    """What is no base64 is nothing, and missed as such."""
    try:
        return base64.b64decode(body).decode(errors="surrogateescape")
    except ValueError:
        return ""
