"""What tests of a prompt's history share: turns, and what is recalled of them."""

from kaiwa.model.prompt import PromptMessage
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import (
    ASSISTANT,
)
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content, DailyLimits, Turn
from line_reply.memory.history import HistoryLimits, Recall, Recalled
from tests.builders import at, received
from tests.fakes.clock import FakeClock
from tests.unit.tables import RETENTION, TABLE_NAME

ROOMY = HistoryLimits(messages=20, characters=10_000, retention=RETENTION)


NO_LIMITS = DailyLimits()


def hold(
    table: MessageTable, number: int, answer: str | None = None, role: str = ASSISTANT
) -> Turn:
    """Store turn `number`: "Q1" with the answer "A1" and so on. No answer if it is empty."""
    turn = table.begin_turn(received(f"Q{number}", number), NO_LIMITS, at(number))
    assert turn.question is not None
    answer = f"A{number}" if answer is None else answer
    if answer:
        table.store_answer(turn.question, Content(role, answer), at(number + 0.5))
    return turn


def recalled(table: MessageTable, turn: Turn, limits: HistoryLimits = ROOMY) -> list[PromptMessage]:
    return recall_all(table, turn, limits).prompt


def recall_all(table: MessageTable, turn: Turn, limits: HistoryLimits = ROOMY) -> Recalled:
    assert turn.question is not None
    conversations = Conversations(TABLE_NAME)
    recall = Recall(table, conversations, limits, FakeClock(at(1000)))
    return recall(turn.question, turn.conversation)


def narrow(messages: int = 20, characters: int = 10_000) -> HistoryLimits:
    return HistoryLimits(messages, characters, RETENTION)


def turns(*numbers: int) -> list[PromptMessage]:
    prompt: list[PromptMessage] = []
    for number in numbers:
        prompt.append({"role": "user", "content": f"Q{number}"})
        prompt.append({"role": "assistant", "content": f"A{number}"})
    return prompt
