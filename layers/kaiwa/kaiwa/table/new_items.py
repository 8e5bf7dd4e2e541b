"""Making the items of a turn, and adding them to a transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import USER, Conversation, EventMarker, Message, marker_id
from kaiwa.table.lifetimes import EVENT_MARKER
from kaiwa.table.transactions import move_on, next_time
from kaiwa.table.turns import Content, Delivery

if TYPE_CHECKING:
    from kaiwa.line.messages import ReceivedMessage

RECENT_TURNS = 5
"""How many turns the conversation item names. The index lags by a second at most times: plenty."""
MOST_ATTACHMENTS = 50
"""How many images and files in a row are remembered; LINE lets users send fewer at once."""


def question_of(
    received: "ReceivedMessage", conversation: Conversation, now: datetime, retention: timedelta
) -> Message:
    """The item of a user's message."""
    return Message(
        received.message_id,
        line_user_id=received.conversation_id,
        role=USER,
        content=received.text,
        created_at=next_time(conversation, received.sent_at),
        updated_at=now,
        expires_at=now + retention,
        sent_at=received.sent_at,
        speaker_id=received.user_id,
        kind=received.noted_kind,
        file_name=received.file_name,
        image_set=received.image_set[0] if received.image_set else None,
        quoted_id=received.quoted_id,
    )


def undelivered(
    message_id: str,
    chat_id: str,
    content: Content,
    conversation: Conversation,
    now: datetime,
    retention: timedelta,
) -> Message:
    """The item of what the bot is about to send."""
    return Message(
        message_id,
        line_user_id=chat_id,
        role=content.role,
        content=content.text,
        created_at=next_time(conversation, now),
        updated_at=now,
        expires_at=now + retention,
        delivery=Delivery.STORED.value,
        next_bubble=0,
        cut_at=content.cut_at,
        cards=content.cards or None,
        picture=content.picture,
    )


def marker_of(event_id: str, now: datetime) -> EventMarker:
    """The item that says that an event was taken."""
    return EventMarker(marker_id(event_id), expires_at=now + EVENT_MARKER)


def add(
    write: TransactWrite,
    conversation: Conversation,
    message: Message,
    marker: EventMarker,
    *actions: Action,
) -> None:
    """Add to the transaction: a message, once for its event, as the conversation's newest.

    Its first items are the marker and the message, if nothing is checked or deleted in it.
    """
    write.save(marker, condition=EventMarker.id.does_not_exist())
    write.save(message, condition=Message.id.does_not_exist())
    recent_ids = [*conversation.recent_ids, message.id][-RECENT_TURNS:]
    recent = Conversation.recent_ids.set(recent_ids)
    move_on(write, conversation, message.created_at, recent, *actions)


def consequences(
    received: "ReceivedMessage",
    conversation: Conversation,
    question: Message,
    set_members: Iterable[str],
) -> list[Action]:
    """What a user's message changes of the conversation besides its order.

    `set_members` are the images that arrived before of those it was sent together with.
    """
    actions: list[Action] = []
    if received.is_attachment:
        # Images and files in a row belong together, and those of a set whatever comes between.
        earlier = conversation.attachment_ids
        goes_on = earlier and conversation.recent_ids and conversation.recent_ids[-1] in earlier
        ids = dict.fromkeys([*sorted(set_members), *(earlier if goes_on else ()), question.id])
        actions.append(Conversation.attachment_ids.set(list(ids)[-MOST_ATTACHMENTS:]))
    stopped_at: datetime | None = conversation.stopped_at
    if stopped_at is not None and stopped_at < received.sent_at:
        # Nobody writes to whom they have blocked: the event that said so was lost, or is late.
        actions.append(Conversation.stopped_at.remove())
    return actions
