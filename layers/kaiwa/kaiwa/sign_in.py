"""Gateway to Cognito's sign-in: signing in, and the address of who has."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from kaiwa.faults import NO_ANSWER, UNAVAILABLE, count_fault

if TYPE_CHECKING:
    import urllib3

FORM = "application/x-www-form-urlencoded"
CONNECT_SECONDS, READ_SECONDS = 2, 5
REFUSED = {400, 401, 403}
NOT_AS_DOCUMENTED = "Cognito gave no answer as documented."


class SignInRefusedError(Exception):
    """Cognito does not take the access token or code (any more): it was revoked, for example."""


class SignInUnavailableError(Exception):
    """Cognito did not answer as documented. Trying again later can help."""


@dataclass(frozen=True)
class TokenResponse:
    """The token endpoint's answer: a JSON object, with tokens or an OAuth error in it."""

    status: int
    body: str


@dataclass(frozen=True)
class Client:
    """An app client without a secret, and which of its callback URLs people come back to."""

    client_id: str
    redirect_uri: str


class SignIn:
    """Cognito's OAuth endpoints. `base_url` has no path."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def authorize_url(self, raw_query: str) -> str:
        """Where a person signs in, for a client's request."""
        return f"{self._base_url}/oauth2/authorize?{raw_query}"

    def own_authorize_url(self, client: Client, scope: str, state: str, verifier: str) -> str:
        """The same for a request of Kaiwa's own: people come back with `state` and a code.

        Only who knows the verifier (RFC 7636) can do anything with that code.
        https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
        """
        query = {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uri,
            "scope": scope,
            "state": state,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        return self.authorize_url(urlencode(query))

    def token(self, form: str, authorization: str | None = None) -> TokenResponse:
        """The answer to a token request. Raises `SignInRefusedError`, `SignInUnavailableError`.

        `form` is the request's body; `authorization` its header, if it has one.
        https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
        """
        headers = {"Content-Type": FORM} | (
            {"Authorization": authorization} if authorization else {}
        )
        response = self._call("POST", "/oauth2/token", headers, form)
        if response.status >= 500:
            raise _unavailable(f"Cognito answered {response.status}.")
        _json(response)
        return TokenResponse(response.status, response.data.decode())

    def access_token(self, client: Client, code: str, verifier: str) -> str:
        """The access token of whoever came back with the code.

        Raises `SignInRefusedError` or `SignInUnavailableError`.
        """
        form = {
            "grant_type": "authorization_code",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uri,
            "code": code,
            "code_verifier": verifier,
        }
        response = self._call("POST", "/oauth2/token", {"Content-Type": FORM}, urlencode(form))
        return _text(_good(response), "access_token")

    def masked_address(self, access_token: str) -> str:
        """The e-mail address, masked, of the person with this access token, which needs the scopes
        `openid` and `email`. It may be any client's: who is to be believed, this does not tell.

        Raises `SignInRefusedError` or `SignInUnavailableError`.
        https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
        """
        headers = {"Authorization": f"Bearer {access_token}"}
        found = _good(self._call("GET", "/oauth2/userInfo", headers))
        return masked(str(found.get("email", "")))

    def _call(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None = None
    ) -> "urllib3.BaseHTTPResponse":
        # Imported here because most requests of the action come without one of ours.
        import urllib3

        try:
            return urllib3.request(
                method,
                self._base_url + path,
                headers=headers,
                body=body,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
                retries=False,
            )
        except urllib3.exceptions.HTTPError as error:
            count_fault("cognito", NO_ANSWER)
            raise SignInUnavailableError(NOT_AS_DOCUMENTED) from error
        except ValueError as error:
            # A header cannot have all that a token or an `Authorization` was said to be.
            raise SignInRefusedError from error


def masked(address: str) -> str:
    """`h•••o@e•••e.com` for `hanako@example.com`: enough to know one's own by, and no more."""
    name, _, domain = address.rpartition("@")
    host, dot, top = domain.rpartition(".") if "." in domain else (domain, "", "")
    return f"{_ends(name)}@{_ends(host)}{dot}{top}"


def _ends(word: str) -> str:
    return f"{word[:1]}•••{word[-1:] if len(word) > 3 else ''}"


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _good(response: "urllib3.BaseHTTPResponse") -> dict[str, Any]:
    """What a response says that is a good one."""
    if response.status in REFUSED:
        raise SignInRefusedError
    if response.status != 200:
        raise _unavailable(f"Cognito answered {response.status}.")
    return _json(response)


def _json(response: "urllib3.BaseHTTPResponse") -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError as error:
        raise _unavailable(NOT_AS_DOCUMENTED) from error
    if not isinstance(found, dict):
        raise _unavailable(NOT_AS_DOCUMENTED)
    return found


def _text(found: Mapping[str, Any], name: str) -> str:
    text = found.get(name)
    if not isinstance(text, str) or not text:
        raise _unavailable(f"Cognito's answer has no {name}.")
    return text


def _unavailable(words: str) -> SignInUnavailableError:
    count_fault("cognito", UNAVAILABLE)
    return SignInUnavailableError(words)
