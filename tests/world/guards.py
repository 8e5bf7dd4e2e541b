"""Ways to break the product on purpose. A walk that does not notice them is worth nothing."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from pynamodb.transactions import TransactWrite

import kaiwa.table.past
from kaiwa.queued_event import QueuedEvent
from kaiwa.table import (
    accounts,
    conversations,
    deletion,
    messages,
    overheard,
    past,
    transactions,
)
from kaiwa.table import usage as metering
from kaiwa.table.account_items import Account, account_item_id
from kaiwa.table.items import ASSISTANT, Conversation, Message, conversation_item_id
from kaiwa.table.operations import Operations
from kaiwa.table.reminders import Reminders
from kaiwa.table.turns import Delivery
from line_reply.delivery import deliver
from line_webhook import selection

type Break = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Guard:
    """What is broken, in which scenario that shows, and which invariants notice it."""

    name: str
    breaks: Break
    scenario: str
    noticed_by: tuple[str, ...]
    seeds: range = range(300)
    """Which schedules are walked. Where they begin late, it takes so many to come upon it."""

    @contextmanager
    def broken(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            self.breaks(patch)
            yield


def _the_markers_condition(patch: pytest.MonkeyPatch) -> None:
    """An event is taken as often as it comes."""

    def add(write: Any, conversation: Any, message: Any, marker: Any, *actions: Any) -> None:
        write.save(marker)
        write.save(message)
        transactions.move_on(write, conversation, message.created_at, *actions)

    patch.setattr(messages, "add", add)


def _the_replying_mark(patch: pytest.MonkeyPatch) -> None:
    """Nobody writes down that the reply is called next."""
    store = messages.MessageTable.store_answer
    record = deliver.Deliver._record

    def unmarked(self: Any, question: Any, content: Any, now: Any, step: Any = None) -> Any:
        return store(self, question, content, now, Delivery.STORED)

    def recorded(self: Any, answer: Any, step: Any, *more: Any) -> None:
        if step is not Delivery.REPLYING:
            record(self, answer, step, *more)

    patch.setattr(messages.MessageTable, "store_answer", unmarked)
    patch.setattr(deliver.Deliver, "_record", recorded)


def _the_first_call(patch: pytest.MonkeyPatch) -> None:
    """A token that is refused counts as expired, though an earlier call may have used it."""
    record = deliver.Deliver._record

    def recorded(self: Any, answer: Any, step: Any, *more: Any) -> None:
        record(self, answer, Delivery.PUSHING if step is Delivery.UNKNOWN else step, *more)

    patch.setattr(deliver.Deliver, "_record", recorded)


def _the_retry_key(patch: pytest.MonkeyPatch) -> None:
    """Each push has a key of its own."""
    patch.setattr(deliver, "retry_key", lambda name: str(uuid.uuid4()))


def _the_forget_point(patch: pytest.MonkeyPatch) -> None:
    """What was said is deleted, but not hidden first."""

    def hide(self: Any, chat_id: str, now: Any) -> Any:
        conversation = transactions.conversation_of(chat_id)
        conversation.forgotten_at = transactions.next_time(conversation, now)
        return conversation

    patch.setattr(past.Past, "hide", hide)


def _the_links_condition(patch: pytest.MonkeyPatch) -> None:
    """A code links whatever else was linked meanwhile, and is good twice."""

    def relink(write: Any, offered: Any, link: Any, *_: Any) -> None:
        write.save(
            Account(
                account_item_id(link.account_id),
                line_user_id=link.chat_id,
                address=link.address,
            )
        )
        write.update(
            Conversation(conversation_item_id(link.chat_id)),
            actions=[Conversation.account_id.set(link.account_id)],
        )

    patch.setattr(accounts, "_relink", relink)


def _the_group_id(patch: pytest.MonkeyPatch) -> None:
    """Each event waits in a group of its own."""

    def queued(_: str, event_id: str, body: Any) -> QueuedEvent:
        return QueuedEvent(event_id, event_id, body)

    patch.setattr(selection, "QueuedEvent", queued)


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


def _the_daily_count(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the day's limit."""
    patch.setattr(metering, "_within", lambda limits: None)


def _the_tombstone(patch: pytest.MonkeyPatch) -> None:
    """A message that is taken back is deleted, and nothing stands in its place."""

    def take_out(write: Any, message_id: str, now: Any, condition: Any = None) -> None:
        write.delete(Message(f"{message_id}#{ASSISTANT}"))
        write.delete(Message(message_id), condition)

    patch.setattr(kaiwa.table.past, "_take_out", take_out)


def _the_overheard_condition(patch: pytest.MonkeyPatch) -> None:
    """What is overheard is kept, even if it was taken back before."""
    patch.setattr(overheard, "_keep", lambda write, heard: write.save(heard))


def _the_mention(patch: pytest.MonkeyPatch) -> None:
    """Whatever is said in a group is for the bot."""
    patch.setattr(selection, "mentions_of_bot", lambda message: [message])


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


GONE, TWICE = "what_is_taken_back_is_gone", "no_answer_is_shown_twice"
COUNTERS = "counters_equal_what_happened"
GUARDS = (
    Guard("the marker's condition", _the_markers_condition, "two_texts", (COUNTERS, TWICE)),
    Guard("the replying mark", _the_replying_mark, "two_texts", (TWICE,)),
    Guard("the first call", _the_first_call, "two_texts", (TWICE,)),
    Guard("the retry key", _the_retry_key, "own_text", (TWICE,)),
    Guard("the forget point", _the_forget_point, "own_text_and_forget", (GONE,)),
    Guard(
        "the link's condition",
        _the_links_condition,
        "linking",
        ("a_link_joins_one_sign_in_and_one_chat",),
    ),
    Guard("the group id", _the_group_id, "two_texts", ("answers_keep_the_order",)),
    Guard(
        "the answer's condition",
        _the_answers_condition,
        "forget_in_group",
        (GONE,),
        range(200, 250),
    ),
    Guard("the consent point", _the_consent_point, "own_text_and_forget", (GONE,)),
    Guard("the daily count", _the_daily_count, "daily_limit", ("limits_hold",)),
    Guard("the tombstone", _the_tombstone, "unsend", (GONE,)),
    Guard(
        "the overheard text's condition", _the_overheard_condition, "listening_and_unsend", (GONE,)
    ),
    Guard("one deletion", _one_deletion, "forget_in_group", (GONE,), range(1250, 1300)),
    Guard("another round", _another_round, "forget_in_group", (GONE,)),
    Guard(
        "the reminder's question",
        _the_reminders_question,
        "reminder_in_group_and_forget",
        (GONE,),
        range(1450, 1500),
    ),
    Guard("the mention", _the_mention, "group", ("silence_stays_silence",)),
    Guard("the summary's past", _the_summarys_past, "summary_and_forget", (GONE,)),
)
