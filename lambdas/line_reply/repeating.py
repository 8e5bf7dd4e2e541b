"""The use case: find the last answer, to show it once more."""

from datetime import datetime
from typing import Protocol

from kaiwa.models import ASSISTANT, SAID, Message, answer_id
from line_reply import history
from line_reply.chats import Conversations as Settings

MOST_ROWS = 20
"""How far back the last answer is looked for, in messages and answers."""


class Conversations(history.Conversations, Settings, Protocol):
    """What is known of chats, and of their members. See `kaiwa.conversations.Conversations`."""


def last_answer(
    chat_id: str, messages: history.Messages, conversations: Conversations, now: datetime
) -> Message | None:
    """The newest answer of the chat, however far it was delivered; None if there is none to show.

    An answer is shown as long as its question may be: neither is expired, taken back, or of
    somebody who wants to be forgotten. The index lags, so it only names what to read.
    """
    conversation = conversations.get(chat_id)
    forgotten_at: datetime | None = conversation.forgotten_at
    after = forgotten_at or history.BEGINNING
    shown = messages.newest(chat_id, after, now, MOST_ROWS)
    questions = {message.id.removesuffix(answer_id("")) for message in shown}
    questions.update(conversation.recent_ids)
    found = messages.by_ids(questions | {answer_id(each) for each in questions})
    visible = [each for each in found if each.role in SAID and each.created_at > after]
    turns = history.whole_turns(history.unforgotten(visible, conversations, now))
    answers = [message for turn in turns for message in turn if message.role == ASSISTANT]
    return max(answers, key=lambda answer: answer.created_at, default=None)
