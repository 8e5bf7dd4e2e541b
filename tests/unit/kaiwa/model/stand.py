"""What the tests of the model's gateway stand on: the stand-in of OpenAI, and worse servers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import httpx

from kaiwa.model.chat import ModelSettings

SETTINGS = ModelSettings(
    base_url="http://127.0.0.1/v1",
    model="gpt-6.1-terra",
    instructions="Be kind.",
    max_output_tokens=100,
    deadline_seconds=5,
)


class OpenAIStand:
    """The stand-in of OpenAI as a test uses it."""

    def __init__(self, served: httpx.Client) -> None:
        self._served = served
        self.url = f"{str(served.base_url).rstrip('/')}/v1"
        self.settings = replace(SETTINGS, base_url=self.url)

    def requests(self) -> list[dict[str, Any]]:
        """The bodies that it was sent so far."""
        calls = self._served.get("/control/calls?service=openai").json()["calls"]
        return [call["body"] for call in calls]

    def fail(self, kind: str, operation: str = "responses", **more: Any) -> None:
        """Let the next call meet a fault."""
        wanted = {"service": "openai", "operation": operation, "kind": kind, **more}
        self._served.post("/control/faults", content=json.dumps(wanted)).raise_for_status()


@contextmanager
def canned(body: Any, status: int = 200) -> Iterator[str]:
    """The address of a server that answers everything so, for as long as the block runs."""
    answer = json.dumps(body).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1"
        finally:
            server.shutdown()
            thread.join()
