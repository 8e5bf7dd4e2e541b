"""Gateway to Cognito's sign-in: who it is that has signed in."""

from dataclasses import dataclass

import urllib3

FORM = "application/x-www-form-urlencoded"
TIMEOUT = urllib3.Timeout(connect=2, read=5)


class SignInRefusedError(Exception):
    """Cognito does not take the access token (any more): it was revoked, for example."""


class SignInUnavailableError(Exception):
    """Cognito did not answer as documented. Trying again later can help."""


@dataclass(frozen=True)
class TokenResponse:
    """The token endpoint's answer: a JSON object, with tokens or an OAuth error in it."""

    status: int
    body: str


class SignIn:
    """Cognito's OAuth endpoints. `base_url` has no path."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def authorize_url(self, raw_query: str) -> str:
        """Where a person signs in, for a client's request."""
        return f"{self._base_url}/oauth2/authorize?{raw_query}"

    def token(self, form: str, authorization: str | None = None) -> TokenResponse:
        """The answer to a token request. Raises `SignInUnavailableError`.

        `form` is the request's body; `authorization` its header, if it has one.
        https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
        """
        headers = {"Content-Type": FORM} | (
            {"Authorization": authorization} if authorization else {}
        )
        try:
            response = urllib3.request(
                "POST",
                f"{self._base_url}/oauth2/token",
                body=form,
                headers=headers,
                timeout=TIMEOUT,
                retries=False,
            )
            if response.status >= 500 or not isinstance(response.json(), dict):
                raise SignInUnavailableError(f"Cognito answered {response.status}.")
            return TokenResponse(response.status, response.data.decode())
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise SignInUnavailableError("Cognito gave no answer as documented.") from error

    def masked_address(self, access_token: str) -> str:
        """The e-mail address of the person with this access token, masked. It needs `openid`.

        Raises `SignInRefusedError` or `SignInUnavailableError`.
        https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
        """
        try:
            response = urllib3.request(
                "GET",
                f"{self._base_url}/oauth2/userInfo",
                headers={"Authorization": f"Bearer {access_token}"},
                timeout=TIMEOUT,
                retries=False,
            )
            if response.status in {400, 401, 403}:
                raise SignInRefusedError
            if response.status != 200:
                raise SignInUnavailableError(f"Cognito answered {response.status}.")
            return masked(str(response.json().get("email", "")))
        except (urllib3.exceptions.HTTPError, ValueError, AttributeError) as error:
            raise SignInUnavailableError("Cognito gave no answer as documented.") from error


def masked(address: str) -> str:
    """`h•••o@e•••e.com` for `hanako@example.com`: enough to know one's own by, and no more."""
    name, _, domain = address.rpartition("@")
    host, dot, top = domain.rpartition(".") if "." in domain else (domain, "", "")
    return f"{_ends(name)}@{_ends(host)}{dot}{top}"


def _ends(word: str) -> str:
    return f"{word[:1]}•••{word[-1:] if len(word) > 3 else ''}"
