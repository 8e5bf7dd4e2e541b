"""Who calls a route, and with which query."""

from collections.abc import Mapping

from aws_lambda_powertools.event_handler import Request

from chatgpt.sign_in.caller import Caller, caller_of


def caller(request: Request) -> Caller:
    """The person who has signed in. Raises `NotSignedInError`."""
    return caller_of(request.resolved_event.raw_event)


def query(request: Request) -> Mapping[str, str]:
    """The query by its names; of one that comes twice, API Gateway joins the values."""
    return request.resolved_event.raw_event.get("queryStringParameters") or {}
