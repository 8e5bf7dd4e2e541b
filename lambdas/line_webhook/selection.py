"""Which events are for the worker, and how much of each.

In groups and rooms people talk to each other. What does not address the bot is nobody else's
business: it is not stored anywhere, not even on the queue. Unless the group has let the bot listen
in: then of a text its words, and who says them, are for the worker too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaiwa.fields import Fields, UnreadableError
from kaiwa.line.events import OURS, OVERHEARD, mentions_of_bot, source_of
from kaiwa.queued_event import QueuedEvent

if TYPE_CHECKING:
    from kaiwa.table.listening import Listening
    from kaiwa.table.sent_bubbles import SentBubbles

OF_EVENT = ("webhookEventId", "timestamp", "mode", "source", "deliveryContext")
"""What the worker is told of an event that is overheard."""
LONGEST_ID = 100
"""LINE's ids are shorter. SQS takes 128 characters in all."""


@dataclass(frozen=True)
class Selection:
    """What a message is for is looked up in the table; `listening` is None where the operator
    allows it nowhere. Methods raise botocore's errors if the table does not answer.
    """

    sent_bubbles: "SentBubbles"
    listening: "Listening | None" = None

    def for_worker(self, event: Fields) -> list[QueuedEvent]:
        """The event as the worker is to get it; nothing if it is not for it.

        Raises `UnreadableError`.
        """
        source = source_of(event)
        if source is None:
            return []
        event_id, whole = event.needed_id("webhookEventId"), event.values
        if (event.text("type") or "").startswith(OURS):
            raise UnreadableError("type")
        is_new = whole.get("type") == "message"
        if source.one_to_one or not (is_new or "message" in whole):
            return [QueuedEvent(source.conversation_id, event_id, whole)]
        message = event.within("message")
        if mentions_of_bot(message) or self._quotes_bot(message):
            return [QueuedEvent(source.conversation_id, event_id, whole)]
        overheard = self._overheard(event, source.conversation_id)
        if is_new:
            return [QueuedEvent(source.conversation_id, event_id, each) for each in overheard]
        # It may be one that addressed the bot before. Apart from its words: this one may become a
        # dead letter.
        edited = QueuedEvent(source.conversation_id, event_id, _without_words(event))
        heard_id = f"{event_id[:LONGEST_ID]}#overheard"
        again = [QueuedEvent(source.conversation_id, heard_id, each) for each in overheard]
        return [edited, *again]

    def _quotes_bot(self, message: Fields) -> bool:
        quoted = message.id("quotedMessageId")
        return quoted is not None and self.sent_bubbles.contains(quoted)

    def _overheard(self, event: Fields, chat_id: str) -> list[Mapping[str, Any]]:
        """What is heard of the message. Nothing of pictures, nor of whom LINE does not name: the
        words could not be found for who wants to be forgotten.
        """
        message = event.within("message")
        text = message.text("text") if message.text("type") == "text" else None
        speaker = event.within("source").id("userId")
        if not text or speaker is None or event.text("mode") == "standby":
            return []
        if self.listening is None or not self.listening.is_on(chat_id):
            return []
        told = {name: event.values[name] for name in OF_EVENT if name in event.values}
        heard = {"id": message.needed_id("id"), "text": text}
        edited = event.values.get("type") != "message"
        return [{**told, "type": OVERHEARD, "edited": edited, "message": heard}]


def _without_words(event: Fields) -> Mapping[str, Any]:
    """Of an edited message, which it is."""
    message = event.within("message")
    which = {name: message.values[name] for name in ("id", "type") if name in message.values}
    return {**event.values, "message": which}
