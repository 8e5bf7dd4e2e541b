"""What keeps what is taken back, forgotten or expired from staying."""

from typing import Any

import pytest
from pynamodb.transactions import TransactWrite

import kaiwa.table.past
from kaiwa.pictures import Pictures
from kaiwa.table import conversations, deletion, lifetimes, overheard, past, quoted, transactions
from kaiwa.table.items import ASSISTANT, Conversation, Message, Tombstone
from kaiwa.table.operations import Operations
from kaiwa.table.reminders import Reminders
from line_reply.memory import history
from line_reply.turns.draw import Draw
from line_reply.turns.quote import ReadQuote
from tests.world.guards.registry import EXPIRED, GONE, ONE_TURN, PICTURES, Guard


def _the_forget_point(patch: pytest.MonkeyPatch) -> None:
    """What was said is deleted, but not hidden first."""

    def hide(self: Any, chat_id: str, now: Any) -> Any:
        conversation = transactions.conversation_of(chat_id)
        conversation.forgotten_at = transactions.next_time(conversation, now)
        return conversation

    patch.setattr(past.Past, "hide", hide)


def _the_answers_condition(patch: pytest.MonkeyPatch) -> None:
    """An answer is stored whether or not its question is still there."""
    check = TransactWrite.condition_check

    def checked(self: Any, model: Any, *more: Any, **named: Any) -> None:
        if model is not Message:
            check(self, model, *more, **named)

    patch.setattr(TransactWrite, "condition_check", checked)


def _the_consent_point(patch: pytest.MonkeyPatch) -> None:
    """A text from ChatGPT is welcome, whatever its chat's owner has wanted since."""
    patch.setattr(Operations, "is_welcome", lambda *_: True)


def _the_tombstone(patch: pytest.MonkeyPatch) -> None:
    """A message that is taken back is deleted, and nothing stands in its place."""

    def take_out(write: Any, message_id: str, now: Any, condition: Any = None) -> None:
        write.delete(Message(f"{message_id}#{ASSISTANT}"))
        write.delete(Message(message_id), condition)

    patch.setattr(kaiwa.table.past, "_take_out", take_out)


def _the_overheard_condition(patch: pytest.MonkeyPatch) -> None:
    """What is overheard is kept, even if it was taken back before."""
    patch.setattr(overheard, "_keep", lambda write, heard: write.save(heard))


def _the_summarys_past(patch: pytest.MonkeyPatch) -> None:
    """A summary is stored, though its past has changed since."""
    patch.setattr(
        conversations,
        "unchanged",
        lambda attribute, read: (
            Conversation.past_version.exists() | Conversation.past_version.does_not_exist()
        ),
    )


def _one_deletion(patch: pytest.MonkeyPatch) -> None:
    """Answers are deleted first, and then their questions. (Found by a walk.)"""

    def delete(message_ids: Any) -> None:
        deletion._delete(f"{each}#{ASSISTANT}" for each in message_ids)
        deletion._delete(message_ids)

    patch.setattr(deletion, "_delete_with_answers", delete)


def _another_round(patch: pytest.MonkeyPatch) -> None:
    """What a group takes while its person is being forgotten stays. (Found by a walk.)"""
    patch.setattr(deletion, "ROUNDS", 0)


def _the_reminders_question(patch: pytest.MonkeyPatch) -> None:
    """A reminder is set, though its question is there no more. (Found by a walk.)"""

    def add(self: Any, chat_id: str, reminder: Any, _: str) -> Any:
        return self.add(chat_id, reminder)

    patch.setattr(Reminders, "add_beside", add)


def _the_groups_of_meanwhile(patch: pytest.MonkeyPatch) -> None:
    """What was made in a group meanwhile is looked for in the groups of before. (Found by a
    walk.)
    """
    delete = past.Past.delete

    def known(self: Any, chat_id: str, conversation: Any, besides: Any) -> None:
        before = conversation.group_ids or ()
        delete(self, chat_id, conversation)
        besides(before)

    patch.setattr(past.Past, "delete", known)


def _the_drawings_end(patch: pytest.MonkeyPatch) -> None:
    """What was drawn for a question that is gone stays. (Found by a walk.)"""
    patch.setattr(Draw, "drop", lambda *_: None)


def _the_pictures_question(patch: pytest.MonkeyPatch) -> None:
    """A question is taken back, and what was drawn for it is not."""
    patch.setattr(Pictures, "delete", lambda *_: None)


def _the_pictures_time(patch: pytest.MonkeyPatch) -> None:
    """A picture is there for as long as S3 has it."""
    get = Pictures.get
    patch.setattr(Pictures, "get", lambda self, name, since=None: get(self, name))


def _the_quotes_visibility(patch: pytest.MonkeyPatch) -> None:
    """What is quoted is shown, whether or not it has expired or is to be forgotten."""
    patch.setattr(ReadQuote, "_is_visible", lambda *_: True)


def _what_is_quoted(patch: pytest.MonkeyPatch) -> None:
    """An answer is quoted, though its question was taken back, and stays there."""

    def take_out(write: Any, message_id: str, now: Any, condition: Any = None) -> None:
        write.save(Tombstone(message_id, expires_at=now + lifetimes.TOMBSTONE), condition)

    def quoted_alone(found: Any, message_id: str, chat_id: str, bubble: Any = None) -> Any:
        return quoted.Quoted(quoted._message(found.get(message_id), chat_id), None, bubble)

    patch.setattr(kaiwa.table.past, "_take_out", take_out)
    patch.setattr(quoted, "_quoted", quoted_alone)


def _what_is_live(patch: pytest.MonkeyPatch) -> None:
    """What has expired is remembered until DynamoDB deletes it."""
    patch.setattr(history, "is_live", lambda *_: True)


GUARDS = (
    Guard("the forget point", _the_forget_point, "own_text_and_forget", (GONE,)),
    Guard("the answer's condition", _the_answers_condition, "forget_during_answer", (GONE,)),
    Guard("the consent point", _the_consent_point, "own_text_and_forget", (GONE,)),
    Guard("the tombstone", _the_tombstone, "unsend", (GONE,)),
    Guard(
        "the overheard text's condition", _the_overheard_condition, "listening_and_unsend", (GONE,)
    ),
    Guard("one deletion", _one_deletion, "forget_at_end_of_answer", (GONE,), ONE_TURN),
    Guard("another round", _another_round, "forget_in_group", (GONE,)),
    Guard(
        "the reminder's question", _the_reminders_question, "reminder_in_group_and_forget", (GONE,)
    ),
    Guard("the summary's past", _the_summarys_past, "summary_and_forget", (GONE,)),
    Guard("the groups of meanwhile", _the_groups_of_meanwhile, "picture_quoted", (GONE,)),
    Guard("the drawing's end", _the_drawings_end, "drawing_in_group_and_forget", (GONE,)),
    Guard("the picture's question", _the_pictures_question, "drawing_and_unsend", (PICTURES,)),
    Guard("the picture's time", _the_pictures_time, "expiry_of_picture", (PICTURES,)),
    Guard("the quote's visibility", _the_quotes_visibility, "expiry", (EXPIRED,)),
    Guard("what is quoted", _what_is_quoted, "quote_of_answer_and_unsend", (GONE,)),
    Guard("what is live", _what_is_live, "expiry", (EXPIRED,)),
)
