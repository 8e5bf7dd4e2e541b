"""What is said to a message: the model's answer, or a sentence of Kaiwa's own."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from kaiwa.line.errors import (
    ContentNotReadyError,
    ContentTooLargeError,
    LineRefusedError,
    LineUnavailableError,
)
from kaiwa.line.messages import Kind, ReceivedMessage
from kaiwa.log import described, logger
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.table.items import Message
from kaiwa.table.turns import Turn
from line_reply.attachments import current as attachments
from line_reply.attachments import media
from line_reply.memory import history
from line_reply.memory.history import HistoryLimits
from line_reply.speech.chat import Talk
from line_reply.turns import ask as asking
from line_reply.turns.ask import Answer, ask, notice, prompt_of

TRANSIENT = (ModelUnavailableError, ContentNotReadyError, LineUnavailableError)


class Messages(history.Messages, media.Messages, Protocol):
    """Where the conversation is kept. See `kaiwa.table.messages.MessageTable`."""


class Line(media.Contents, Protocol):
    """What LINE does besides delivering. See `kaiwa.line.Line`."""

    def preload(self) -> None: ...

    def keep_loading(self, user_id: str) -> AbstractContextManager[None]: ...


class Model(media.Ears, asking.Model, Protocol):
    """What hears, judges and answers. See `line_reply.turns.model.Model`."""

    def preload(self) -> None: ...


class DeletedError(Exception):
    """The user took the message back while it was being answered."""


def answer(
    received: ReceivedMessage,
    turn: Turn,
    question: Message,
    last_attempt: bool,
    messages: Messages,
    conversations: history.Conversations,
    line: Line,
    model: Model,
    limits: HistoryLimits,
    talk: Talk,
) -> Answer:
    """What to say to the message.

    Raises `DeletedError`, and what another attempt may mend: `ModelUnavailableError`,
    `ContentNotReadyError`, `LineUnavailableError` (never on the last attempt, which apologises
    instead).
    """
    voice = talk.voice
    if words := media.words_for(received, turn.pictures, voice):
        return notice(words)
    model.preload()
    line.preload()  # beside what comes next
    waiting = line.keep_loading(received.conversation_id) if received.one_to_one else nullcontext()
    try:
        with waiting:
            if received.kind is Kind.AUDIO:
                _write_down(question, received, messages, line, model, talk.clock())
            past = history.recall(
                question, turn.conversation, messages, conversations, limits, talk.clock()
            )
            attached = attachments.attached(
                question, turn.conversation, messages, line, model.seconds_left
            )
            prompt = prompt_of(question, turn.conversation.persona, past, attached)
            answer = ask(prompt, attached, received, model, voice)
            return replace(answer, outgrown=past.outgrown)
    except TRANSIENT as error:
        if not last_attempt:
            raise
        logger().error("It did not work on the last attempt.", failure=described(error))
        not_ready = isinstance(error, ContentNotReadyError)
        return notice(voice().not_ready if not_ready else voice().try_later)
    except (ModelTimeoutError, ModelRefusedError, LineRefusedError) as error:
        logger().error("Trying again will not help.", failure=described(error))
        return notice(voice().try_later)
    except ContentTooLargeError as error:
        return notice(media.too_large(voice(), error.most_bytes))
    except media.UnheardError:
        return notice(voice().audio_not_understood)


def _write_down(
    question: Message,
    received: ReceivedMessage,
    messages: Messages,
    line: Line,
    model: Model,
    now: datetime,
) -> None:
    if not media.write_down(question, received, messages, line, model, now):
        raise DeletedError
