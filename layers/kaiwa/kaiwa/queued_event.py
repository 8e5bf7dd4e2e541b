"""What is put onto a queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class QueuedEvent:
    """An event for a queue: the conversation whose order it keeps, an id of its own, and its JSON.

    Both ids are as SQS takes them (see `kaiwa.fields.ID`).
    """

    conversation_id: str
    event_id: str
    event: Mapping[str, Any]
