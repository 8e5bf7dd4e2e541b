"""What keeps answers from being shown twice, or out of order, or to the wrong people."""

import uuid
from typing import Any

import pytest
from pynamodb.transactions import TransactWrite

from kaiwa.queued_event import QueuedEvent
from kaiwa.table import accounts, messages, transactions
from kaiwa.table import usage as metering
from kaiwa.table.account_items import Account, account_item_id
from kaiwa.table.items import Conversation, conversation_item_id
from kaiwa.table.turns import Delivery
from line_reply.delivery import deliver
from line_reply.turns import take
from line_webhook import selection
from tests.world.guards.registry import COUNTERS, SHOWN, TWICE, Guard


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


def _the_daily_count(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the day's limit."""
    patch.setattr(metering, "_within", lambda limits: None)


def _the_mention(patch: pytest.MonkeyPatch) -> None:
    """Whatever is said in a group is for the bot."""
    patch.setattr(selection, "mentions_of_bot", lambda message: [message])


def _the_answers_own_key(patch: pytest.MonkeyPatch) -> None:
    """An answer is pushed with the key of the apology that it stands in place of. (Found.)"""
    patch.setattr(
        deliver, "_key_of", lambda answer, start: deliver.retry_key(f"{answer.id}#{start}")
    )


def _the_apology_taken_back(patch: pytest.MonkeyPatch) -> None:
    """Another try takes back whatever answer there is."""
    delete = TransactWrite.delete

    def unconditional(self: Any, model: Any, condition: Any = None, **named: Any) -> None:
        delete(self, model, **named)

    patch.setattr(TransactWrite, "delete", unconditional)


def _the_set_as_a_whole(patch: pytest.MonkeyPatch) -> None:
    """Each of the pictures that were sent together is answered."""
    patch.setattr(take, "as_a_whole", lambda _, turn, *more: turn)


GUARDS = (
    Guard("the marker's condition", _the_markers_condition, "two_texts", (COUNTERS, TWICE)),
    Guard("the replying mark", _the_replying_mark, "two_texts", (TWICE,)),
    Guard("the first call", _the_first_call, "two_texts", (TWICE,)),
    Guard("the retry key", _the_retry_key, "own_text", (TWICE,)),
    Guard("the answer's own key", _the_answers_own_key, "try_again", (SHOWN,)),
    Guard("the apology taken back", _the_apology_taken_back, "try_again", (TWICE, COUNTERS)),
    Guard("the set as a whole", _the_set_as_a_whole, "picture_set", (TWICE,)),
    Guard(
        "the link's condition",
        _the_links_condition,
        "linking",
        ("a_link_joins_one_sign_in_and_one_chat",),
    ),
    Guard("the group id", _the_group_id, "two_texts", ("answers_keep_the_order",)),
    Guard("the daily count", _the_daily_count, "daily_limit", ("limits_hold",)),
    Guard("the mention", _the_mention, "group", ("silence_stays_silence",)),
)
