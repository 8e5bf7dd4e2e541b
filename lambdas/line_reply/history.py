"""Recalling what was said, as far as a prompt has room for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from kaiwa.chat_model import PromptMessage
from kaiwa.models import ASSISTANT, SENT, USER, Message, answer_id, is_live
from kaiwa.turns import Turn

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HistoryLimits:
    """The most of the past that a prompt takes: messages, and characters in all of them."""

    messages: int
    characters: int


class Messages(Protocol):
    """Where messages are read from."""

    def newest(
        self, conversation_id: str, after: datetime, before: datetime, limit: int
    ) -> list[Message]: ...

    def by_ids(self, ids: Iterable[str]) -> list[Message]: ...


def recall(
    question: Message, turn: Turn, messages: Messages, limits: HistoryLimits, now: datetime
) -> list[PromptMessage]:
    """The newest whole turns before the question, oldest first, as far as they fit.

    The cost is one bounded query, however old the conversation is, and a look-up of those recent
    messages that the index does not show yet.
    """
    after = turn.reset_at or BEGINNING
    # Twice the limit: questions without an answer, and apologies, take places but are left out.
    shown = messages.newest(question.line_user_id, after, question.created_at, 2 * limits.messages)
    hidden = _recent(turn, question) - {message.id for message in shown}
    found = {message.id: message for message in (*shown, *messages.by_ids(hidden))}
    past = [
        message
        for message in found.values()
        if after < message.created_at < question.created_at and is_live(message, now)
    ]
    return _fit(_turns(past), limits)


def _recent(turn: Turn, question: Message) -> set[str]:
    earlier = set(turn.recent_ids) - {question.id}
    return earlier | {answer_id(message_id) for message_id in earlier}


def _turns(past: Sequence[Message]) -> list[list[Message]]:
    """Questions with their answers, and what was sent into the chat alone, newest first."""
    answers = {message.id: message for message in past if message.role == ASSISTANT}
    turns = []
    for message in sorted(past, key=lambda message: message.created_at, reverse=True):
        if message.role == SENT:
            turns.append([message])
        elif message.role == USER and answer_id(message.id) in answers:
            turns.append([message, answers[answer_id(message.id)]])
    return turns


def _fit(turns: Iterable[list[Message]], limits: HistoryLimits) -> list[PromptMessage]:
    prompt: list[PromptMessage] = []
    characters = 0
    for turn in turns:
        characters += sum(len(message.content) for message in turn)
        if len(prompt) + len(turn) > limits.messages or characters > limits.characters:
            break
        # The bot showed what was sent from ChatGPT, so to the model it is the bot's own.
        prompt[:0] = [
            {"role": "user" if message.role == USER else "assistant", "content": message.content}
            for message in turn
        ]
    return prompt
