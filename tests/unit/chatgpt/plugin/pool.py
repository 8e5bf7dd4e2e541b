"""A user pool as far as its tokens go: the keys that it publishes, and what it signs."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

ISSUER = "https://cognito.example.com/pool"
CLIENT = "our-plugin"
ALL_SCOPES = "openid email kaiwa/read kaiwa/send"


def new_key() -> RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Pool(ThreadingHTTPServer):
    """The published keys by their ids, how often they were fetched, and what is answered."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.key = new_key()
        self.keys = {"key-1": self.key}
        self.fetched = 0
        self.answer: tuple[int, bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/pool/.well-known/jwks.json"

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


class Handler(BaseHTTPRequestHandler):
    server: Pool

    def do_GET(self) -> None:
        self.server.fetched += 1
        status, body = self.server.answer or self.server.published()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def running_pool() -> Iterator[Pool]:
    with Pool() as pool:
        thread = threading.Thread(target=pool.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield pool
        finally:
            pool.shutdown()
            thread.join()
