"""The use case: one turn of a conversation, from the message to the delivered answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kaiwa.chat_model import (
    ModelAnswer,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnavailableError,
    PromptMessage,
)
from kaiwa.line_events import OLDEST_EVENT, ReceivedText
from kaiwa.log import described, hashed, logger
from kaiwa.models import ASSISTANT, NOTICE, Message
from kaiwa.turns import Content, Turn
from line_reply import deliver as delivery
from line_reply import history, texts

SORRY = Content(NOTICE, texts.TRY_LATER)


class Messages(history.Messages, delivery.Deliveries, Protocol):
    """Where the conversation is kept. See `kaiwa.table.MessageTable`."""

    def begin_turn(self, received: ReceivedText, now: datetime) -> Turn: ...

    def store_answer(
        self, question: Message, content: Content, now: datetime
    ) -> Message | None: ...


class Chat(delivery.Chat, Protocol):
    """The bot's side of LINE. See `kaiwa.line.Line`."""

    def preload(self) -> None: ...


class Model(Protocol):
    """What answers. See `kaiwa.chat_model.ChatModel`."""

    def answer(self, prompt: Sequence[PromptMessage], user: str) -> ModelAnswer: ...


def take_turn(
    received: ReceivedText,
    last_attempt: bool,
    messages: Messages,
    chat: Chat,
    model: Model,
    limits: history.HistoryLimits,
    clock: delivery.Clock,
) -> str:
    """Answer the message, or finish what an earlier attempt began. Returns how it ended, for logs.

    Raises what another attempt may mend: `ModelUnavailableError` (never on the last attempt, which
    apologises instead), `LineUnavailableError`, `LineUnclearError`.
    """
    if clock() - received.sent_at > OLDEST_EVENT:
        return "too old"
    turn = messages.begin_turn(received, clock())
    if turn.question is None:
        return "deleted"
    answer = turn.answer
    if answer is None:
        earlier = history.recall(turn.question, turn, messages, limits, clock())
        prompt: list[PromptMessage] = [
            *earlier,
            {"role": "user", "content": turn.question.content},
        ]
        chat.preload()
        user = hashed(received.speaker_id or received.conversation_id)
        content = _ask(model, prompt, user, last_attempt)
        answer = messages.store_answer(turn.question, content, clock())
    if answer is None:
        return "deleted"
    return delivery.deliver(answer, received.reply_token, messages, chat, clock)


def apologise(
    received: ReceivedText, messages: Messages, chat: Chat, clock: delivery.Clock
) -> None:
    """Tell the user that it did not work, unless there is an answer on its way already."""
    turn = messages.begin_turn(received, clock())
    if turn.question is not None and turn.answer is None:
        answer = messages.store_answer(turn.question, SORRY, clock())
        if answer is not None:
            delivery.deliver(answer, received.reply_token, messages, chat, clock)


def _ask(model: Model, prompt: Sequence[PromptMessage], user: str, last_attempt: bool) -> Content:
    """The model's answer, or else a kind sentence."""
    try:
        answer = model.answer(prompt, user)
    except ModelUnavailableError as error:
        if not last_attempt:
            raise
        logger().error("The model did not answer on the last attempt.", failure=described(error))
        return SORRY
    except (ModelTimeoutError, ModelRefusedError) as error:
        logger().error("The model will not answer this.", failure=described(error))
        return SORRY
    if not answer.text:
        return Content(NOTICE, texts.NO_ANSWER, answer.input_tokens, answer.output_tokens)
    return Content(ASSISTANT, answer.text, answer.input_tokens, answer.output_tokens)
