"""Deleting from the table what somebody wants to be forgotten, after it was hidden."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import batched

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from kaiwa.table.items import (
    ChatSummary,
    Conversation,
    Message,
    answer_id,
    continuation_id,
    conversation_item_id,
    summary_id,
)
from kaiwa.table.transactions import commit, conversation_of, held, unchanged, write_together
from kaiwa.times import BEGINNING

PAUSES_SECONDS = (0, 0, 0.1, 0.2, 0.4, 0.8)
"""Before each look at what the index shows. It lags by less than a second at most times."""
ROUNDS = 3
"""How often it is done again, because of what was said meanwhile."""
TURNS_AT_ONCE = 50
"""A transaction takes a hundred items."""
CHANGED = Conversation.past_version.add(1)

type Pause = Callable[[float], None]
type Besides = Callable[[Collection[str]], None]
"""Deletes what is kept elsewhere of the person, in these groups too."""


class StillThereError(Exception):
    """The index went on showing messages that were deleted. Trying again later can help."""


def drop_summary(write: TransactWrite, chat_id: str) -> Action:
    """Add to the transaction: the summary is deleted. Returns what this changes of the
    conversation.
    """
    write.delete(ChatSummary(summary_id(chat_id)))
    return Conversation.summary_until.remove()


def delete_hidden(chat_id: str, conversation: Conversation, pause: Pause, besides: Besides) -> None:
    """Delete what was said in the chat, and by its user in groups, to the bot or overheard, until
    the conversation's `forgotten_at`; then `besides`, what was made of it meanwhile; then what the
    conversation itself knows of it, without which nobody would know of the groups any more.

    Raises `StillThereError`, and what `besides` raises.
    """
    until: datetime | None = conversation.forgotten_at
    if until is None:
        return
    delete = partial(_delete_until, until, chat_id, pause, besides)
    delete(conversation)
    if _tidy(chat_id, conversation):
        return
    for _ in range(ROUNDS):
        # A group has taken something of the person's meanwhile. It may have been said before.
        known, conversation = conversation, conversation_of(chat_id)
        if conversation.group_turns == known.group_turns:
            return
        delete(conversation)


def _delete_until(
    until: datetime, chat_id: str, pause: Pause, besides: Besides, conversation: Conversation
) -> None:
    group_ids = sorted(conversation.group_ids or ())
    for group_id in group_ids:
        _change_past(group_id)
    for group_id in group_ids:
        _delete_lines(group_id, chat_id, until, pause)
    _delete_turns({*conversation.recent_ids, *conversation.attachment_ids})
    _delete_shown(chat_id, until, pause)
    _delete_shown(overheard_key(chat_id), until, pause)
    besides(group_ids)


def overheard_key(user_id: str) -> str:
    """What leads in the index from a member of groups to what was overheard of them there."""
    return f"overheard#{user_id}"


def shown(chat_id: str, until: datetime, speaker_id: str | None) -> Iterator[str]:
    """The ids of a chat's messages, or of one speaker's, page by page as the index has them."""
    found = Message.by_line_user_id.query(
        chat_id,
        range_key_condition=Message.created_at.between(BEGINNING, until),
        filter_condition=None if speaker_id is None else Message.speaker_id == speaker_id,
        attributes_to_get=["id"],
    )
    return (message.id for message in found)


def _change_past(chat_id: str) -> None:
    """The summary may know what is to be forgotten, and so may one in the making."""

    def fill(write: TransactWrite, conversation: Conversation) -> None:
        write.update(conversation, [CHANGED, drop_summary(write, chat_id)])

    commit(chat_id, fill, {})


def _delete_lines(group_id: str, user_id: str, until: datetime, pause: Pause) -> None:
    """Delete what a person said in a group, and what the bot answered to it."""
    recent = Message.batch_get(conversation_of(group_id).recent_ids, consistent_read=True)
    _delete_turns(
        {each.id for each in recent if each.speaker_id == user_id and each.created_at <= until}
    )
    _delete_shown(group_id, until, pause, user_id)


def _delete_shown(
    chat_id: str, until: datetime, pause: Pause, speaker_id: str | None = None
) -> None:
    """The index lags: what it shows may be deleted already, and what it hides may show later."""
    for seconds in PAUSES_SECONDS:
        if seconds:
            pause(seconds)
        ids = shown(chat_id, until, speaker_id)
        if not (_delete(ids) if speaker_id is None else _delete_turns(set(ids))):
            return
    raise StillThereError


def _delete_turns(message_ids: Collection[str]) -> int:
    """Delete messages and their answers, and return how many messages they were to be."""
    delete_continuations(message_ids)
    _delete_with_answers(message_ids)
    return len(message_ids)


def delete_continuations(message_ids: Iterable[str]) -> None:
    """Delete what goes on with the answers to these messages, and what asked for that."""
    going_on, number = set(message_ids), 0
    while going_on:
        number += 1
        ids = {continuation_id(each, number): each for each in going_on}
        found = {each.id for each in Message.batch_get(list(ids), consistent_read=True)}
        _delete_with_answers(found)
        going_on = {ids[each] for each in found}


def _delete_with_answers(message_ids: Iterable[str]) -> None:
    """Each with its answer at once: only the message leads to that, and it may be in the making. An
    answer is stored only beside its message.
    """
    for some in batched(message_ids, TURNS_AT_ONCE, strict=False):
        write_together(partial(_add_deletions, some))


def _add_deletions(message_ids: Iterable[str], write: TransactWrite) -> None:
    for message_id in message_ids:
        write.delete(Message(answer_id(message_id)))
        write.delete(Message(message_id))


def _delete(ids: Iterable[str]) -> int:
    """Delete the items, and return how many they were to be."""
    number = 0
    with Message.batch_write() as batch:
        for item_id in ids:
            batch.delete(Message(item_id))
            number += 1
    return number


def _tidy(chat_id: str, conversation: Conversation) -> bool:
    """Forget what the conversation names. False if more was said meanwhile, here or in a group:
    then it stays until the next time, for what is new must be found.
    """
    emptied: list[Action] = [
        Conversation.recent_ids.remove(),
        Conversation.attachment_ids.remove(),
        Conversation.group_ids.remove(),
    ]
    nothing_new = unchanged(Conversation.last_created_at, conversation.forgotten_at) & unchanged(
        Conversation.group_turns, conversation.group_turns
    )
    item = Conversation(conversation_item_id(chat_id))
    return held(lambda: item.update(emptied, condition=nothing_new))
