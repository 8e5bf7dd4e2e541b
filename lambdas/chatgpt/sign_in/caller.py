"""Who is calling: read from what API Gateway's JWT authorizer has verified, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ACCESS = "access"


class NotSignedInError(Exception):
    """No authorizer has verified an access token.

    Only a route that lacks its authorizer leads to this, or a token that is signed but is for
    something else, such as for getting new ones.
    """


@dataclass(frozen=True)
class Caller:
    """A person who has signed in: the sign-in's own id, Cognito's `sub`, and the access token."""

    account_id: str
    access_token: str = field(repr=False)


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Who calls, by an HTTP API event (payload format 2.0). Raises `NotSignedInError`.

    The authorizer takes a token with or without the word Bearer. `token_use` says what Cognito made
    it for. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
    """
    claims = _claims(event)
    account_id = claims.get("sub")
    if claims.get("token_use") != ACCESS or not isinstance(account_id, str) or not account_id:
        raise NotSignedInError
    headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    return Caller(account_id, headers.get("authorization", "").rpartition(" ")[2])


def account_of(event: Mapping[str, Any]) -> str | None:
    """The sign-in's id for the log, whatever its token is for."""
    account_id = _claims(event).get("sub")
    return account_id if isinstance(account_id, str) else None


def _claims(event: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = event
    for name in ("requestContext", "authorizer", "jwt", "claims"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}
