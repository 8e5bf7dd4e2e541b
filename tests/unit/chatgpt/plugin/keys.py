"""A user pool's keys, and what it signs with them."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

ISSUER = "https://cognito.example.com/pool"
CLIENT = "our-plugin"
ALL_SCOPES = "openid email kaiwa/read kaiwa/send"


def new_key() -> RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Keys:
    """The published keys by their ids."""

    def __init__(self) -> None:
        self.key = new_key()
        self.keys = {"key-1": self.key}

    def published(self) -> tuple[int, bytes]:
        keys = [
            {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": name}
            | {"use": "sig", "alg": "RS256"}
            for name, key in self.keys.items()
        ]
        return 200, json.dumps({"keys": keys}).encode()

    def token(self, account: str, *, key_id: str = "key-1", **changes: Any) -> str:
        """An access token; what is None is left out of it."""
        now = int(time.time())
        claims = {
            "sub": account,
            "iss": ISSUER,
            "client_id": CLIENT,
            "token_use": "access",
            "scope": ALL_SCOPES,
            "iat": now,
            "exp": now + 600,
        } | changes
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.key, "RS256", headers={"kid": key_id})
