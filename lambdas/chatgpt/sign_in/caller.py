"""Who calls: taken from what API Gateway's JWT authorizer has verified, and from nothing else."""

from aws_lambda_powertools.event_handler import Request


class NotSignedInError(Exception):
    """No authorizer has verified a token. Only a route that lacks its authorizer leads to this."""


def account_id(request: Request) -> str:
    """The sign-in's own id, Cognito's `sub`."""
    context = request.resolved_event.raw_event["requestContext"]
    try:
        return str(context["authorizer"]["jwt"]["claims"]["sub"])
    except (KeyError, TypeError):
        raise NotSignedInError from None


def access_token(request: Request) -> str:
    """The token itself, which the authorizer takes with or without the word Bearer."""
    return request.headers.get("authorization", "").rpartition(" ")[2]
