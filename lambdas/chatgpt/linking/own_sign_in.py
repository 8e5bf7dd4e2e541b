"""Signing in on the pages: with a client of their own, whose tokens alone are believed here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaiwa.sign_in import Client, SignIn, SignInRefusedError

if TYPE_CHECKING:
    from chatgpt.sign_in.access_token import AccessTokens

SCOPE = "openid email"
"""What it takes to know somebody by their address. Nothing of a conversation is read with it."""


@dataclass(frozen=True)
class OwnSignIn:
    """Signs people in at Cognito. `tokens` verifies what was issued to `client` and to no other."""

    sign_in: SignIn
    client: Client
    tokens: "Callable[[], AccessTokens]"

    def url(self, state: str, verifier: str) -> str:
        """Where somebody signs in."""
        return self.sign_in.own_authorize_url(self.client, SCOPE, state, verifier)

    def access_token(self, code: str, verifier: str) -> str:
        """See `SignIn.access_token`."""
        return self.sign_in.access_token(self.client, code, verifier)

    def account_of(self, access_token: str) -> str:
        """Whose token it is. Raises `SignInRefusedError` or `SignInUnavailableError`.

        Whoever writes their own cookie may put any token into it, also a person's for another app.
        Cognito's userInfo would take that one, too.
        """
        # Imported here because the first page does without, and without cryptography.
        from chatgpt.sign_in.access_token import RefusedTokenError

        try:
            holder = self.tokens().holder(access_token)
        except RefusedTokenError as error:
            raise SignInRefusedError from error
        if not holder.scopes.issuperset(SCOPE.split()):
            raise SignInRefusedError
        return holder.caller.account_id

    def masked_address(self, access_token: str) -> str:
        """See `SignIn.masked_address`."""
        return self.sign_in.masked_address(access_token)
