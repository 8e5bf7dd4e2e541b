"""What anybody may see."""

from functools import cache
from typing import cast

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from chatgpt import wiring
from chatgpt.conversation.response_size import serialized

router = Router()  # type: ignore[no-untyped-call]

CITED = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Kaiwa</title>
<p>This is a part of somebody's own conversation on LINE. Only they can read it, in LINE's app.</p>
<p lang="ja">ご本人のLINEのトークの一部です。ご本人だけがLINEアプリでご覧いただけます。</p>
</html>
"""
SAFE = {"X-Content-Type-Options": "nosniff"}


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response[str]:
    return Response(200, "application/json", _document())


@router.get("/privacy", include_in_schema=False)
def privacy() -> Response[str]:
    policy = wiring.gateways().parameters.read("PRIVACY_POLICY")
    return Response(200, "text/plain; charset=utf-8", policy, {**SAFE})


@router.get("/conversation/days/<_>", include_in_schema=False)
def cited_day(_: str) -> Response[str]:
    """What a citation leads to: every result of a search must have an address."""
    headers = {**SAFE, "Content-Security-Policy": "default-src 'none'"}
    return Response(200, "text/html; charset=utf-8", CITED, headers)


@cache
def _document() -> str:
    # Imported here because nothing else needs it: it makes a cold start a tenth longer.
    from chatgpt.action.openapi import document

    app = cast(APIGatewayHttpResolver, router.api_resolver)
    return serialized(document(app, wiring.settings().api_url, wiring.settings().scopes))
