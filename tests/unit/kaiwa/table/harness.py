"""What tests of the table's gateways share: turns to begin with, and what can come in between."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ConnectionClosedError

from kaiwa.table import transactions
from kaiwa.table.items import ASSISTANT, Conversation, Message, conversation_item_id
from kaiwa.table.messages import MessageTable
from kaiwa.table.turns import Content, DailyLimits, Turn
from tests.builders import at, received
from tests.unit.tables import TABLE_NAME

NOW = at(100)
NO_LIMITS = DailyLimits()
CLIENT: Any = BaseClient


def items() -> dict[str, dict[str, Any]]:
    """Every item as DynamoDB has it, by id."""
    found = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {item["id"]["S"]: item for item in found}


def words() -> dict[str, str]:
    """What every message and answer in the table says, by id."""
    return {item_id: item["content"]["S"] for item_id, item in items().items() if "content" in item}


def conversation_of(chat_id: str) -> Conversation:
    """What the table knows of the chat as a whole."""
    return Conversation.get(conversation_item_id(chat_id))


def begin(messages: MessageTable, number: int = 1, **changes: Any) -> Turn:
    """The turn of the question `Q1`, or of another number."""
    return messages.begin_turn(received(f"Q{number}", number, **changes), NO_LIMITS, NOW)


def asked(messages: MessageTable, number: int = 1, **changes: Any) -> Message:
    """The question of such a turn, stored."""
    question = begin(messages, number, **changes).question
    assert question is not None
    return question


def answered(messages: MessageTable, number: int = 1, **changes: Any) -> Message:
    """The answer `A1` to such a question, stored."""
    question = asked(messages, number, **changes)
    content = Content(ASSISTANT, f"A{number}", 30, 20, 10)
    answer = messages.store_answer(question, content, NOW)
    assert answer is not None
    return answer


def meanwhile(patch: pytest.MonkeyPatch, *acts: Callable[[], object]) -> None:
    """Let others do something, one thing each time that a conversation was read to be written."""
    real, left = transactions.conversation_of, list(acts)

    def read(chat_id: str) -> Conversation:
        conversation = real(chat_id)
        if left:
            left.pop(0)()
        return conversation

    patch.setattr(transactions, "conversation_of", read)


@contextmanager
def breaking(calls: int, *, unheard: bool) -> Iterator[None]:
    """DynamoDB takes that many calls and breaks at the next; `unheard`: after that took effect."""
    real, left = CLIENT._make_api_call, calls

    def call(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        nonlocal left
        left -= 1
        if left >= 0 or (left == -1 and unheard):
            answer = real(client, operation, parameters)
        if left < 0:
            raise ConnectionClosedError(endpoint_url="DynamoDB")
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CLIENT, "_make_api_call", call)
        yield


@contextmanager
def one_call_at_a_time() -> Iterator[None]:
    """Threads take turns at the table, whose transactions, unlike DynamoDB's, see each other."""
    real, lock = CLIENT._make_api_call, threading.Lock()

    def call(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        with lock:
            return real(client, operation, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CLIENT, "_make_api_call", call)
        yield
