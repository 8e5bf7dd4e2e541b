"""Who holds an access token: verified here, where API Gateway's authorizer is not asked.

That authorizer answers 401 by itself and cannot name the document that MCP's clients look for.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from chatgpt.sign_in.caller import ACCESS, Caller
from kaiwa.faults import NO_ANSWER, UNAVAILABLE, count_fault
from kaiwa.sign_in import SignInUnavailableError

LONGEST = 8_000
"""In characters. Cognito's tokens have about a thousand."""
KEY_SECONDS = 60 * 60
"""For how long the pool's keys are kept."""
UNKNOWN_KEY_SECONDS = 60
"""How often, at most, a token with an unknown key makes them be fetched again."""
FETCH_SECONDS = 5
FAILED_FETCH_SECONDS = 10
"""For how long nobody tries again to fetch the keys after it has failed."""
REQUIRED = ["exp", "iat", "iss", "sub", "token_use", "client_id"]


class RefusedTokenError(Exception):
    """It is not an access token of this deployment's plugin, or no longer. The words say why."""


@dataclass(frozen=True)
class Holder:
    """A person who has signed in, and what they allowed the client to do."""

    caller: Caller
    scopes: frozenset[str]


class _Keys(jwt.PyJWKClient):
    """The pool's keys, for which it is asked seldom, also while it gives none."""

    _failed_at = -math.inf

    def fetch_data(self) -> Any:
        if time.monotonic() - self._failed_at < FAILED_FETCH_SECONDS:
            raise jwt.PyJWKClientConnectionError("It has just failed.")
        try:
            return super().fetch_data()
        except Exception:
            self._failed_at = time.monotonic()
            raise


class AccessTokens:
    """Verifies the access tokens that a user pool issued to one client.

    `binds_resource`: whether tokens must be for `resource`. If not, they may also be for none.
    """

    def __init__(
        self,
        keys_url: str,
        issuer: str,
        client_id: str,
        resource: str,
        *,
        binds_resource: bool = False,
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._resources = {resource} if binds_resource else {resource, None}
        self._keys = _Keys(
            keys_url,
            lifespan=KEY_SECONDS,
            cooldown_duration=UNKNOWN_KEY_SECONDS,
            timeout=FETCH_SECONDS,
        )

    def holder(self, token: str) -> Holder:
        """Who holds the token. Raises `RefusedTokenError`, `SignInUnavailableError`.

        https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
        """
        if len(token) > LONGEST:
            raise RefusedTokenError("The token is too long.")
        if not token.isascii():
            raise RefusedTokenError("The token is not valid here.")
        claims = self._claims(token)
        if claims["token_use"] != ACCESS:
            raise RefusedTokenError("The token is no access token.")
        if claims["client_id"] != self._client_id:
            raise RefusedTokenError("The token was issued to another client.")
        if _only(claims.get("aud")) not in self._resources:
            raise RefusedTokenError("The token is for another resource.")
        scopes = frozenset(str(claims.get("scope", "")).split())
        return Holder(Caller(str(claims["sub"]), token), scopes)

    def _claims(self, token: str) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                self._key(token),
                algorithms=["RS256"],
                issuer=self._issuer,
                options={"require": REQUIRED, "verify_aud": False},
            )
        except jwt.ExpiredSignatureError as error:
            raise RefusedTokenError("The token has expired.") from error
        except (jwt.InvalidTokenError, jwt.PyJWKClientError) as error:
            raise RefusedTokenError("The token is not valid here.") from error
        return claims

    def _key(self, token: str) -> jwt.PyJWK:
        try:
            return self._keys.get_signing_key_from_jwt(token)
        except (jwt.PyJWKClientConnectionError, jwt.PyJWKSetError, OSError) as error:
            count_fault("cognito", NO_ANSWER)
            raise SignInUnavailableError("Cognito did not give its keys.") from error
        except jwt.PyJWTError:
            raise
        except ValueError as error:
            count_fault("cognito", UNAVAILABLE)
            raise SignInUnavailableError("Cognito's keys are not as documented.") from error


def _only(audience: object) -> object:
    """The audience, if there is one and no more; what no resource is called, if there are more."""
    only = audience[0] if isinstance(audience, list) and len(audience) == 1 else audience
    return only if audience is None or isinstance(only, str) else ""
