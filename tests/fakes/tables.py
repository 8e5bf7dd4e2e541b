"""Gateways to the table that see it late, or find nothing, when told to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from kaiwa.table.items import Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.sent_bubbles import SentBubbles


@dataclass
class FakeSentBubbles(SentBubbles):
    """Remembers the ids of bubbles, or is out of order."""

    ids: list[str] = field(default_factory=list)
    failure: Exception | None = None

    def record(self, message_ids: Iterable[str], expires_at: datetime) -> None:
        if self.failure:
            raise self.failure
        self.ids += message_ids


class LaggingTable(MessageTable):
    """A table whose index lags, as on AWS: it does not show what is newer than `shown_until`."""

    shown_until: datetime

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return super().newest(conversation_id, after, min(before, self.shown_until), limit)

    def oldest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return super().oldest(conversation_id, after, min(before, self.shown_until), limit)


class StaleTable(MessageTable):
    """A table whose index shows, as on AWS for a moment, what was there when it was frozen: also
    what was deleted since, and the old words of what was edited.
    """

    shown: list[Message]

    def freeze(self, conversation_id: str) -> None:
        self.shown = list(Message.by_line_user_id.query(conversation_id))

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return self._between(after, before)[::-1][:limit]

    def oldest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        return self._between(after, before)[:limit]

    def _between(self, after: datetime, before: datetime) -> list[Message]:
        return [message for message in self.shown if after <= message.created_at <= before]
