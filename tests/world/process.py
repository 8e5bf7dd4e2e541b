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


AT_ONCE = 4


class Resolvers:
    """The resolver of whoever asks: it remembers its request until that is answered.

    To build one changes what all of them share. So it is done between runs; of those that a crash
    took, too.
    """

    def __init__(self) -> None:
        self._idle: list[Any] = []

    def complete(self) -> None:
        """There are as many as ever ask at the same time."""
        self._idle += [build() for _ in range(AT_ONCE - len(self._idle))]

    def resolve(self, event: Any, context: Any) -> Any:
        resolver = self._idle.pop()
        answer = resolver.resolve(event, context)
        self._idle.append(resolver)
        return answer
