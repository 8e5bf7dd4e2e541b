"""LINE's and OpenAI's side: their stand-ins in a process of their own, and what LINE posts."""

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from simulator.processes import Server, free_port
from simulator.server import CREDENTIALS
from simulator.servers import inherited


class Catcher(ThreadingHTTPServer):
    """Where LINE's stand-in posts webhooks to. The last one is kept."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Caught)
        self.body = b""
        self.headers: dict[str, str] = {}


class _Caught(BaseHTTPRequestHandler):
    server: Catcher

    def do_POST(self) -> None:
        self.server.body = self.rfile.read(int(self.headers["content-length"]))
        self.server.headers = {name.lower(): value for name, value in self.headers.items()}
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def catching() -> Iterator[Catcher]:
    with Catcher() as catcher:
        thread = threading.Thread(target=catcher.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield catcher
        finally:
            catcher.shutdown()
            thread.join()


@contextmanager
def stand_ins(catcher: Catcher) -> Iterator[str]:
    """In a process of their own, so that its time is not the functions'."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        server = Server("The stand-ins", port, Path(folder, "log"), "/control/health")
        webhook = f"http://127.0.0.1:{catcher.server_port}/"
        command = ["-m", "simulator.server", f"--port={port}", f"--webhook-url={webhook}"]
        try:
            server.start(
                [sys.executable, *command], inherited() | dict.fromkeys(CREDENTIALS, "testing")
            )
            yield server.url
        finally:
            server.stop()
