"""Pictures that were sent together: they are answered once, as a whole."""

from dataclasses import replace
from datetime import datetime

from kaiwa.line.messages import ReceivedMessage
from kaiwa.table.items import USER, answer_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Turn
from line_reply.memory.history import beginning_of


def as_a_whole(
    received: ReceivedMessage, turn: Turn, messages: MessageTable, now: datetime
) -> Turn | None:
    """The turn, or, of pictures that were sent together, one for all of them.

    None if more of them are to come, or if another one's answer is the answer to all. The last to
    arrive is answered, or the newest that is left if that one was taken back.
    """
    if received.image_set is None:
        return turn
    member_ids = messages.set_members(received)
    if len(member_ids) < received.image_set[1]:
        return None
    since = beginning_of(turn.conversation)
    pictures = [
        message
        for message in messages.by_ids(member_ids)
        if message.role == USER and message.created_at > since
    ]
    question = turn.question or max(pictures, key=lambda each: each.created_at, default=None)
    if question is None:
        return turn
    if not messages.claim_set(received, question.id, now):
        return None
    answer = next(iter(messages.by_ids([answer_id(question.id)])), None)
    return replace(turn, question=question, answer=answer, pictures=len(pictures))
