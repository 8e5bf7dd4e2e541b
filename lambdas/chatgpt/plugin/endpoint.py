"""The door of `/mcp`: who may come in, and with what. Behind it is the protocol's own library.

https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatgpt import wiring
from chatgpt.conversation.problems import UNEXPECTED
from chatgpt.plugin.scopes import scopes_called
from chatgpt.plugin.server import serve
from chatgpt.plugin.tools import OPENID, READ, TOOLS
from chatgpt.sign_in.access_token import Holder, RefusedTokenError
from kaiwa.log import described, logger
from kaiwa.metrics import count
from kaiwa.sign_in import SignInUnavailableError
from kaiwa.text import well_formed

PASSED_ON = ("accept", "content-type", "mcp-")
"""What the headers begin with that the protocol is about. No other gets behind the door."""
LARGEST = 256 * 1024
"""Bytes of a request. The longest text that LINE takes has 20 KB."""
DEEPEST = 16
"""How deep objects and lists may be in each other. The tools take flat arguments."""
PARSE_ERROR, INVALID_REQUEST, INTERNAL_ERROR = -32700, -32600, -32603
"""https://www.jsonrpc.org/specification#error_object"""

type Response = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """The response, and whose sign-in it was, if it was anybody's."""

    response: Response
    account_id: str | None = None


class _RefusedError(Exception):
    """The request ends here, with this response."""

    def __init__(self, response: Response) -> None:
        super().__init__("refused")
        self.response = response


def answer(event: Mapping[str, Any], context: Any) -> Answered:
    """Answer an HTTP API event (payload format 2.0)."""
    headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    holder = None
    try:
        _check_origin(headers)
        _check_method(event)
        body = _body(event)
        holder = _holder(headers)
        message = _message(body)
        _check_scope(message, holder)
    except _RefusedError as refused:
        return Answered(refused.response, holder.caller.account_id if holder else None)
    checked = {**event, "headers": _passed_on(headers), **_as_body(body)}
    return Answered(_served(checked, holder, context), holder.caller.account_id)


def _passed_on(headers: Mapping[str, str]) -> dict[str, str]:
    passed_on = {name: text for name, text in headers.items() if name.startswith(PASSED_ON)}
    return {well_formed(name): well_formed(text) for name, text in passed_on.items()}


def _as_body(body: bytes) -> Mapping[str, Any]:
    """The very bytes that were looked at: nothing else of the request is read behind the door."""
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def _served(event: dict[str, Any], holder: Holder, context: Any) -> Response:
    try:
        return serve(event, context, holder.caller)
    except Exception as error:
        logger().error("A request could not be answered.", failure=described(error))
        return _error(500, INTERNAL_ERROR, UNEXPECTED.message)


def _check_origin(headers: Mapping[str, str]) -> None:
    """No web page may call but our own and those that the operator allowed.

    https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
    """
    origin, ours = headers.get("origin"), wiring.settings()
    if origin not in (None, ours.api_url, *ours.allowed_origins):
        count("Refusals", reason="origin")
        raise _RefusedError(_error(403, INVALID_REQUEST, "This web page may not call."))


def _check_method(event: Mapping[str, Any]) -> None:
    """There is nothing to stream and no session to end: every call stands for itself."""
    if event["requestContext"]["http"]["method"] != "POST":
        more = {"Allow": "POST"}
        raise _RefusedError(_error(405, INVALID_REQUEST, "Only POST is allowed.", more))


def _body(event: Mapping[str, Any]) -> bytes:
    body = str(event.get("body") or "")
    try:
        is_encoded = event.get("isBase64Encoded")
        read = base64.b64decode(body) if is_encoded else body.encode(errors="replace")
    except ValueError:
        raise _RefusedError(_error(400, PARSE_ERROR, "Parse error")) from None
    if len(read) > LARGEST:
        raise _RefusedError(_error(413, INVALID_REQUEST, f"At most {LARGEST} bytes are taken."))
    return read


def _holder(headers: Mapping[str, str]) -> Holder:
    """Who calls, by the access token."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        count("Refusals", reason="not signed in")
        raise _RefusedError(_challenge(401, "Sign in first."))
    try:
        holder = wiring.access_tokens().holder(token.strip())
    except RefusedTokenError as error:
        logger().warning("A token was refused.", reason=str(error))
        count("Refusals", reason="token")
        raise _RefusedError(_challenge(401, str(error), error="invalid_token")) from None
    except SignInUnavailableError:
        logger().error("A token could not be verified.")
        raise _RefusedError(_error(503, INVALID_REQUEST, "Call again in a minute.")) from None
    return holder


def _message(body: bytes) -> Mapping[str, Any]:
    """The one JSON-RPC message. What is wrong with its method, the protocol's library says."""
    try:
        message = json.loads(body.decode())  # as UTF-8 and no other, as the library reads it
    except (ValueError, RecursionError):
        raise _RefusedError(_error(400, PARSE_ERROR, "Parse error")) from None
    if not isinstance(message, dict):
        raise _RefusedError(_error(400, INVALID_REQUEST, "One JSON-RPC message is wanted."))
    if not _is_message(message):
        raise _RefusedError(_error(400, INVALID_REQUEST, "This is no message of JSON-RPC 2.0."))
    if not _is_flat(message, DEEPEST):
        raise _RefusedError(_error(400, INVALID_REQUEST, "The message is too deep."))
    return message


def _is_message(message: Mapping[str, Any]) -> bool:
    """Whether it is a request or a notification. The library would say so with its inside.

    https://www.jsonrpc.org/specification#request_object
    """
    number = message.get("id", 0)
    return (
        message.get("jsonrpc") == "2.0"
        and isinstance(message.get("method"), str)
        and isinstance(message.get("params", {}), dict)
        and (isinstance(number, str) or type(number) is int)
    )


def _is_flat(value: Any, levels: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_is_flat(each, levels - 1) for each in inside)


def _check_scope(message: Mapping[str, Any], holder: Holder) -> None:
    """Whether the person allowed the client to do this. Lists and greetings want no scope."""
    wanted = _wanted_scope(message)
    if wanted is None:
        return
    scopes = scopes_called(wanted)
    if not holder.scopes.intersection(scopes):
        count("Refusals", reason="scope")
        description = "The sign-in does not allow this."
        raise _RefusedError(
            _challenge(403, description, error="insufficient_scope", scope=" ".join(scopes))
        )


def _wanted_scope(message: Mapping[str, Any]) -> str | None:
    params = message.get("params")
    name = params.get("name") if isinstance(params, dict) else None
    match message.get("method"):
        case "tools/call":
            tool = TOOLS.get(name) if isinstance(name, str) else None
            return tool.scope if tool else OPENID
        case "resources/read":
            return READ
        case _:
            return None


def _challenge(
    status: int, description: str, *, error: str | None = None, scope: str | None = None
) -> Response:
    """A refusal that says where to find out how to sign in, and for what.

    https://www.rfc-editor.org/rfc/rfc9728#section-5.1
    https://www.rfc-editor.org/rfc/rfc6750#section-3
    """
    ours = {
        "error": error,
        "error_description": description if error else None,
        "scope": scope or " ".join(wiring.settings().scopes),
        "resource_metadata": wiring.metadata().protected_resource_url,
    }
    named = ", ".join(f'{name}="{value}"' for name, value in ours.items() if value)
    return _error(status, INVALID_REQUEST, description, {"WWW-Authenticate": f"Bearer {named}"})


def _error(
    status: int, code: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": message}}
    always = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {
        "statusCode": status,
        "headers": always | dict(headers or {}),
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }
