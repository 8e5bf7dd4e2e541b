"""The documents by which clients find out how to sign in, on the API's own domain."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Metadata:
    """What the well-known documents say of a deployment. No address ends with a slash."""

    api_url: str
    sign_in_url: str
    keys_url: str
    scopes: tuple[str, ...]

    @property
    def resource(self) -> str:
        """The MCP server's address, which clients compare to the letter."""
        return f"{self.api_url}/mcp"

    @property
    def protected_resource_url(self) -> str:
        """Where `protected_resource` is served."""
        return f"{self.api_url}/.well-known/oauth-protected-resource/mcp"

    def protected_resource(self) -> dict[str, Any]:
        """Of the MCP server. https://www.rfc-editor.org/rfc/rfc9728#section-2"""
        return {
            "resource": self.resource,
            "authorization_servers": [self.api_url],
            "scopes_supported": [*self.scopes],
            "bearer_methods_supported": ["header"],
            "resource_name": "Kaiwa",
            "resource_policy_uri": f"{self.api_url}/privacy",
        }

    def authorization_server(self) -> dict[str, Any]:
        """Of the sign-in, also for clients that look for OpenID Connect's document.

        Cognito's own document lacks `code_challenge_methods_supported`, without which clients stop.
        https://www.rfc-editor.org/rfc/rfc8414#section-2
        https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
        """
        return {
            "issuer": self.api_url,
            "authorization_endpoint": f"{self.api_url}/oauth2/authorize",
            "token_endpoint": f"{self.api_url}/oauth2/token",
            "registration_endpoint": f"{self.api_url}/oauth2/register",
            "revocation_endpoint": f"{self.sign_in_url}/oauth2/revoke",
            "userinfo_endpoint": f"{self.sign_in_url}/oauth2/userInfo",
            "jwks_uri": self.keys_url,
            "scopes_supported": [*self.scopes],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "client_id_metadata_document_supported": True,
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
