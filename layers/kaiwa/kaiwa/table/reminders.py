"""Gateway to the reminders in the table: an item for each chat, with all that are to come."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from pynamodb.attributes import (
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import META, USER, Item, Message, TableGateway
from kaiwa.table.lifetimes import REMINDER
from kaiwa.table.transactions import (
    ATTEMPTS,
    TableBusyError,
    held,
    refused,
    unchanged,
    write_together,
)


@dataclass(frozen=True)
class Reminder:
    """What a chat is to be reminded of. `number` is what people call it; as long as there are
    others, it is nobody else's. `person_id` asked for it at `set_at` by the message `message_id`.
    """

    id: str
    number: int
    at: datetime
    words: str
    person_id: str
    message_id: str
    set_at: datetime


class _GoneError(Exception):
    """The question is there no more."""


class Entry(MapAttribute[Any, Any]):
    """A reminder inside the chat's item."""

    id = UnicodeAttribute()
    number = NumberAttribute()
    at = UTCDateTimeAttribute()
    words = UnicodeAttribute()
    person_id = UnicodeAttribute(attr_name="personId")
    message_id = UnicodeAttribute(attr_name="messageId")
    set_at = UTCDateTimeAttribute(attr_name="setAt")


class ChatReminders(Item):
    """The chat's reminders. `person_ids`: whose they are, so that a person's are found."""

    Meta = META

    id = UnicodeAttribute(hash_key=True)
    reminders = ListAttribute[Any](of=Entry, default=list)
    person_ids = UnicodeSetAttribute(attr_name="personIds", null=True)
    version = NumberAttribute(default=0)
    expires_at = TTLAttribute(attr_name="expiresAt", null=True)


class Reminders(TableGateway):
    """The reminders of chats. All reads are consistent.

    The methods that write raise `TableBusyError` if others keep changing the same chat's.
    """

    def of_chat(self, chat_id: str) -> list[Reminder]:
        """The chat's reminders, the next one first."""
        return _read(_item(chat_id))

    def of_person(self, person_id: str, chat_ids: Iterable[str]) -> list[Reminder]:
        """Those that the person asked for in any of these chats."""
        ids = [reminders_id(chat_id) for chat_id in dict.fromkeys(chat_ids)]
        found = ChatReminders.batch_get(ids, consistent_read=True)
        return [each for item in found for each in _read(item) if each.person_id == person_id]

    def add(self, chat_id: str, reminder: Reminder) -> Reminder:
        """Add it, under the next free number; or return the one with its id as it was added."""
        return _the_same(reminder, _change(chat_id, partial(_with, reminder)))

    def add_beside(self, chat_id: str, reminder: Reminder, question_id: str) -> Reminder | None:
        """The same while the question is there. None, and nothing changes, if it is no more."""
        try:
            known = _change(chat_id, partial(_with, reminder), question_id)
        except _GoneError:
            return None
        return _the_same(reminder, known)

    def remove(self, chat_id: str, reminder_ids: Collection[str]) -> None:
        """Remove those with these ids, as far as they are there."""
        _change(chat_id, lambda known: [each for each in known if each.id not in reminder_ids])


def reminders_id(chat_id: str) -> str:
    """The id of the item with a chat's reminders."""
    return f"reminders#{chat_id}"


def _with(reminder: Reminder, known: Sequence[Reminder]) -> Sequence[Reminder]:
    if any(each.id == reminder.id for each in known):
        return known
    number = max((each.number for each in known), default=0) + 1
    return [*known, replace(reminder, number=number)]


def _the_same(reminder: Reminder, known: Sequence[Reminder]) -> Reminder:
    return next(each for each in known if each.id == reminder.id)


def _change(
    chat_id: str,
    change: Callable[[Sequence[Reminder]], Sequence[Reminder]],
    question_id: str | None = None,
) -> Sequence[Reminder]:
    """Put others in place of the chat's reminders. Returns them as they are now."""
    for _ in range(ATTEMPTS):
        item = _item(chat_id)
        before = _read(item)
        after = change(before)
        if list(after) == before:
            return after
        if _holds(partial(_write, item, after, question_id)):
            return after
    raise TableBusyError("The chat's reminders kept changing while they were written.")


def _holds(write: Callable[[], None]) -> bool:
    """Whether the reminders were still as read. Raises `_GoneError`."""
    try:
        return held(write)
    except TransactWriteError as error:
        if refused(error, 0):
            raise _GoneError from error
        if refused(error, 1):
            return False
        raise


def _write(item: ChatReminders, reminders: Sequence[Reminder], question_id: str | None) -> None:
    read_at = item.version
    as_read = unchanged(ChatReminders.version, read_at or None)
    if not reminders:
        item.delete(condition=as_read)
        return
    item.reminders = [_entry(each) for each in reminders]
    item.person_ids = {each.person_id for each in reminders}
    item.version = read_at + 1
    item.expires_at = max(each.at for each in reminders) + REMINDER
    if question_id is None:
        item.save(condition=as_read)
    else:
        write_together(lambda write: _add_beside(write, question_id, item, as_read))


def _add_beside(
    write: TransactWrite, question_id: str, item: ChatReminders, as_read: Condition
) -> None:
    write.condition_check(Message, question_id, condition=Message.role == USER)
    write.save(item, condition=as_read)


def _entry(reminder: Reminder) -> Entry:
    return Entry(**asdict(reminder))  # type: ignore[no-untyped-call]


def _item(chat_id: str) -> ChatReminders:
    try:
        return ChatReminders.get(reminders_id(chat_id), consistent_read=True)
    except DoesNotExist:
        return ChatReminders(reminders_id(chat_id))


def _read(item: ChatReminders) -> list[Reminder]:
    entries = [
        Reminder(
            entry.id,
            int(entry.number),
            entry.at,
            entry.words,
            entry.person_id,
            entry.message_id,
            entry.set_at,
        )
        for entry in item.reminders
    ]
    return sorted(entries, key=lambda each: each.at)
