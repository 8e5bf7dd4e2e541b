"""What a process has one of. In Lambda each invocation has a process for itself while it runs; here
strands take turns in one.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import BaseRouter

from chatgpt.api import build

OF_ROUTER = ("current_event", "lambda_context")


def leave() -> Callable[[], None]:
    """A strand gives way. What this returns puts everything back when it goes on."""
    loop = asyncio._get_running_loop()
    known = {name: getattr(BaseRouter, name, None) for name in OF_ROUTER}
    asyncio._set_running_loop(None)

    def come_back() -> None:
        asyncio._set_running_loop(loop)
        for name, value in known.items():
            setattr(BaseRouter, name, value)

    return come_back


class Resolvers:
    """The resolver of whoever asks: it remembers its request until that is answered."""

    def __init__(self) -> None:
        self._idle: list[Any] = []

    def resolve(self, event: Any, context: Any) -> Any:
        resolver = self._idle.pop() if self._idle else build()
        answer = resolver.resolve(event, context)
        self._idle.append(resolver)
        return answer
