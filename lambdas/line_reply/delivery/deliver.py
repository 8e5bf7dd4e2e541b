"""Delivering a stored answer to LINE: at most once, and never lost unnoticed.

Each step is recorded before the call that it is about. So whatever stops the worker, the next
attempt knows whether an earlier call may have reached the user.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kaiwa.line.cards import Bubble, Card
from kaiwa.line.choices import Choice
from kaiwa.line.client import BUBBLES_A_CALL
from kaiwa.line.errors import InvalidReplyTokenError, LineRefusedError, LineUnavailableError
from kaiwa.table.items import ANSWERS, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content, Delivery
from kaiwa.times import Clock
from line_reply.delivery.bubbles import bubbles_of, with_cards, with_picture
from line_reply.speech.chat import Chat

RETRY_KEYS = uuid.UUID("6b1f5dd4-6a0a-4a43-9c4c-0d2d0c9f2f57")
"""Namespace of the retry keys: one for each batch of an answer, the same on every attempt."""


def retry_key(name: str) -> str:
    """LINE's key for a push. What has the same name is shown once, within a day."""
    return str(uuid.uuid5(RETRY_KEYS, name))


@dataclass(frozen=True)
class Deliver:
    """Brings an answer to its chat, and records how far it has got.

    `cards`: tables and code of new answers are cards, where they fit. That an answer has cards is
    stored with it, so that a change of the setting, while it is on its way, does not cut it anew.
    An answer with a picture has none: LINE fetches that from `pictures_url`.
    """

    messages: MessageTable
    clock: Clock
    cards: bool = False
    pictures_url: str = ""

    def __call__(self, answer: Message, chat: Chat, choices: Sequence[Choice] = ()) -> Delivery:
        """Bring the answer as far as it goes: five bubbles with the free token, the rest by push.

        `choices` are what the user may tap below the last bubble. Returns how it ended. Raises
        `LineUnavailableError` or `LineUnclearError` when another attempt should go on from what is
        recorded.
        """
        content = Content(answer.role, answer.content, picture=answer.picture)
        bubbles = self._cut(content, chat, cards=bool(answer.cards))
        first_call = answer.delivery == Delivery.STORED
        return self._bring(answer, bubbles, chat, choices, first_call=first_call)

    def store(
        self, question: Message, content: Content, chat: Chat, choices: Sequence[Choice] = ()
    ) -> Delivery | None:
        """Store an answer to the question, and bring it. None if the question was deleted.

        That the reply is called next is recorded with the answer. So whatever can be done before,
        is: nothing lies between the record and the call.
        """
        bubbles = self._cut(content, chat, cards=self.cards)
        content = replace(content, cards=any(isinstance(each, Card) for each in bubbles))
        step = Delivery.STORED if chat.reply_token is None else Delivery.REPLYING
        answer = self.messages.store_answer(question, content, self.clock(), step)
        if answer is None:
            return None
        return self._bring(answer, bubbles, chat, choices, first_call=True)

    def _bring(
        self,
        answer: Message,
        bubbles: Sequence[Bubble],
        chat: Chat,
        choices: Sequence[Choice],
        *,
        first_call: bool,
    ) -> Delivery:
        """`first_call`: no earlier one can have taken effect, whatever is recorded."""
        if answer.delivery in (Delivery.STORED, Delivery.REPLYING):
            if chat.reply_token is None:
                self._record(answer, Delivery.PUSHING, 0)
            else:
                self._reply(answer, bubbles, chat, choices, first_call=first_call)
        while answer.delivery == Delivery.PUSHING:
            self._push(answer, bubbles, chat, choices)
        return Delivery(answer.delivery)

    def _reply(
        self,
        answer: Message,
        bubbles: Sequence[Bubble],
        chat: Chat,
        choices: Sequence[Choice],
        *,
        first_call: bool,
    ) -> None:
        if answer.delivery == Delivery.STORED:
            self._record(answer, Delivery.REPLYING, 0)
        try:
            last = choices if len(bubbles) <= BUBBLES_A_CALL else ()
            sent = chat.reply(bubbles[:BUBBLES_A_CALL], last)
        except InvalidReplyTokenError:
            # Used or expired. If no earlier call can have used it, it expired: pushing is safe.
            self._record(answer, Delivery.PUSHING if first_call else Delivery.UNKNOWN, 0)
        except LineUnavailableError:
            if first_call:
                self._record(answer, Delivery.STORED, 0)
            raise
        except LineRefusedError:
            self._record(answer, Delivery.FAILED, 0)
        else:
            self._record_sent(answer, sent, BUBBLES_A_CALL, len(bubbles))

    def _push(
        self, answer: Message, bubbles: Sequence[Bubble], chat: Chat, choices: Sequence[Choice]
    ) -> None:
        start = int(answer.next_bubble or 0)
        end = start + BUBBLES_A_CALL
        try:
            last = choices if end >= len(bubbles) else ()
            sent = chat.push(bubbles[start:end], _key_of(answer, start), last)
        except LineRefusedError:
            self._record(answer, Delivery.FAILED, start)
        else:
            self._record_sent(answer, sent, end, len(bubbles))

    def _record_sent(self, answer: Message, bubble_ids: list[str], end: int, total: int) -> None:
        if end < total:
            self._record(answer, Delivery.PUSHING, end, bubble_ids)
        else:
            self._record(answer, Delivery.DELIVERED, total, bubble_ids)

    def _record(
        self, answer: Message, delivery: Delivery, next_bubble: int, bubble_ids: Sequence[str] = ()
    ) -> None:
        self.messages.advance(answer, delivery, next_bubble, self.clock(), bubble_ids)

    def _cut(self, content: Content, chat: Chat, *, cards: bool) -> Sequence[Bubble]:
        if content.picture:
            return with_picture(f"{self.pictures_url}/{content.picture}", content.text)
        if cards and content.role in ANSWERS:
            return with_cards(content.text, lambda: chat.voice().label_copy)
        return bubbles_of(content.role, content.text)


def _key_of(answer: Message, start: int) -> str:
    """The same on every attempt. Another answer to the same question has another one: LINE would
    take it for the apology that it stands in place of, and show nothing.
    """
    return retry_key(f"{answer.id}#{answer.created_at.isoformat()}#{start}")
