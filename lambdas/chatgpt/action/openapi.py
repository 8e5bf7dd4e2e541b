"""The OpenAPI document, made from the routes."""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.models import (
    OAuth2,
    OAuthFlowAuthorizationCode,
    OAuthFlows,
    Server,
)
from pydantic import BaseModel

from chatgpt.conversation.queries import OverviewRequest, PageRequest
from kaiwa import __version__

SECURITY = "signIn"
SCOPES = {
    "openid": "Know that you are signed in.",
    "email": "Know your e-mail address.",
    "profile": "Know your name.",
    "read": "Read your own LINE conversation.",
    "send": "Send messages into your own LINE chat.",
}
"""By their names; Cognito puts the resource server's before those of its own making."""

QUERIES: Mapping[str, type[BaseModel]] = {
    "/conversation/messages": PageRequest,
    "/conversation/overview": OverviewRequest,
}
"""Queries that a route reads as a whole, of which Powertools does not know."""


def document(app: APIGatewayHttpResolver, api_url: str, scopes: Sequence[str]) -> dict[str, Any]:
    """The document in OpenAPI 3.1 for the deployment at `api_url`."""
    flow = OAuthFlowAuthorizationCode(
        authorizationUrl=f"{api_url}/oauth2/authorize",
        tokenUrl=f"{api_url}/oauth2/token",
        scopes={scope: SCOPES.get(scope.rpartition("/")[2], scope) for scope in scopes},
    )
    schema = app.get_openapi_schema(
        title="Kaiwa",
        version=__version__,
        description="The LINE conversation of the person who has signed in, and no other.",
        servers=[Server(url=api_url)],
        security_schemes={SECURITY: OAuth2(flows=OAuthFlows(authorizationCode=flow))},
        security=[{SECURITY: []}],
    )
    made: dict[str, Any] = schema.model_dump(mode="json", by_alias=True, exclude_none=True)
    # Powertools adds its own shapes of errors, which this API does not have.
    for path, query in QUERIES.items():
        made["paths"][path]["get"]["parameters"] = _parameters(query)
    for unused in (
        "PageRequest",
        "HTTPValidationError",
        "ResponseValidationError",
        "ValidationError",
    ):
        made["components"]["schemas"].pop(unused, None)
    return made


def _parameters(query: type[BaseModel]) -> list[dict[str, Any]]:
    """The parameters of a query that its route reads as a whole."""
    return [
        {
            "description": schema["description"],
            "required": False,
            "schema": schema,
            "name": name,
            "in": "query",
        }
        for name, schema in query.model_json_schema()["properties"].items()
    ]
