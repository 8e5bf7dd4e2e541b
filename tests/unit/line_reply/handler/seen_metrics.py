"""What the tests of metrics have in common."""

import time
from collections.abc import Callable
from typing import Any

import httpx

from simulator.state import Simulator
from tests.builders import USER_ID
from tests.emitted import Emitted
from tests.unit.line_reply.handler.deployed import (
    recent,
)

type Metrics = Callable[[], list[Emitted]]

CACHED = "CachedTokens{model=gpt-6.1-terra, service=line_reply}"
CALLED_THE_MODEL = [
    "InputTokens{model=gpt-6.1-terra, service=line_reply}",
    "ModelMilliseconds{model=gpt-6.1-terra, service=line_reply}",
    "OutputTokens{model=gpt-6.1-terra, service=line_reply}",
]


def names(emitted: Metrics) -> list[str]:
    return sorted(map(str, emitted()))


def fault(served: httpx.Client, service: str, operation: str, **more: Any) -> None:
    body = {"service": service, "operation": operation, **more}
    served.post("/control/faults", json=body).raise_for_status()


def said(text: str) -> dict[str, Any]:
    return recent(message={"id": "7", "type": "text", "text": text})


def with_token(simulator: Simulator) -> dict[str, Any]:
    """A message whose reply token LINE knows."""
    event, now = recent(), time.time()
    simulator.reply_tokens.issue(
        event["replyToken"], USER_ID, now=now, event_at=now, redelivery=False
    )
    return event
