"""Gateway to the table, for changing the past: unsending, editing, starting afresh, forgetting.

Whatever is changed that a summary covers takes the summary with it.
"""

import time
from collections.abc import Callable
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from kaiwa.table.deletion import (
    CHANGED,
    Besides,
    delete_continuations,
    delete_hidden,
    drop_summary,
)
from kaiwa.table.items import USER, Conversation, Message, TableGateway, Tombstone, answer_id
from kaiwa.table.lifetimes import TOMBSTONE
from kaiwa.table.transactions import commit, move_on, next_time, unchanged


class _UnknownError(Exception):
    """There is no such message to be edited."""


class Past(TableGateway):
    """What was said, to be changed. `pause` waits for that many seconds."""

    def __init__(self, table_name: str, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__(table_name)
        self._pause = pause

    def unsend(self, chat_id: str, message_id: str, now: datetime) -> None:
        """Delete a message and its answer; if the message is still to come, refuse it then.

        Nothing happens to a message of another chat: an id says nothing of whose it is.
        """
        if _is_elsewhere(chat_id, message_id):
            return

        def fill(write: TransactWrite, conversation: Conversation) -> None:
            _take_out(write, message_id, now)
            _change(write, chat_id, conversation, _message(chat_id, message_id))

        delete_continuations([message_id])
        commit(chat_id, fill, {})

    def edit(
        self, chat_id: str, message_id: str, text: str | None, at: datetime, now: datetime
    ) -> bool:
        """Put other words into a message; None deletes it and its answer; `at` is when.

        False, and nothing changes, if it is unknown or was edited later. Edits may arrive out of
        order.
        https://developers.line.biz/en/reference/messaging-api/#edit-event
        """

        def fill(write: TransactWrite, conversation: Conversation) -> None:
            message = _message(chat_id, message_id)
            if message is None or (message.sent_at is not None and message.sent_at >= at):
                raise _UnknownError
            if text is None:
                delete_continuations([message_id])
                _take_out(write, message_id, now, Message.role == USER)
            else:
                edited = (Message.content.set(text), Message.sent_at.set(at))
                still_there = Message.role == USER
                write.update(message, [*edited, Message.updated_at.set(now)], still_there)
            _change(write, chat_id, conversation, message)

        try:
            commit(chat_id, fill, {})
        except _UnknownError:
            return False
        return True

    def reset(self, chat_id: str, now: datetime) -> None:
        """From now on nothing of what was said so far is in a prompt."""

        def fill(write: TransactWrite, conversation: Conversation) -> None:
            # Part of the order, so that whatever comes is later, even if LINE has it from before.
            point = next_time(conversation, now)
            fresh = (Conversation.reset_at.set(point), Conversation.attachment_ids.remove())
            move_on(write, conversation, point, *fresh, CHANGED, drop_summary(write, chat_id))

        commit(chat_id, fill, {})

    def hide(self, chat_id: str, now: datetime) -> Conversation:
        """From now on nobody sees what was said in the chat so far, nor what was set.

        Returns the conversation with its `forgotten_at`, as it still says what is to be deleted.
        """

        def fill(write: TransactWrite, conversation: Conversation) -> datetime:
            point = next_time(conversation, now)
            forgotten = Conversation.forgotten_at.set(point)
            settings = (
                Conversation.persona.remove(),
                Conversation.language.remove(),
                Conversation.detected_language.remove(),
                Conversation.detected_at.remove(),
            )
            changes = (forgotten, *settings, CHANGED, drop_summary(write, chat_id))
            move_on(write, conversation, point, *changes)
            return point

        forgotten_at, conversation = commit(chat_id, fill, {})
        conversation.forgotten_at = forgotten_at
        return conversation

    def delete(
        self, chat_id: str, conversation: Conversation, besides: Besides = lambda _: None
    ) -> None:
        """Delete what was hidden, page by page until nothing is left. Again is harmless. `besides`
        deletes what is kept elsewhere, here and in the groups that it is told.

        Raises `kaiwa.table.deletion.StillThereError`, and what `besides` raises.
        """
        delete_hidden(chat_id, conversation, self._pause, besides)


def _is_elsewhere(chat_id: str, message_id: str) -> bool:
    stored = Message.batch_get([message_id], consistent_read=True)
    return any(each.line_user_id not in (None, chat_id) for each in stored)


def _message(chat_id: str, message_id: str) -> Message | None:
    """The user's message with this id in this chat, if there is one."""
    for message in Message.batch_get([message_id], consistent_read=True):
        if message.role == USER and message.line_user_id == chat_id:
            return message
    return None


def _take_out(
    write: TransactWrite, message_id: str, now: datetime, condition: Condition | None = None
) -> None:
    """Add to the transaction: a tombstone is in place of the message, and its answer is gone."""
    write.delete(Message(answer_id(message_id)))
    write.save(Tombstone(message_id, expires_at=now + TOMBSTONE), condition)


def _change(
    write: TransactWrite, chat_id: str, conversation: Conversation, message: Message | None
) -> None:
    """Add to the transaction: the message is not what it was, unless it is summarised meanwhile."""
    until = conversation.summary_until
    covered = message is not None and until is not None and message.created_at <= until
    write.update(
        conversation,
        [CHANGED, *([drop_summary(write, chat_id)] if covered else [])],
        condition=unchanged(Conversation.summary_until, until),
    )
