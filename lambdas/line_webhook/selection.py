"""Which events are for the worker, and how much of each.

In groups and rooms people talk to each other. What does not address the bot is nobody else's
business: it is not stored anywhere, not even on the queue. Unless the group has let the bot listen
in: then of a text its words, and who says them, are for the worker too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaiwa.fields import Fields
from kaiwa.line.events import OVERHEARD, mentions_of_bot, source_of
from kaiwa.queued_event import QueuedEvent

if TYPE_CHECKING:
    from kaiwa.table.listening import Listening
    from kaiwa.table.sent_bubbles import SentBubbles

OF_EVENT = ("webhookEventId", "timestamp", "mode", "source", "deliveryContext")
"""What the worker is told of an event that is overheard."""


@dataclass(frozen=True)
class Selection:
    """What a message is for is looked up in the table; `listening` is None where the operator
    allows it nowhere. Methods raise botocore's errors if the table does not answer.
    """

    sent_bubbles: "SentBubbles"
    listening: "Listening | None" = None

    def for_worker(self, event: Fields) -> QueuedEvent | None:
        """The event as the worker is to get it, or None if it is not for it.

        Raises `UnreadableError`.
        """
        source = source_of(event)
        if source is None:
            return None
        event_id, whole = event.needed_id("webhookEventId"), event.values
        is_new = whole.get("type") == "message"
        if source.one_to_one or not (is_new or "message" in whole):
            return QueuedEvent(source.conversation_id, event_id, whole)
        message = event.within("message")
        if mentions_of_bot(message) or self._quotes_bot(message):
            return QueuedEvent(source.conversation_id, event_id, whole)
        overheard = self._overheard(event, source.conversation_id)
        if not is_new:
            whole = {**_without_words(event), **({OVERHEARD: overheard} if overheard else {})}
            return QueuedEvent(source.conversation_id, event_id, whole)
        if overheard is None:
            return None
        told = {name: whole[name] for name in OF_EVENT if name in whole}
        heard = {**told, "type": OVERHEARD, "message": overheard}
        return QueuedEvent(source.conversation_id, event_id, heard)

    def _quotes_bot(self, message: Fields) -> bool:
        quoted = message.id("quotedMessageId")
        return quoted is not None and self.sent_bubbles.contains(quoted)

    def _overheard(self, event: Fields, chat_id: str) -> Mapping[str, Any] | None:
        """What is heard of the message. Nothing of pictures, nor of whom LINE does not name: the
        words could not be found for who wants to be forgotten.
        """
        message = event.within("message")
        text = message.text("text") if message.text("type") == "text" else None
        speaker = event.within("source").id("userId")
        if not text or speaker is None or event.text("mode") == "standby":
            return None
        if self.listening is None or not self.listening.is_on(chat_id):
            return None
        return {"id": message.needed_id("id"), "text": text}


def _without_words(event: Fields) -> Mapping[str, Any]:
    """An edited message may be one that addressed the bot before: which it is."""
    message = event.within("message")
    which = {name: message.values[name] for name in ("id", "type") if name in message.values}
    return {**event.values, "message": which}
