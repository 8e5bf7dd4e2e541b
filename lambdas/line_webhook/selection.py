"""Which events are for the worker, and how much of each.

In groups and rooms people talk to each other. What does not address the bot is nobody else's
business: it is not stored anywhere, not even on the queue.
"""

from typing import TYPE_CHECKING

from kaiwa.fields import Fields
from kaiwa.line.events import mentions_of_bot, source_of
from kaiwa.queued_event import QueuedEvent

if TYPE_CHECKING:
    from kaiwa.table.sent_bubbles import SentBubbles


def for_worker(event: Fields, sent_bubbles: "SentBubbles") -> QueuedEvent | None:
    """The event as the worker is to get it, or None if it is not for it.

    Raises `UnreadableError`, and botocore's errors if the table does not answer.
    """
    source = source_of(event)
    if source is None:
        return None
    event_id, whole = event.needed_id("webhookEventId"), event.values
    is_new = whole.get("type") == "message"
    if source.one_to_one or not (is_new or "message" in whole):
        return QueuedEvent(source.conversation_id, event_id, whole)
    message = event.within("message")
    if mentions_of_bot(message) or _quotes_bot(message, sent_bubbles):
        return QueuedEvent(source.conversation_id, event_id, whole)
    if is_new:
        return None
    # An edited message may be one that addressed the bot before: which it is, without its words.
    which = {name: message.values[name] for name in ("id", "type") if name in message.values}
    return QueuedEvent(source.conversation_id, event_id, {**whole, "message": which})


def _quotes_bot(message: Fields, sent_bubbles: "SentBubbles") -> bool:
    quoted = message.id("quotedMessageId")
    return quoted is not None and sent_bubbles.contains(quoted)
