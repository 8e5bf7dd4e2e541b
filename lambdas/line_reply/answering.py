"""What is said to a message: the model's answer, or a sentence of Kaiwa's own."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kaiwa.line import (
    ContentNotReadyError,
    ContentTooLargeError,
    LineRefusedError,
    LineUnavailableError,
)
from kaiwa.line_messages import Kind, ReceivedMessage
from kaiwa.log import described, hashed, logger
from kaiwa.model.answer import ModelAnswer
from kaiwa.model.errors import ModelRefusedError, ModelTimeoutError, ModelUnavailableError
from kaiwa.model.prompt import Attachment, PromptMessage
from kaiwa.models import ASSISTANT, NOTICE, Message
from kaiwa.turns import Content, Turn
from line_reply import attachments, history, media
from line_reply.chats import Talk, Voice
from line_reply.history import HistoryLimits

PERSONA = "This is how I would like you to answer me:\n"
IN_A_GROUP = (
    "Several people talk to you in this chat. Each of their messages begins with who says it, such"
    " as `Member 1a2b3c:`. Do not begin yours like that."
)
TRANSIENT = (ModelUnavailableError, ContentNotReadyError, LineUnavailableError)


class Messages(history.Messages, media.Messages, Protocol):
    """Where the conversation is kept. See `kaiwa.table.MessageTable`."""


class Line(media.Contents, Protocol):
    """What LINE does besides delivering. See `kaiwa.line.Line`."""

    def preload(self) -> None: ...

    def keep_loading(self, user_id: str) -> AbstractContextManager[None]: ...


class Model(media.Ears, Protocol):
    """What hears, judges and answers. See `line_reply.model.Model`."""

    def preload(self) -> None: ...

    def answer(
        self, prompt: Sequence[PromptMessage], user: str, more_instructions: str = ""
    ) -> ModelAnswer: ...

    def flags(self, text: str, attachments: Sequence[Attachment] = ()) -> bool: ...


class DeletedError(Exception):
    """The user took the message back while it was being answered."""


@dataclass(frozen=True)
class Answer:
    """What to say; `outgrown`: the past should be summarised before long."""

    content: Content
    outgrown: bool = False


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
    if words := media.words_for(received, voice):
        return _notice(words)
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
            prompt = _prompt(question, turn, past, messages, line)
            return Answer(_ask(prompt, received, model, voice), past.outgrown)
    except TRANSIENT as error:
        if not last_attempt:
            raise
        logger().error("It did not work on the last attempt.", failure=described(error))
        not_ready = isinstance(error, ContentNotReadyError)
        return _notice(voice().not_ready if not_ready else voice().try_later)
    except (ModelTimeoutError, ModelRefusedError, LineRefusedError) as error:
        logger().error("Trying again will not help.", failure=described(error))
        return _notice(voice().try_later)
    except ContentTooLargeError as error:
        return _notice(media.too_large(voice(), error.most_bytes))
    except media.UnheardError:
        return _notice(voice().audio_not_understood)
    except attachments.UnreadableError as error:
        unreadable = voice().unsupported_file.format(name=error.name)
        return _notice(unreadable if error.name else voice().unsupported_image)


def _notice(words: str) -> Answer:
    return Answer(Content(NOTICE, words))


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


def _prompt(
    question: Message, turn: Turn, past: history.Recalled, messages: Messages, line: Line
) -> list[PromptMessage]:
    """Whom the user wants to talk to, what was said, and the question with what it is about."""
    attached = attachments.attached(question, turn.conversation, messages, line)
    words = "\n\n".join([*attached.texts, history.said(question)["content"]])
    asked: PromptMessage = {"role": "user", "content": words}
    if attached.attachments:
        asked["attachments"] = attached.attachments
    persona = turn.conversation.persona
    wishes: list[PromptMessage] = (
        [{"role": "user", "content": PERSONA + persona}] if persona else []
    )
    return [*wishes, *past.prompt, asked]


def _ask(
    prompt: Sequence[PromptMessage], received: ReceivedMessage, model: Model, voice: Voice
) -> Content:
    question = prompt[-1]
    if model.flags(question["content"], question.get("attachments", ())):
        return Content(NOTICE, voice().refused)
    instructions = "" if received.one_to_one else IN_A_GROUP
    answer = model.answer(prompt, hashed(received.person_id), instructions)
    if not answer.text:
        return Content(NOTICE, voice().no_answer, answer.input_tokens, answer.output_tokens)
    return Content(ASSISTANT, answer.text, answer.input_tokens, answer.output_tokens)
