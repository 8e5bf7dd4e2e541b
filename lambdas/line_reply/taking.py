"""Which events are still to be acted upon."""

from datetime import datetime
from typing import Protocol

from kaiwa.line.events import Received, is_too_old


class Events(Protocol):
    """Which events were taken. See `kaiwa.table.messages.MessageTable`."""

    def take_event(self, event_id: str, now: datetime) -> bool: ...


def refusal(received: Received, attempt: int, events: Events, now: datetime) -> str | None:
    """Why nothing is to be done about the event, or None if it is taken now.

    A first attempt finds a marker if LINE delivered the event twice; a later one finds its own.
    """
    if is_too_old(received.sent_at, now):
        return "too old"
    if not events.take_event(received.event_id, now) and attempt == 1:
        return "taken before"
    return None
