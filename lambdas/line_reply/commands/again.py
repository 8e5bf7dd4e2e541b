"""/again: show the last answer once more."""

from dataclasses import dataclass
from datetime import datetime

from kaiwa.table.conversations import Conversations
from kaiwa.table.items import ANSWERS, DIGEST, SAID, Message, answer_id
from kaiwa.table.messages import MessageTable
from kaiwa.times import BEGINNING, Clock
from line_reply.commands.request import Request, Said
from line_reply.delivery.bubbles import shown_of
from line_reply.memory.history import unforgotten, whole_turns

MOST_ROWS = 20
"""How far back the last answer is looked for, in messages and answers."""


@dataclass(frozen=True)
class Again:
    """Finds the newest answer of the chat, however far it was delivered."""

    messages: MessageTable
    conversations: Conversations
    clock: Clock
    pictures_url: str = ""

    def __call__(self, request: Request) -> Said:
        answer = self.last_answer(request.chat_id)
        if answer is None:
            return Said([request.texts.nothing_to_repeat])
        return Said(shown_of(answer, self.pictures_url))

    def last_answer(self, chat_id: str) -> Message | None:
        """The newest answer that may be shown, or None.

        An answer is shown as long as its question may be: neither is expired, taken back, or of
        somebody who wants to be forgotten. The index lags, so it only names what to read.
        """
        now, conversation = self.clock(), self.conversations.get(chat_id)
        forgotten_at: datetime | None = conversation.forgotten_at
        after = forgotten_at or BEGINNING
        shown = self.messages.newest(chat_id, after, now, MOST_ROWS)
        questions = {message.id.removesuffix(answer_id("")) for message in shown}
        questions.update(conversation.recent_ids)
        found = self.messages.by_ids(questions | {answer_id(each) for each in questions})
        visible = [
            each for each in found if each.role in (*SAID, DIGEST) and each.created_at > after
        ]
        turns = whole_turns(unforgotten(visible, self.conversations, now), ANSWERS)
        answers = [message for turn in turns for message in turn if message.role in ANSWERS]
        return max(answers, key=lambda answer: answer.created_at, default=None)
