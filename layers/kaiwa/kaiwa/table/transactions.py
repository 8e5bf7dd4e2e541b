"""Writing to the table on conditions, and in transactions that hand out a conversation's order."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.attributes import Attribute
from pynamodb.exceptions import (
    DeleteError,
    DoesNotExist,
    PutError,
    TransactWriteError,
    UpdateError,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import Conversation, conversation_item_id
from kaiwa.times import TICK

ATTEMPTS = 5
CONFLICT = "TransactionConflict"


class TableBusyError(Exception):
    """Other writers kept changing the conversation. Trying again later can help."""


def conversation_of(chat_id: str) -> Conversation:
    """What is known of the chat, read consistently."""
    try:
        return Conversation.get(conversation_item_id(chat_id), consistent_read=True)
    except DoesNotExist:
        return Conversation(conversation_item_id(chat_id))


def commit[Written](
    chat_id: str,
    fill: Callable[[TransactWrite, Conversation], Written],
    refusals: Mapping[int, type[Exception]],
    likely: Conversation | None = None,
) -> tuple[Written, Conversation]:
    """Write what `fill` puts into a transaction, anew while others change the conversation.

    Returns what `fill` returns and the conversation as it was before. `refusals`: which error to
    raise when the condition of the transaction's item of that number does not hold. PynamoDB puts
    the items in this order, whatever `fill` does: checks, deletions, saved items, updates.

    `likely` is the conversation as far as `fill` needs it, if the caller can tell without reading:
    it is tried first, and what `fill` makes conditional on it refuses it if it is out of date.
    """
    for number in range(ATTEMPTS):
        conversation = likely if likely and number == 0 else conversation_of(chat_id)
        try:
            # The models' own connection: another would cost a cold start another client.
            with TransactWrite(connection=Conversation._get_connection().connection) as write:
                written = fill(write, conversation)
        except TransactWriteError as error:
            for item, refusal in refusals.items():
                if refused(error, item):
                    raise refusal from error
            _raise_unless_contended(error)
        else:
            return written, conversation
    raise TableBusyError("The conversation's item kept changing while it was written.")


def write_together(fill: Callable[[TransactWrite], None]) -> None:
    """Write what `fill` puts into a transaction, again while others write the same items."""
    for _ in range(ATTEMPTS):
        try:
            with TransactWrite(connection=Conversation._get_connection().connection) as write:
                fill(write)
        except TransactWriteError as error:
            if {each.code for each in error.cancellation_reasons if each} != {CONFLICT}:
                raise
        else:
            return
    raise TableBusyError("The items kept changing while they were written.")


def next_time(conversation: Conversation, time: datetime) -> datetime:
    """`time`, or just after the conversation's last one: its order never depends on clocks."""
    last = conversation.last_created_at
    return time if last is None else max(time, last + TICK)


def move_on(
    write: TransactWrite, conversation: Conversation, created_at: datetime, *actions: Action
) -> None:
    """Add to the transaction: the conversation's time is now `created_at`, if still as read."""
    write.update(
        conversation,
        actions=[Conversation.last_created_at.set(created_at), *actions],
        condition=unchanged(Conversation.last_created_at, conversation.last_created_at),
    )


def held(write: Callable[[], object]) -> bool:
    """Write or delete an item on a condition. False if it did not hold."""
    try:
        write()
    except (DeleteError, PutError, UpdateError) as error:
        # Asked for the code of a broken connection, PynamoDB fails.
        if not isinstance(error.cause, ClientError):
            raise
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True


def unchanged(attribute: Attribute[Any], read: object) -> Condition:
    """The condition that an attribute is still as it was read; None: that it is not there."""
    return attribute.does_not_exist() if read is None else attribute == read


def refused(error: TransactWriteError, item: int) -> bool:
    """Whether the condition of the transaction's item number `item` did not hold."""
    reasons = error.cancellation_reasons
    return (
        len(reasons) > item
        and (reason := reasons[item]) is not None
        and (reason.code == "ConditionalCheckFailed")
    )


def _raise_unless_contended(error: TransactWriteError) -> None:
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    if not codes or codes - {"ConditionalCheckFailed", CONFLICT}:
        raise error
