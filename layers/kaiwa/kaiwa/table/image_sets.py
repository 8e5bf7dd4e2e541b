"""Pictures that were sent together: which have arrived, and the answer to which is for all."""

from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.attributes import TTLAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import META, Item
from kaiwa.table.lifetimes import IMAGE_SET
from kaiwa.table.transactions import held

if TYPE_CHECKING:
    from kaiwa.line.messages import ReceivedMessage


class ImageSet(Item):
    """The pictures that arrived, those taken back too; `answered_by` is whose answer is for all."""

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    message_ids = UnicodeSetAttribute(attr_name="messageIds", null=True)
    answered_by = UnicodeAttribute(attr_name="answeredBy", null=True)
    expires_at = TTLAttribute(attr_name="expiresAt")


def members(received: "ReceivedMessage") -> frozenset[str]:
    """The ids of the pictures that arrived of the message's set, read consistently."""
    item_id = _item_id(received)
    if item_id is None:
        return frozenset()
    try:
        return frozenset(ImageSet.get(item_id, consistent_read=True).message_ids or ())
    except DoesNotExist:
        return frozenset()


def add_arrival(write: TransactWrite, received: "ReceivedMessage", now: datetime) -> None:
    """Add to the transaction, as its last item: this one has arrived, if it is of a set."""
    if item_id := _item_id(received):
        write.update(ImageSet(item_id), _arrival(received, now))


def note_arrival(received: "ReceivedMessage", now: datetime) -> None:
    """The same in no transaction."""
    if item_id := _item_id(received):
        ImageSet(item_id).update(_arrival(received, now))


def claim(received: "ReceivedMessage", message_id: str, now: datetime) -> bool:
    """Let the answer to that message be the one for the whole set. False if another's is.

    What is of no set is answered for itself.
    """
    item_id = _item_id(received)
    if item_id is None:
        return True
    claimed: list[Action] = [
        ImageSet.answered_by.set(message_id),
        ImageSet.expires_at.set(now + IMAGE_SET),
    ]
    free = ImageSet.answered_by.does_not_exist() | (ImageSet.answered_by == message_id)
    return held(lambda: ImageSet(item_id).update(claimed, condition=free))


def _arrival(received: "ReceivedMessage", now: datetime) -> list[Action]:
    return [
        ImageSet.message_ids.add({received.message_id}),
        ImageSet.expires_at.set(now + IMAGE_SET),
    ]


def _item_id(received: "ReceivedMessage") -> str | None:
    if received.image_set is None:
        return None
    return f"imageset#{received.conversation_id}#{received.image_set[0]}"
