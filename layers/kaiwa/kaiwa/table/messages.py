"""Gateway to the table `messages`: taking a turn, storing its answer, recalling what was said."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from kaiwa.own_texts import OwnText
from kaiwa.table import image_sets, quoted
from kaiwa.table import usage as metering
from kaiwa.table.items import (
    APOLOGY,
    USER,
    Conversation,
    EventMarker,
    Message,
    TableGateway,
    Usage,
    answer_id,
    conversation_item_id,
)
from kaiwa.table.new_items import add, consequences, marker_of, question_of, undelivered
from kaiwa.table.transactions import commit, conversation_of, held, move_on, write_together
from kaiwa.table.turns import Content, DailyLimits, Delivery, Turn

if TYPE_CHECKING:
    from kaiwa.line.messages import ReceivedMessage
    from kaiwa.line.taps import TryAgain


class LimitReachedError(Exception):
    """The person has used up what they may in a day."""


class _TakenError(Exception):
    """The event was taken before."""


class _DeletedError(Exception):
    """The question is not there any more."""


class MessageTable(TableGateway):
    """The messages and their answers.

    `retention` is how long a message is kept; days of usage begin at midnight in `timezone`.
    """

    def __init__(self, table_name: str, retention: timedelta, timezone: ZoneInfo) -> None:
        super().__init__(table_name)
        self._retention = retention
        self._meter = metering.Meter(timezone)

    def take_event(self, event_id: str, now: datetime) -> bool:
        """Mark an event that leaves no message as taken. False if it was before."""
        marker = marker_of(event_id, now)
        return held(lambda: marker.save(condition=EventMarker.id.does_not_exist()))

    def begin_turn(self, received: "ReceivedMessage", limits: DailyLimits, now: datetime) -> Turn:
        """Take the event: its marker and its message in one transaction, or what it led to before.

        Taken once only, however often and from wherever the event comes. Raises
        `LimitReachedError`, and takes nothing, if the person has used up the day's limits.
        """

        def fill(write: TransactWrite, conversation: Conversation) -> Message:
            question = question_of(received, conversation, now, self._retention)
            set_members = image_sets.members(received)
            changes = consequences(received, conversation, question, set_members)
            changes.append(_welcomes(received, conversation))
            add(write, conversation, question, marker_of(received.event_id, now), *changes)
            self._meter.add_message(write, received.person_id, limits, now)
            if received.user_id and not received.one_to_one:
                # So that the person's words are found when they want to be forgotten.
                speaker = Conversation(conversation_item_id(received.user_id))
                groups = Conversation.group_ids.add({received.conversation_id})
                write.update(speaker, [groups, Conversation.group_turns.add(1)])
            image_sets.add_arrival(write, received, now)
            return question

        refusals = {0: _TakenError, 1: _TakenError, 3: LimitReachedError}
        try:
            question, conversation = commit(received.conversation_id, fill, refusals)
        except _TakenError:
            image_sets.note_arrival(received, now)  # of one that was taken back before it came, too
            return self._turn_so_far(received)
        return Turn(question, None, conversation)

    def begin_again(self, event: "TryAgain", limits: DailyLimits, now: datetime) -> Turn:
        """Take the apology back and the event in one transaction; or what became of the question.

        So whatever comes twice is answered once. Raises `LimitReachedError`, and nothing is taken
        back, if the person has used up the day's limits.
        """

        def fill(write: TransactWrite, _: Conversation) -> None:
            there = (Message.role == USER) & (Message.line_user_id == event.conversation_id)
            write.condition_check(Message, event.message_id, condition=there)
            apology = Message(answer_id(event.message_id))
            write.delete(apology, condition=Message.role == APOLOGY)
            marker = marker_of(event.event_id, now)
            write.save(marker, condition=EventMarker.id.does_not_exist())
            self._meter.add_message(write, event.person_id, limits, now)

        refusals = {0: _TakenError, 1: _TakenError, 2: _TakenError, 3: LimitReachedError}
        with suppress(_TakenError):
            commit(event.conversation_id, fill, refusals)
        return self._turn_so_far(event)

    def rewrite(self, question: Message, text: str, now: datetime) -> bool:
        """Put the words of a recording in place of the note of it. False if it was deleted."""
        words: list[Action] = [Message.content.set(text), Message.updated_at.set(now)]
        return held(lambda: question.update(words, condition=Message.role == USER))

    def set_members(self, received: "ReceivedMessage") -> Collection[str]:
        """See `kaiwa.table.image_sets.members`."""
        return image_sets.members(received)

    def claim_set(self, received: "ReceivedMessage", message_id: str, now: datetime) -> bool:
        """See `kaiwa.table.image_sets.claim`."""
        return image_sets.claim(received, message_id, now)

    def leave_out(self, message_ids: Iterable[str]) -> None:
        """Have these images and files in no prompt any more."""
        for message_id in message_ids:
            change = partial(Message(message_id).update, [Message.left_out.set(True)])
            held(partial(change, condition=Message.role == USER))

    def store_answer(
        self,
        question: Message,
        content: Content,
        now: datetime,
        delivery: Delivery = Delivery.STORED,
    ) -> Message | None:
        """Store the answer, and what comes next of its delivery. None if the question was deleted
        meanwhile.
        """

        def fill(write: TransactWrite, conversation: Conversation) -> Message:
            chat_id, message_id = question.line_user_id, answer_id(question.id)
            answer = undelivered(message_id, chat_id, content, conversation, now, self._retention)
            answer.delivery = delivery.value
            write.condition_check(Message, question.id, condition=Message.role == USER)
            write.save(answer, condition=Message.id.does_not_exist())
            move_on(write, conversation, answer.created_at)
            person_id = question.speaker_id or chat_id
            self._meter.add_tokens(write, person_id, content, now)
            return answer

        # While a question is answered, nothing else is said in its chat, as a rule.
        item_id = conversation_item_id(question.line_user_id)
        likely = Conversation(item_id, last_created_at=question.created_at)
        try:
            answer, _ = commit(question.line_user_id, fill, {0: _DeletedError}, likely)
        except _DeletedError:
            return None
        return answer

    def store_own(self, own: OwnText, now: datetime) -> Message | None:
        """Store a text that is to be delivered, or return it as it was stored before.

        None if it has been deleted since.
        """

        def fill(write: TransactWrite, conversation: Conversation) -> Message:
            content, chat_id = Content(own.role, own.text), own.conversation_id
            message = undelivered(own.id, chat_id, content, conversation, now, self._retention)
            add(write, conversation, message, marker_of(own.id, now))
            return message

        try:
            message, _ = commit(own.conversation_id, fill, {0: _TakenError, 1: _TakenError})
        except _TakenError:
            return next(iter(self.by_ids([own.id])), None)
        return message

    def advance(
        self,
        answer: Message,
        delivery: Delivery,
        next_bubble: int,
        now: datetime,
        bubble_ids: Sequence[str] = (),
    ) -> None:
        """Record how far delivery has got, provided nobody else has moved it meanwhile.

        `bubble_ids` are LINE's ids of what was sent since the last step. In the same request it is
        recorded that a quote of one of these leads to the answer.
        """
        actions: list[Action] = [
            Message.delivery.set(delivery.value),
            Message.next_bubble.set(next_bubble),
            Message.updated_at.set(now),
        ]
        as_read = (Message.delivery == answer.delivery) & (
            Message.next_bubble == answer.next_bubble
        )
        if not bubble_ids:
            answer.update(actions, condition=as_read)
            return

        def fill(write: TransactWrite) -> None:
            write.update(answer, actions, condition=as_read)
            quoted.add_bubbles(write, answer, bubble_ids)

        write_together(fill)
        answer.delivery, answer.next_bubble, answer.updated_at = delivery.value, next_bubble, now

    def quoted(self, chat_id: str, message_id: str) -> "quoted.Quoted | None":
        """See `kaiwa.table.quoted.look_up`."""
        return quoted.look_up(chat_id, message_id)

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        """Up to `limit` messages between two times (both included), newest first, as the index
        shows them: on AWS the very last ones may be missing.
        """
        return _between(conversation_id, after, before, limit, newest_first=True)

    def oldest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        """The same from the other end: oldest first."""
        return _between(conversation_id, after, before, limit, newest_first=False)

    def by_ids(self, ids: Iterable[str]) -> list[Message]:
        """The messages with these ids that exist, read consistently, in no order."""
        return list(Message.batch_get(list(set(ids)), consistent_read=True))

    def usage(self, user_id: str, days: Iterable[date]) -> dict[date, Usage]:
        """A person's usage by day, of up to 100 days, as far as there was any."""
        return metering.used(user_id, days)

    def pictures_today(self, person_id: str, now: datetime) -> int:
        """How many pictures were drawn for the person today."""
        return self._meter.pictures(person_id, now)

    def count_tokens(self, person_id: str, content: Content, now: datetime) -> None:
        """Count what was used for the person besides an answer."""
        self._meter.count_tokens(person_id, content, now)

    def _turn_so_far(self, received: "ReceivedMessage | TryAgain") -> Turn:
        conversation = conversation_of(received.conversation_id)
        ids = [received.message_id, answer_id(received.message_id)]
        found = {message.id: message for message in self.by_ids(ids)}
        question = found.get(received.message_id)
        if question is not None and not _is_there(question, conversation):
            question = None
        return Turn(question, found.get(answer_id(received.message_id)), conversation)


def _welcomes(received: "ReceivedMessage", conversation: Conversation) -> Action:
    """Whoever says something has the bot in the chat, whatever happened before that."""
    known: datetime | None = conversation.welcomed_at
    return Conversation.welcomed_at.set(max(known or received.sent_at, received.sent_at))


def _is_there(question: Message, conversation: Conversation) -> bool:
    """Not if a tombstone stands in its place, or if it is about to be deleted."""
    is_here = conversation_item_id(question.line_user_id or "") == conversation.id
    if question.role != USER or not is_here:
        return False
    forgotten_at: datetime | None = conversation.forgotten_at
    return forgotten_at is None or question.created_at > forgotten_at


def _between(
    chat_id: str, after: datetime, before: datetime, limit: int, *, newest_first: bool
) -> list[Message]:
    if after > before:
        return []  # DynamoDB calls this an error
    return list(
        Message.by_line_user_id.query(
            chat_id,
            range_key_condition=Message.created_at.between(after, before),
            scan_index_forward=not newest_first,
            limit=limit,
        )
    )
