"""A user pool as far as its tokens go: the keys that it publishes, and what it signs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.unit.chatgpt.plugin.keys import Keys


class Pool(ThreadingHTTPServer, Keys):
    """The published keys, how often they were fetched, and what is answered."""

    def __init__(self) -> None:
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), Handler)
        Keys.__init__(self)
        self.fetched = 0
        self.answer: tuple[int, bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/pool/.well-known/jwks.json"


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
        finally:  # or the process would never end
            pool.shutdown()
            thread.join()
