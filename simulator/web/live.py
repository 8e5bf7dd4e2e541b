"""Live updates by server-sent events.

A chat changes by bubbles, read marks, faults, people, and by mere time. So the page's view is made
again and again, and sent when it differs: whole, so that nothing is missed over a lost connection.
https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.responses import StreamingResponse

LOOK_SECONDS = 0.15
ALIVE_SECONDS = 15.0


def live(view: Callable[[], Any], is_ending: Callable[[], bool]) -> StreamingResponse:
    """An event with the view whenever it changes, until the browser leaves or the server ends."""
    return StreamingResponse(changes(view, is_ending), media_type="text/event-stream")


async def changes(view: Callable[[], Any], is_ending: Callable[[], bool]) -> AsyncIterator[str]:
    """The events as text: the view at once and after each change, a comment when all is quiet."""
    last, quiet = "", 0.0
    while not is_ending():
        now = json.dumps(view())
        if now != last or quiet >= ALIVE_SECONDS:
            yield ":\n\n" if now == last else f"data: {now}\n\n"
            last, quiet = now, 0.0
        await asyncio.sleep(LOOK_SECONDS)
        quiet += LOOK_SECONDS
