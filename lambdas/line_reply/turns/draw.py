"""Pictures that come with an answer: who may have one, where it is kept, and the wait for it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from kaiwa.line.messages import ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.metrics import count
from kaiwa.model.drawing import Drawn, Draws, Offered
from kaiwa.pictures import Pictures, media_type_of
from kaiwa.table.items import ASSISTANT, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content
from kaiwa.times import Clock
from line_reply.delivery.pictures import noted
from line_reply.speech.chat import Chat

LARGEST = 1_000_000
"""In bytes: LINE takes no larger preview, and the picture is its own.
https://developers.line.biz/en/reference/messaging-api/#image-message
"""
PATIENCE = timedelta(seconds=40)
"""After this the reply token is spent on a sentence: it lives for a minute, and drawing may take
two. https://developers.openai.com/api/docs/guides/image-generation
"""


class NoneLeftError(Exception):
    """The person has had as many pictures today as there may be."""


class NotKeptError(Exception):
    """There is a picture that can't be shown."""


@dataclass
class Meanwhile:
    """Whether the user was told, with the reply token, that the picture takes its time."""

    said: bool = False


@dataclass(frozen=True)
class Draw:
    """Lets the model draw, and keeps what it has drawn. `asks`: whether a message is `/draw …`."""

    offered: Offered
    asks: Callable[[ReceivedMessage], bool]
    pictures: Pictures
    messages: MessageTable
    most_a_day: int | None
    clock: Clock
    patience: timedelta = PATIENCE

    def is_told(self, received: ReceivedMessage) -> bool:
        """Whether what looks like a command is a question to the model, with words to draw by."""
        return self.offered is not Offered.OFF and self.asks(received)

    def allowed(self, received: ReceivedMessage) -> Draws:
        """Whether a picture may or must come with the answer to this.

        Looked up only where it matters: what is drawn is counted with its answer, so that two
        questions at once, in two chats, may take a person one picture over the limit. Raises
        `NoneLeftError` if one must.
        """
        draws = self._wanted(received)
        if draws is Draws.NO or self.most_a_day is None:
            return draws
        if self.messages.pictures_today(received.person_id, self.clock()) < self.most_a_day:
            return draws
        if draws is Draws.MUST:
            count("Refusals", reason="no pictures left")
            raise NoneLeftError
        return Draws.NO

    def keep(self, question: Message, content: Content, drawn: Drawn) -> Content:
        """The answer with the picture, which is stored. Raises `NotKeptError`, and nothing that
        leads to another attempt: it would be drawn, and paid for, once more.
        """
        if media_type_of(drawn.data) is None or len(drawn.data) > LARGEST:
            logger().error("A picture is none that LINE shows.", bytes=len(drawn.data))
            raise NotKeptError
        chat_id = question.line_user_id
        person_id = question.speaker_id or chat_id
        try:
            name = self.pictures.put(chat_id, person_id, question.id, drawn.data)
        except (BotoCoreError, ClientError) as error:
            logger().error("A picture is not kept.", failure=described(error))
            raise NotKeptError from error
        note = noted(drawn.prompt or question.content, "") + "\n"
        cut_at = None if content.cut_at is None else content.cut_at + len(note)
        text = noted(drawn.prompt or question.content, content.text)
        return replace(content, role=ASSISTANT, text=text, cut_at=cut_at, picture=name)

    def drop(self, received: ReceivedMessage) -> None:
        """Delete what was drawn for a question that was taken back meanwhile, by this attempt or by
        one that got no further.
        """
        if self.offered is not Offered.OFF:
            place = received.conversation_id, received.person_id
            self.pictures.delete(*place, received.message_id)

    @contextmanager
    def waiting(self, received: ReceivedMessage, draws: Draws, chat: Chat) -> Iterator[Meanwhile]:
        """Tells the user once it takes long. Not if the token has been waiting for that long.

        Nobody knows whether the model draws, where it may, until its whole answer is there.
        """
        meanwhile = Meanwhile()
        left = self.patience - (self.clock() - received.sent_at)
        if draws is Draws.NO or left <= timedelta() or chat.reply_token is None:
            yield meanwhile
            return

        def tell() -> None:
            # Whatever comes of it, the token may be spent now.
            meanwhile.said = True
            try:
                texts = chat.voice()
                must = draws is Draws.MUST
                chat.say([texts.still_drawing if must else texts.still_answering])
            except Exception as error:
                logger().warning("The wait is not explained.", failure=described(error))

        timer = threading.Timer(left.total_seconds(), tell)
        timer.daemon = True
        timer.start()
        try:
            yield meanwhile
        finally:
            timer.cancel()
            timer.join()

    def _wanted(self, received: ReceivedMessage) -> Draws:
        if self.offered is Offered.OFF:
            return Draws.NO
        if self.asks(received):
            return Draws.MUST
        return Draws.MAY if self.offered is Offered.MODEL else Draws.NO
