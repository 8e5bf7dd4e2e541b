"""Gateway to what the members of a group say to each other while the bot listens in.

| item   | id                                        | in the index, as    |
|--------|-------------------------------------------|---------------------|
| switch | `listening#<group>`                       | no                  |
| text   | `overheard#<group>#<place, 0 up to 199>`  | `overheard#<user>`  |

The places are taken in turn, so that the newest text takes that of the oldest, and all of them are
read by their ids: the index lags. No query for a chat's messages finds these items. Of a group only
the worker writes here, one event at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.transactions import TransactWrite

from kaiwa.line.events import Overheard
from kaiwa.table.deletion import overheard_key
from kaiwa.table.items import (
    META,
    Conversation,
    Item,
    Message,
    TableGateway,
    conversation_item_id,
)
from kaiwa.table.listening import SINCE, switch_id
from kaiwa.table.together import read_together
from kaiwa.table.transactions import held, refused, write_together

MOST_TEXTS = 200
LONGEST_TEXT = 1000
"""Characters of a text that are kept."""
READ_AT_ONCE = 100


class Switch(Item):
    """The group lets the bot listen in, for texts to be kept that long. Without `since` it is off,
    and texts of before may still have to be deleted. `heard`: how many there were.
    """

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    since = UTCDateTimeAttribute(attr_name=SINCE, null=True)
    hours = NumberAttribute(null=True)
    heard = NumberAttribute(default=0)


class OverheardText(Item):
    """A text. `line_user_id` leads from its speaker to it; `sent_at` is when its words were sent,
    the last ones if it was edited.
    """

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    line_user_id = UnicodeAttribute(attr_name="lineUserId")
    message_id = UnicodeAttribute(attr_name="messageId")
    speaker_id = UnicodeAttribute(attr_name="speakerId")
    content = UnicodeAttribute()
    created_at = UTCDateTimeAttribute(attr_name="createdAt")
    sent_at = UTCDateTimeAttribute(attr_name="sentAt")
    expires_at = TTLAttribute(attr_name="expiresAt")


@dataclass(frozen=True)
class Heard:
    """What was heard and is still kept, oldest first; for how many hours it is."""

    hours: int
    texts: list[OverheardText]


class OverheardTexts(TableGateway):
    """What was overheard. All reads are consistent."""

    def hours(self, chat_id: str) -> int | None:
        """For how long the group's texts are kept; None if the bot does not listen in there."""
        switch = _switch(chat_id)
        return None if switch is None or switch.since is None else int(switch.hours or 0)

    def start(self, chat_id: str, hours: int, now: datetime) -> None:
        """Listen in from now on. What was said before is not heard."""
        Switch(switch_id(chat_id), since=now, hours=hours, heard=0).save()

    def stop(self, chat_id: str, at: datetime | None = None) -> bool:
        """Hear nothing from now on, and delete what was heard. Again is harmless.

        False, and nothing changes, if there is nothing, or if listening began after `at`.
        """
        switch = _switch(chat_id)
        if switch is None or (at is not None and switch.since is not None and switch.since > at):
            return False
        switch.update([Switch.since.remove()])
        _delete(_places(chat_id, MOST_TEXTS))
        switch.delete()
        return True

    def hear(self, text: Overheard, most_hours: int, now: datetime) -> bool:
        """Keep the text, for as long as the group was told, but for `most_hours` at most. False if
        it is not to be heard, is too old to be kept, or was taken back or forgotten before it came.
        """
        switch = Switch(switch_id(text.conversation_id))
        still_on = Switch.since <= text.sent_at
        if not held(lambda: switch.update([Switch.heard.add(1)], condition=still_on)):
            return False
        hours = min(int(switch.hours or 0), most_hours)
        expires_at = text.sent_at + timedelta(hours=hours)
        if expires_at <= now:
            return False
        place = (int(switch.heard) - 1) % MOST_TEXTS
        heard = OverheardText(
            _place(text.conversation_id, place),
            line_user_id=overheard_key(text.speaker_id),
            message_id=text.message_id,
            speaker_id=text.speaker_id,
            content=text.text[:LONGEST_TEXT],
            created_at=text.sent_at,
            sent_at=text.sent_at,
            expires_at=expires_at,
        )
        try:
            write_together(lambda write: _keep(write, heard))
        except TransactWriteError as error:
            if not refused(error, 0) and not refused(error, 1):
                raise
            return False
        return True

    def read(self, chat_id: str, now: datetime) -> Heard | None:
        """What is kept of the group, each text once; None if the bot does not listen in there."""
        switch = _switch(chat_id)
        if switch is None or switch.since is None:
            return None
        live = [
            each
            for each in _texts(chat_id, switch)
            if each.expires_at > now and each.created_at >= switch.since
        ]
        # An attempt that was repeated has taken two places.
        newest = {each.message_id: each for each in sorted(live, key=lambda each: each.sent_at)}
        ordered = sorted(newest.values(), key=lambda each: each.created_at)
        return Heard(int(switch.hours or 0), ordered)

    def take_out(self, chat_id: str, message_id: str) -> bool:
        """Delete the text that was this message. False if there is none."""
        places = [each.id for each in _found(chat_id, message_id)]
        _delete(places)
        return bool(places)

    def edit(self, chat_id: str, message_id: str, text: str, at: datetime) -> bool:
        """Put other words into it; `at` is when. False if there is none, or a later edit."""
        older = [each for each in _found(chat_id, message_id) if each.sent_at < at]
        for each in older:
            words = OverheardText.content.set(text[:LONGEST_TEXT])
            each.update([words, OverheardText.sent_at.set(at)])
        return bool(older)


def _keep(write: TransactWrite, heard: OverheardText) -> None:
    """Add to the transaction: the text is kept, unless it was taken back, or its speaker wants what
    was said until then to be forgotten. LINE delivers in any order, and the queue may do so again.
    """
    write.condition_check(Message, heard.message_id, condition=Message.id.does_not_exist())
    forgotten = Conversation.forgotten_at
    write.condition_check(
        Conversation,
        conversation_item_id(heard.speaker_id),
        condition=forgotten.does_not_exist() | (forgotten < heard.sent_at),
    )
    write.save(heard)


def _switch(chat_id: str) -> Switch | None:
    try:
        return Switch.get(switch_id(chat_id), consistent_read=True)
    except DoesNotExist:
        return None


def _found(chat_id: str, message_id: str) -> list[OverheardText]:
    switch = _switch(chat_id)
    texts = [] if switch is None else _texts(chat_id, switch)
    return [each for each in texts if each.message_id == message_id]


def _texts(chat_id: str, switch: Switch) -> Iterator[OverheardText]:
    places = _places(chat_id, min(int(switch.heard), MOST_TEXTS))
    for some in batched(places, READ_AT_ONCE, strict=False):
        for item in read_together(some).values():
            yield OverheardText.from_raw_data(item)


def _places(chat_id: str, number: int) -> list[str]:
    return [_place(chat_id, each) for each in range(number)]


def _place(chat_id: str, number: int) -> str:
    return f"overheard#{chat_id}#{number}"


def _delete(ids: list[str]) -> None:
    with OverheardText.batch_write() as batch:
        for each in ids:
            batch.delete(OverheardText(each))
