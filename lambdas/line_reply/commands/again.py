"""The use case: find the last answer, to show it once more."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kaiwa.line.client import BUBBLES_A_CALL
from kaiwa.line.errors import LineRefusedError
from kaiwa.line.events import Received
from kaiwa.table.items import ASSISTANT, SAID, Conversation, Message, answer_id
from kaiwa.table.turns import Delivery
from kaiwa.times import BEGINNING
from line_reply.delivery.deliver import RETRY_KEYS
from line_reply.memory import history
from line_reply.speech.chat import Talk

MOST_ROWS = 20
"""How far back the last answer is looked for, in messages and answers."""


class Conversations(history.Conversations, Protocol):
    """What is known of chats. See `kaiwa.table.conversations.Conversations`."""

    def get(self, chat_id: str) -> Conversation: ...


def last_answer(
    chat_id: str, messages: history.Messages, conversations: Conversations, now: datetime
) -> Message | None:
    """The newest answer of the chat, however far it was delivered; None if there is none to show.

    An answer is shown as long as its question may be: neither is expired, taken back, or of
    somebody who wants to be forgotten. The index lags, so it only names what to read.
    """
    conversation = conversations.get(chat_id)
    forgotten_at: datetime | None = conversation.forgotten_at
    after = forgotten_at or BEGINNING
    shown = messages.newest(chat_id, after, now, MOST_ROWS)
    questions = {message.id.removesuffix(answer_id("")) for message in shown}
    questions.update(conversation.recent_ids)
    found = messages.by_ids(questions | {answer_id(each) for each in questions})
    visible = [each for each in found if each.role in SAID and each.created_at > after]
    turns = history.whole_turns(history.unforgotten(visible, conversations, now))
    answers = [message for turn in turns for message in turn if message.role == ASSISTANT]
    return max(answers, key=lambda answer: answer.created_at, default=None)


def push(bubbles: Sequence[str], received: Received, talk: Talk) -> str | None:
    """Show what the reply token does not carry. Returns why it was not shown, if so.

    To do it again is safe: the retry keys are the event's. Raises `LineUnavailableError` or
    `LineUnclearError` when another attempt should be made.
    """
    for start in range(0, len(bubbles), BUBBLES_A_CALL):
        retry_key = uuid.uuid5(RETRY_KEYS, f"{received.event_id}#{start}")
        batch = bubbles[start : start + BUBBLES_A_CALL]
        try:
            talk.chat.push(received.conversation_id, batch, str(retry_key))
        except LineRefusedError:
            return Delivery.FAILED
    return None
