"""What the OpenAPI document says of an operation, besides what its function's signature says."""

from typing import Any

from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse
from pydantic import BaseModel, Field


class Problem(BaseModel, defer_build=True):
    """Why it did not work, and what to do next."""

    error: str = Field(default="", description="A code, unless API Gateway itself answers.")
    message: str = Field(description="What to do next.")


ASKS = {"x-openai-isConsequential": True}
"""ChatGPT asks the user each time."""
NEEDS_NO_ASKING = {"x-openai-isConsequential": False}
"""The user may let ChatGPT do it always."""

EVERYWHERE = (401, 403, 422, 429, 500, 502, 503)
"""What API Gateway answers by itself, and what any function can come to."""
DESCRIPTIONS = {
    400: "A parameter is malformed.",
    401: "Nobody is signed in.",
    403: "The sign-in does not allow this.",
    404: "There is no such thing, for this user.",
    409: "It cannot be done as things are.",
    422: "A field has no sensible value.",
    429: "Too many requests.",
    500: "It went wrong here.",
    502: "It went wrong further on.",
    503: "The service is not available.",
}


def responses(
    description: str, model: type[BaseModel], *problems: int, status: int = 200
) -> dict[int, OpenAPIResponse]:
    """The responses of an operation: the good one, and all the others that there may be."""
    documented = {status: _response(description, model)}
    for problem in sorted({*EVERYWHERE, *problems}):
        documented[problem] = _response(DESCRIPTIONS[problem], Problem)
    return documented


def _response(description: str, model: type[BaseModel]) -> Any:
    return {"description": description, "content": {"application/json": {"model": model}}}
