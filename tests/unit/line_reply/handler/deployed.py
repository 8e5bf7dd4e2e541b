"""A deployed worker, and what its tests see of it."""

import time
from types import SimpleNamespace
from typing import Any

import httpx

from line_reply import handler
from tests.builders import USER_ID, sqs_event, text_event

PATH = "/kaiwa/test/"
CONTEXT = SimpleNamespace(aws_request_id="request-1")
DONE: dict[str, Any] = {"batchItemFailures": []}
AGAIN = {"batchItemFailures": [{"itemIdentifier": "sqs-message-1"}]}


class Shown:
    """How soon a failed event is to be visible again."""

    def __init__(self) -> None:
        self.again: list[tuple[str, int]] = []

    def show_again(self, receipt_handle: str, seconds: int) -> None:
        self.again.append((receipt_handle, seconds))


def recent(**changes: Any) -> dict[str, Any]:
    """A text event of just now: the handler's clock is the real one."""
    return text_event(**{"timestamp": int(time.time() * 1000), **changes})


def run(line_event: dict[str, Any], attempt: int = 1) -> dict[str, Any]:
    return handler.lambda_handler(sqs_event(line_event, attempt), CONTEXT)


def calls(served: httpx.Client) -> list[str]:
    return [call["operation"] for call in served.get("/control/calls").json()["calls"]]


def shown(served: httpx.Client) -> list[str]:
    messages = served.get(f"/control/chats/{USER_ID}").json()["messages"]
    return [message["text"] for message in messages if message["from"] == "bot"]


def break_model(served: httpx.Client) -> None:
    fault = {"service": "openai", "operation": "responses", "kind": "status", "status": 500}
    served.post("/control/faults", json=fault)
