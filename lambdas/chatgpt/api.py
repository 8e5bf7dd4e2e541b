"""All routes but the plugin's, and how errors are answered."""

import json
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from chatgpt.action import problems
from chatgpt.action.routes import conversation, link, public, send
from chatgpt.conversation.response_size import serialized
from chatgpt.web import connect, pictures, sign_in


def build() -> APIGatewayHttpResolver:
    """A new resolver. Making one reads the environment."""
    app = APIGatewayHttpResolver(
        enable_validation=True, serializer=serialized, json_body_deserializer=_object
    )
    for routes in (public, sign_in, connect, pictures, link, conversation, send):
        app.include_router(routes.router)
    problems.register(app)
    sign_in.answer_errors(app)
    return app


@cache
def api() -> APIGatewayHttpResolver:
    """The function's resolver."""
    return build()


def _object(body: str) -> dict[str, Any]:
    """The JSON object that a body is. All that is none is one kind of error."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise json.JSONDecodeError("a JSON object is wanted", "", 0)
    return read
