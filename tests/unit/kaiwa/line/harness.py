"""What the tests of the gateway to LINE ask the stand-in, and a server that is not as careful."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from kaiwa.line.client import Line
from simulator.state import Simulator
from tests.builders import USER_ID
from tests.unit.simulator.harness import TOKEN

KEY_1 = "123e4567-e89b-12d3-a456-426614174000"


def gateway(served: httpx.Client, simulator: Simulator) -> Line:
    """The gateway; the user has just sent something, which left `reply-token`."""
    now = time.time()
    simulator.reply_tokens.issue("reply-token", USER_ID, now=now, event_at=now, redelivery=False)
    url = str(served.base_url).rstrip("/")
    return Line(url, url, TOKEN)


def fault(served: httpx.Client, operation: str, kind: str, **more: Any) -> None:
    """Let the next calls of this operation go wrong."""
    served.post(
        "/control/faults", json={"service": "line", "operation": operation, "kind": kind, **more}
    ).raise_for_status()


def bubbles(served: httpx.Client, chat_id: str = USER_ID) -> list[dict[str, Any]]:
    """What the chat shows, whole."""
    found: list[dict[str, Any]] = served.get(f"/control/chats/{chat_id}").json()["messages"]
    return found


def shown(served: httpx.Client) -> list[tuple[str, str]]:
    """What the user's chat shows, and how it came there."""
    return [(message["by"], message["text"]) for message in bubbles(served)]


def calls(served: httpx.Client) -> list[dict[str, Any]]:
    """The calls that LINE got."""
    found: list[dict[str, Any]] = served.get("/control/calls?service=line").json()["calls"]
    return found


@contextmanager
def raw_server(*answers: Sequence[bytes], pause_seconds: float = 0) -> Iterator[str]:
    """The URL of a server that gives these answers, one a connection, byte for byte.

    It pauses between the parts of an answer, and then hangs up.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for parts in answers:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    try:
                        for part in parts:
                            connection.sendall(part)
                            time.sleep(pause_seconds)
                    except OSError:
                        pass  # The client has heard enough.

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()
