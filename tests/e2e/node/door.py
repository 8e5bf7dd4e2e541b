"""A way to the MCP server that adds an access token, for clients that cannot sign in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

HOP_BY_HOP = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}
SECONDS = 60


class Door(ThreadingHTTPServer):
    """Passes requests on. A page of its own is to the API a page of the API's own."""

    daemon_threads = True

    def __init__(self, api_url: str, token: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.api_url, self.token = api_url, token

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        """Where clients find the MCP server."""
        return f"{self.origin}/mcp"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Door

    def _pass_on(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        headers = {
            name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP
        }
        headers["authorization"] = f"Bearer {self.server.token}"
        if self.headers.get("origin") == self.server.origin:
            headers["Origin"] = self.server.api_url
        answer = httpx.request(
            self.command,
            self.server.api_url + self.path,
            content=self.rfile.read(length),
            headers=headers,
            timeout=SECONDS,
            trust_env=False,
        )
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name not in HOP_BY_HOP and name != "content-encoding":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_DELETE(self) -> None:
        self._pass_on()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running_door(api_url: str, token: str) -> Iterator[Door]:
    with Door(api_url, token) as door:
        thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield door
        door.shutdown()
        thread.join()
