"""The use cases of signing in: what of OAuth is done here, in front of Cognito.

Clients of MCP want every endpoint on the server's own domain, and some of what they send is nothing
for Cognito: it knows neither registration nor `offline_access`, and refuses a `resource` that it
has not been told of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from chatgpt.sign_in.errors import OAuthError, RefusedWithRedirectError
from chatgpt.sign_in.form import Form
from kaiwa.sign_in import SignIn, TokenResponse

OFFLINE_ACCESS = "offline_access"
"""Cognito has no such scope and gives refresh tokens anyway."""
MOST_REDIRECT_URIS = 20
METADATA_DOCUMENT = "https://"
"""A client id that begins so is the address of the client's own metadata document."""


@dataclass(frozen=True)
class AuthorizationServer:
    """Passes sign-ins on to Cognito, for the clients of this deployment and no others.

    `resource` is the address of the MCP server, to the letter. `redirect_uris` are the plugin
    client's; whether a redirect URI is allowed, Cognito decides.
    """

    sign_in: SignIn
    action_client: str
    plugin_client: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    resource: str
    passes_resource: bool

    def authorize(self, raw_query: str) -> str:
        """Cognito's address for the same request.

        Raises `OAuthError`, or `RefusedWithRedirectError` where the client can be told.
        """
        form = Form.read(raw_query)
        client = self._client(form.get("client_id"), status=400)
        if form.get("response_type") != "code":
            raise OAuthError("invalid_request", "Sign-in begins with response_type=code.")
        try:
            if client == self.plugin_client:
                _require_proof_key(form)
            self._check_resource(form)
        except OAuthError as error:
            self._tell_client(form, error)
            raise
        form = self._for_cognito(form)
        if not form.get("scope"):
            form = form.replaced("scope", " ".join(self.scopes))
        if self.passes_resource and client == self.plugin_client and not form.all("resource"):
            form = form.replaced("resource", self.resource)
        return self.sign_in.authorize_url(str(form))

    def token(self, body: str, authorization: str | None) -> TokenResponse:
        """Cognito's answer to a token request, whose `Authorization` header is passed on as well.

        Raises `OAuthError` or `SignInUnavailableError`.
        """
        form = Form.read(body)
        if not authorization or form.get("client_id"):
            self._client(form.get("client_id"))
        if authorization and not (authorization.isascii() and authorization.isprintable()):
            raise OAuthError("invalid_client", "The Authorization header is malformed.", 401)
        self._check_resource(form)
        return self.sign_in.token(str(self._for_cognito(form)), authorization)

    def register(self, metadata: Mapping[str, Any]) -> dict[str, Any]:
        """The one public client, for whoever can only be called back where it is registered.

        Raises `OAuthError`. https://www.rfc-editor.org/rfc/rfc7591#section-3.2
        """
        wanted = metadata.get("redirect_uris")
        if not isinstance(wanted, list) or not 0 < len(wanted) <= MOST_REDIRECT_URIS:
            raise OAuthError("invalid_redirect_uri", "redirect_uris must name one to 20.")
        if any(uri not in self.redirect_uris for uri in wanted):
            raise OAuthError(
                "invalid_redirect_uri",
                "Whoever runs this server must add each of the redirect_uris to "
                "plugin_redirect_uris first.",
            )
        return {
            "client_id": self.plugin_client,
            "redirect_uris": wanted,
            "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "scope": " ".join(self.scopes),
        }

    def _client(self, client_id: str | None, *, status: int = 401) -> str:
        """The client that has this id, by the id that Cognito has for it. Raises `OAuthError`.

        A client that names itself by its metadata document gets the public client, as one that
        registers does. The document is not read: it could only allow redirect URIs, and Cognito
        takes none that was not registered by the operator.
        """
        if client_id and client_id.startswith(METADATA_DOCUMENT):
            return self.plugin_client
        if client_id not in (self.action_client, self.plugin_client):
            raise OAuthError("invalid_client", "This client_id is not of this deployment.", status)
        return client_id

    def _check_resource(self, form: Form) -> None:
        """Tokens are for this server. https://www.rfc-editor.org/rfc/rfc8707#section-2"""
        if any(resource != self.resource for resource in form.all("resource")):
            raise OAuthError("invalid_target", f"The only resource here is {self.resource}.")

    def _for_cognito(self, form: Form) -> Form:
        if (form.get("client_id") or "").startswith(METADATA_DOCUMENT):
            form = form.replaced("client_id", self.plugin_client)
        if not self.passes_resource:
            form = form.without("resource")
        scopes = (form.get("scope") or "").split()
        if OFFLINE_ACCESS not in scopes:
            return form
        left = " ".join(scope for scope in scopes if scope != OFFLINE_ACCESS)
        return form.replaced("scope", left) if left else form.without("scope")

    def _tell_client(self, form: Form, error: OAuthError) -> None:
        """Let the client know by a redirect, but only to an address that is known to be a client's.

        https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
        """
        redirect_uri, state = form.get("redirect_uri"), form.get("state")
        if redirect_uri not in self.redirect_uris:
            return
        told = {"error": error.code, "error_description": error.description}
        query = urlencode(told | ({"state": state} if state else {}))
        separator = "&" if "?" in redirect_uri else "?"
        raise RefusedWithRedirectError(f"{redirect_uri}{separator}{query}") from error


def _require_proof_key(form: Form) -> None:
    """A client without a secret proves by PKCE that it is the one that asked for the code."""
    if form.get("code_challenge_method") != "S256" or not form.get("code_challenge"):
        raise OAuthError("invalid_request", "PKCE is needed: code_challenge, by the method S256.")
