"""What anybody may see, and where a sign-in begins and ends."""

from functools import cache
from typing import cast

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Request, Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from chatgpt import wiring
from chatgpt.conversation.response_size import serialized
from chatgpt.sign_in.authorize import sign_in_location

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
    # The address has a code or a request in it: nobody else is to see or keep that.
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[str]:
    return Response(200, "application/json", _document())


@router.get("/privacy", include_in_schema=False)
def privacy() -> Response[str]:
    headers = {"X-Content-Type-Options": "nosniff"}
    return Response(200, "text/plain; charset=utf-8", wiring.settings().privacy_policy, headers)


@router.get("/oauth2/authorize", include_in_schema=False)
def authorize(request: Request) -> Response[str]:
    raw_query = request.resolved_event.raw_event.get("rawQueryString", "")
    ours = wiring.settings()
    location = sign_in_location(raw_query, ours.client_id, ours.sign_in_url)
    return Response(302, "text/plain", "", {**UNSEEN, "Location": location})


@router.get("/oauth2/callback", include_in_schema=False)
def callback() -> Response[str]:
    """Where Cognito sends people as long as no callback of ChatGPT's is known."""
    headers = {**UNSEEN, "Content-Security-Policy": "default-src 'none'"}
    return Response(200, "text/html; charset=utf-8", SIGNED_IN, headers)


@cache
def _document() -> str:
    # Imported here because nothing else needs it: it makes a cold start a tenth longer.
    from chatgpt.action.openapi import document

    app = cast(APIGatewayHttpResolver, router.api_resolver)
    return serialized(document(app, wiring.settings().api_url, wiring.settings().scopes))
