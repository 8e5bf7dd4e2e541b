"""LINE and OpenAI as servers that answer at once: what is left of a turn's time is Kaiwa's own."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = "An answer of the usual length. " * 10
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "status": "completed",
    "role": "assistant",
    "content": [{"type": "output_text", "text": ANSWER, "annotations": []}],
}
RESPONSE = {
    "id": "resp_1",
    "object": "response",
    "created_at": 1_800_000_000,
    "status": "completed",
    "model": "a-model",
    "output": [MESSAGE],
    "parallel_tool_calls": True,
    "tool_choice": "auto",
    "tools": [],
    "usage": {
        "input_tokens": 100,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 80,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 180,
    },
}
ANSWERS: dict[str, dict[str, Any]] = {
    "/v1/responses": RESPONSE,
    "/v2/bot/message/reply": {"sentMessages": [{"id": "1"}]},
    "/v2/bot/profile": {"displayName": "Hanako", "language": "ja"},
}
"""By how a path begins. All else is answered with an empty object."""
ANIMATION = "/v2/bot/chat/loading/start"
"""https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator"""


@dataclass(frozen=True)
class Outside:
    """Where both are, and when LINE was asked to show the loading animation.

    These are times of Python's `perf_counter`, which all processes of a machine share on Linux.
    """

    url: str
    animations: list[float]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else an answer's body waits 40 ms
    animations: list[float]

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer()

    def _answer(self) -> None:
        if self.path == ANIMATION:
            self.animations.append(time.perf_counter())
        found = (answer for path, answer in ANSWERS.items() if self.path.startswith(path))
        body = json.dumps(next(found, {})).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def running_outside() -> Iterator[Outside]:
    """Both, until the block ends."""
    animations: list[float] = []
    handler = type("_Noting", (_Handler,), {"animations": animations})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True  # connections are kept alive
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Outside(f"http://127.0.0.1:{server.server_port}", animations)
        finally:
            server.shutdown()
