"""Recalling what was said, as far as a prompt has room for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from kaiwa.chat_model import PromptMessage
from kaiwa.models import ASSISTANT, USER, Message, answer_id, is_live
from kaiwa.table import Turn

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


def _turns(past: Sequence[Message]) -> list[tuple[Message, Message]]:
    """Questions with their answers, newest first."""
    answers = {message.id: message for message in past if message.role == ASSISTANT}
    return [
        (message, answers[answer_id(message.id)])
        for message in sorted(past, key=lambda message: message.created_at, reverse=True)
        if message.role == USER and answer_id(message.id) in answers
    ]


def _fit(turns: Iterable[tuple[Message, Message]], limits: HistoryLimits) -> list[PromptMessage]:
    prompt: list[PromptMessage] = []
    characters = 0
    for question, answer in turns:
        characters += len(question.content) + len(answer.content)
        if len(prompt) + 2 > limits.messages or characters > limits.characters:
            break
        prompt[:0] = [
            {"role": "user", "content": question.content},
            {"role": "assistant", "content": answer.content},
        ]
    return prompt
