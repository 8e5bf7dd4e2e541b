"""Gateway to the table `messages`: taking a turn, storing its answer, recalling what was said."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from kaiwa.line_events import ReceivedText
from kaiwa.models import (
    USER,
    Conversation,
    EventMarker,
    Message,
    TableMeta,
    Usage,
    answer_id,
    conversation_item_id,
    marker_id,
    usage_id,
)
from kaiwa.own_texts import OwnText
from kaiwa.turns import Content, Delivery, Turn

MARKER_LIFE = timedelta(days=3)
USAGE_LIFE = timedelta(days=400)
RECENT_TURNS = 5
"""How many turns the conversation item names. The index lags by a second at most times: plenty."""
TICK = timedelta(microseconds=1)
ATTEMPTS = 5


class TableBusyError(Exception):
    """Other writers kept changing the conversation. Trying again later can help."""


class MessageTable:
    """The messages, answers and conversations.

    `retention` is how long a message is kept; days of usage begin at midnight in `timezone`.
    """

    def __init__(self, name: str, retention: timedelta, timezone: ZoneInfo) -> None:
        TableMeta.table_name = name
        self._retention = retention
        self._timezone = timezone

    def take_event(self, event_id: str, now: datetime) -> bool:
        """Mark an event that leaves no message as taken. False if it was before."""
        marker = EventMarker(marker_id(event_id), expires_at=now + MARKER_LIFE)
        try:
            marker.save(condition=EventMarker.id.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def begin_turn(self, received: ReceivedText, now: datetime) -> Turn:
        """Take the event: its marker and its message in one transaction, or what it led to before.

        Taken once only, however often and from wherever the event comes.
        """

        def fill(write: TransactWrite, conversation: Conversation) -> Message:
            question = self._question(received, conversation, now)
            self._add(write, conversation, question, received.event_id, now)
            self._count(write, question, now, Usage.messages.add(1))
            return question

        question, conversation = self._commit(received.conversation_id, fill, decisive=2)
        if question is None:
            return self._turn_so_far(received, conversation)
        return Turn(question, None, conversation.reset_at, conversation.recent_ids)

    def store_answer(self, question: Message, content: Content, now: datetime) -> Message | None:
        """Store the answer, not yet delivered. None if the question was deleted meanwhile."""

        def fill(write: TransactWrite, conversation: Conversation) -> Message:
            answer = self._undelivered(
                answer_id(question.id), conversation, question.line_user_id, content, now
            )
            write.condition_check(Message, question.id, condition=Message.role == USER)
            write.save(answer, condition=Message.id.does_not_exist())
            self._move_on(write, conversation, answer.created_at)
            tokens = (
                Usage.input_tokens.add(content.input_tokens),
                Usage.output_tokens.add(content.output_tokens),
            )
            self._count(write, question, now, *tokens)
            return answer

        answer, _ = self._commit(question.line_user_id, fill, decisive=1)
        return answer

    def store_own(self, own: OwnText, now: datetime) -> Message | None:
        """Store a text that is to be delivered, or return it as it was stored before.

        None if it has been deleted since.
        """

        def fill(write: TransactWrite, conversation: Conversation) -> Message:
            content = Content(own.role, own.text)
            message = self._undelivered(own.id, conversation, own.conversation_id, content, now)
            self._add(write, conversation, message, own.id, now)
            return message

        message, _ = self._commit(own.conversation_id, fill, decisive=2)
        return message or next(iter(self.by_ids([own.id])), None)

    def advance(self, answer: Message, delivery: Delivery, next_bubble: int, now: datetime) -> None:
        """Record how far delivery has got, provided nobody else has moved it meanwhile."""
        answer.update(
            actions=[
                Message.delivery.set(delivery.value),
                Message.next_bubble.set(next_bubble),
                Message.updated_at.set(now),
            ],
            condition=(Message.delivery == answer.delivery)
            & (Message.next_bubble == answer.next_bubble),
        )

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        """Up to `limit` messages between two times (both included), newest first, as the index
        shows them: on AWS the very last ones may be missing.
        """
        return list(
            Message.by_line_user_id.query(
                conversation_id,
                range_key_condition=Message.created_at.between(after, before),
                scan_index_forward=False,
                limit=limit,
            )
        )

    def oldest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]:
        """The same from the other end: oldest first."""
        return list(
            Message.by_line_user_id.query(
                conversation_id,
                range_key_condition=Message.created_at.between(after, before),
                limit=limit,
            )
        )

    def usage(self, user_id: str, days: Iterable[date]) -> dict[date, Usage]:
        """A person's usage by day, of up to 100 days, as far as there was any."""
        by_id = {usage_id(user_id, day): day for day in days}
        return {by_id[found.id]: found for found in Usage.batch_get(list(by_id))}

    def by_ids(self, ids: Iterable[str]) -> list[Message]:
        """The messages with these ids that exist, read consistently, in no order."""
        return list(Message.batch_get(list(ids), consistent_read=True))

    def _commit(
        self,
        line_user_id: str,
        fill: Callable[[TransactWrite, Conversation], Message],
        decisive: int,
    ) -> tuple[Message | None, Conversation]:
        """Write what `fill` puts into a transaction, anew while others change the conversation.

        Returns its message, or None if one of the first `decisive` conditions does not hold, and
        the conversation as it was before.
        """
        for _ in range(ATTEMPTS):
            conversation = self._conversation(line_user_id)
            try:
                # The models' own connection: another would cost a cold start another client.
                connection = Message._get_connection().connection
                with TransactWrite(connection=connection) as write:
                    message = fill(write, conversation)
            except TransactWriteError as error:
                if any(_refused(error, item) for item in range(decisive)):
                    return None, conversation
                _raise_unless_contended(error)
            else:
                return message, conversation
        raise TableBusyError("The conversation's item kept changing while it was written.")

    def _add(
        self,
        write: TransactWrite,
        conversation: Conversation,
        message: Message,
        event_id: str,
        now: datetime,
    ) -> None:
        """Add to the transaction: a message, once for its event, as the conversation's newest."""
        marker = EventMarker(marker_id(event_id), expires_at=now + MARKER_LIFE)
        write.save(marker, condition=EventMarker.id.does_not_exist())
        write.save(message, condition=Message.id.does_not_exist())
        recent_ids = [*conversation.recent_ids, message.id][-RECENT_TURNS:]
        self._move_on(
            write, conversation, message.created_at, Conversation.recent_ids.set(recent_ids)
        )

    def _conversation(self, line_user_id: str) -> Conversation:
        try:
            return Conversation.get(conversation_item_id(line_user_id), consistent_read=True)
        except DoesNotExist:
            return Conversation(conversation_item_id(line_user_id))

    def _question(
        self, received: ReceivedText, conversation: Conversation, now: datetime
    ) -> Message:
        return Message(
            received.message_id,
            line_user_id=received.conversation_id,
            role=USER,
            content=received.text,
            created_at=_next(conversation, received.sent_at),
            updated_at=now,
            expires_at=now + self._retention,
            sent_at=received.sent_at,
            speaker_id=received.speaker_id,
        )

    def _turn_so_far(self, received: ReceivedText, conversation: Conversation) -> Turn:
        found = {
            message.id: message
            for message in self.by_ids([received.message_id, answer_id(received.message_id)])
        }
        question = found.get(received.message_id)
        if question is not None and question.role != USER:
            question = None
        answer = found.get(answer_id(received.message_id))
        return Turn(question, answer, conversation.reset_at, conversation.recent_ids)

    def _undelivered(
        self,
        message_id: str,
        conversation: Conversation,
        line_user_id: str,
        content: Content,
        now: datetime,
    ) -> Message:
        return Message(
            message_id,
            line_user_id=line_user_id,
            role=content.role,
            content=content.text,
            created_at=_next(conversation, now),
            updated_at=now,
            expires_at=now + self._retention,
            delivery=Delivery.STORED.value,
            next_bubble=0,
        )

    def _count(
        self, write: TransactWrite, question: Message, now: datetime, *actions: Action
    ) -> None:
        """Add to the transaction: what the speaker used today."""
        today = now.astimezone(self._timezone).date()
        usage = Usage(usage_id(question.speaker_id or question.line_user_id, today))
        write.update(usage, actions=[*actions, Usage.expires_at.set(now + USAGE_LIFE)])

    def _move_on(
        self,
        write: TransactWrite,
        conversation: Conversation,
        created_at: datetime,
        *actions: Action,
    ) -> None:
        """Add to the transaction: the conversation's time is now `created_at`, if still as read."""
        last = conversation.last_created_at
        unchanged: Condition = (
            Conversation.last_created_at.does_not_exist()
            if last is None
            else Conversation.last_created_at == last
        )
        write.update(
            conversation,
            actions=[Conversation.last_created_at.set(created_at), *actions],
            condition=unchanged,
        )


def _next(conversation: Conversation, time: datetime) -> datetime:
    """`time`, or just after the conversation's last one: its order never depends on clocks."""
    last = conversation.last_created_at
    return time if last is None else max(time, last + TICK)


def _refused(error: TransactWriteError, item: int) -> bool:
    """Whether the condition of the transaction's item number `item` did not hold."""
    reasons = error.cancellation_reasons
    return (
        len(reasons) > item
        and (reason := reasons[item]) is not None
        and (reason.code == "ConditionalCheckFailed")
    )


def _raise_unless_contended(error: TransactWriteError) -> None:
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    if not codes or codes - {"ConditionalCheckFailed", "TransactionConflict"}:
        raise error
