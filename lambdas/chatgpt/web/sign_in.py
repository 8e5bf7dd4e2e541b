"""The routes by which people sign in, for every client."""

import json
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Request, Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from chatgpt import wiring
from chatgpt.conversation.response_size import serialized
from chatgpt.sign_in.errors import OAuthError, RefusedWithRedirectError

router = Router()  # type: ignore[no-untyped-call]

SIGNED_IN = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Kaiwa</title>
<p>You are signed in. Please return to ChatGPT.</p>
<p lang="ja">サインインしました。ChatGPTに戻ってください。</p>
</html>
"""
UNSEEN = {
    # The address or the answer has a code, a request or a token in it: nobody else is to keep that.
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PUBLIC = {"Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff"}


@router.get("/.well-known/oauth-protected-resource", include_in_schema=False)
def protected_resource() -> Response[str]:
    return _json(200, wiring.metadata().protected_resource(), PUBLIC)


@router.get("/.well-known/oauth-protected-resource/mcp", include_in_schema=False)
def protected_resource_of_mcp() -> Response[str]:
    return protected_resource()


@router.get("/.well-known/oauth-authorization-server", include_in_schema=False)
def authorization_server() -> Response[str]:
    return _json(200, wiring.metadata().authorization_server(), PUBLIC)


@router.get("/.well-known/openid-configuration", include_in_schema=False)
def openid_configuration() -> Response[str]:
    return authorization_server()


@router.get("/oauth2/authorize", include_in_schema=False)
def authorize(request: Request) -> Response[str]:
    raw_query = request.resolved_event.raw_event.get("rawQueryString", "")
    return _redirect(wiring.authorization_server().authorize(raw_query))


@router.post("/oauth2/token", include_in_schema=False)
def token(request: Request) -> Response[str]:
    event = request.resolved_event.raw_event
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    answer = wiring.authorization_server().token(event["body"], headers.get("authorization"))
    return Response(answer.status, "application/json", answer.body, UNSEEN)


@router.post("/oauth2/register", include_in_schema=False)
def register(request: Request) -> Response[str]:
    from chatgpt.sign_in.form import LONGEST

    body = request.resolved_event.raw_event["body"]
    try:
        metadata = json.loads(body) if len(body) <= LONGEST else None
    except (ValueError, RecursionError):
        metadata = None
    if not isinstance(metadata, dict):
        raise OAuthError("invalid_client_metadata", "A JSON object is wanted.")
    return _json(201, wiring.authorization_server().register(metadata))


@router.get("/oauth2/callback", include_in_schema=False)
def callback() -> Response[str]:
    """Where Cognito sends people as long as no callback of ChatGPT's is known."""
    headers = {**UNSEEN, "Content-Security-Policy": "default-src 'none'"}
    return Response(200, "text/html; charset=utf-8", SIGNED_IN, headers)


def answer_errors(app: APIGatewayHttpResolver) -> None:
    """Let the API answer OAuth's errors as OAuth's clients read them."""

    def refused(error: OAuthError) -> Response[str]:
        return _json(error.status, {"error": error.code, "error_description": error.description})

    def redirected(error: RefusedWithRedirectError) -> Response[str]:
        return _redirect(error.location)

    app.exception_handler(OAuthError)(refused)
    app.exception_handler(RefusedWithRedirectError)(redirected)


def _redirect(location: str) -> Response[str]:
    return Response(302, "text/plain", "", {**UNSEEN, "Location": location})


def _json(status: int, body: Any, headers: dict[str, str] = UNSEEN) -> Response[str]:
    return Response(status, "application/json", serialized(body), {**headers})
