"""Who holds an access token: verified here, where API Gateway's authorizer is not asked.

That authorizer answers 401 by itself and cannot name the document that MCP's clients look for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from chatgpt.sign_in.caller import ACCESS, Caller
from kaiwa.sign_in import SignInUnavailableError

LONGEST = 8_000
"""In characters. Cognito's tokens have about a thousand."""
KEY_SECONDS = 60 * 60
"""For how long the pool's keys are kept."""
UNKNOWN_KEY_SECONDS = 60
"""How often, at most, a token with an unknown key makes them be fetched again."""
FETCH_SECONDS = 5
REQUIRED = ["exp", "iat", "iss", "sub", "token_use", "client_id"]


class RefusedTokenError(Exception):
    """It is not an access token of this deployment's plugin, or no longer. The words say why."""


@dataclass(frozen=True)
class Holder:
    """A person who has signed in, and what they allowed the client to do."""

    caller: Caller
    scopes: frozenset[str]


class AccessTokens:
    """Verifies the access tokens that a user pool issued to one client, for one resource."""

    def __init__(self, keys_url: str, issuer: str, client_id: str, resource: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._resource = resource
        self._keys = jwt.PyJWKClient(
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
        claims = self._claims(token)
        if claims["token_use"] != ACCESS:
            raise RefusedTokenError("The token is no access token.")
        if claims["client_id"] != self._client_id:
            raise RefusedTokenError("The token was issued to another client.")
        # Only tokens of a pool that binds resources have an audience.
        if claims.get("aud", self._resource) not in (self._resource, [self._resource]):
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
            raise SignInUnavailableError("Cognito did not give its keys.") from error
        except jwt.PyJWTError:
            raise
        except ValueError as error:
            raise SignInUnavailableError("Cognito's keys are not as documented.") from error
