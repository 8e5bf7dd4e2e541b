"""A worker that is told things, on the real gateways to a table of moto's."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from kaiwa.line.events import Received
from kaiwa.line.messages import ReceivedMessage
from kaiwa.table.accounts import Accounts, Link
from kaiwa.table.conversations import Conversations
from kaiwa.table.items import ASSISTANT, Message
from kaiwa.table.messages import MessageTable
from kaiwa.table.past import Past
from kaiwa.table.turns import Content, DailyLimits
from line_reply.commands.obey import obey
from line_reply.commands.orders import order_in
from line_reply.commands.request import Stores
from line_reply.speech.chat import Talk
from line_reply.speech.language import voice_in
from tests.builders import GROUP_ID, USER_ID, at, received
from tests.fakes import FakeClock, FakeLine, FakeModel
from tests.unit.conftest import TABLE_NAME

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")


class CrashError(Exception):
    """The worker is gone."""


class FakeExports:
    """Files of chats, by chat. To delete them may crash, before or after they are gone."""

    def __init__(self) -> None:
        self.files: dict[str, list[str]] = {}
        self.failures: list[Exception] = []

    def delete_all(self, chat_id: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.files.pop(chat_id, None)


class World:
    """The worker and its surroundings. Its user has set nothing, and LINE tells no language."""

    def __init__(self, messages: MessageTable) -> None:
        self.messages = messages
        self.conversations = Conversations(TABLE_NAME)
        self.past = Past(TABLE_NAME)
        self.accounts = Accounts(TABLE_NAME)
        self.exports = FakeExports()
        self.line = FakeLine()
        self.clock = FakeClock(at(1000))

    def tell(self, text: str, number: int = 1, attempt: int = 1, **changes: Any) -> str:
        """What becomes of the command. The text is as it arrives, without a mention."""
        return self.tell_as(received(text, number, **changes), attempt)

    def tell_as(self, message: ReceivedMessage, attempt: int = 1, *, last: bool = False) -> str:
        order = order_in(message.text)
        assert order is not None
        return obey(order, message, attempt, self.stores(), self.talk(message), last_attempt=last)

    def stores(self) -> Stores:
        return Stores(
            self.messages,
            self.conversations,
            self.past,
            self.accounts,
            self.exports,
            FakeModel().flags,
        )

    def talk(self, message: Received) -> Talk:
        voice = voice_in(message, self.conversations, self.line, "en", self.clock)
        return Talk(self.line, voice, self.clock)

    def say(self, text: str, number: int, answer: str | None = None, **changes: Any) -> Message:
        """A question that was taken, with its answer if there is one. Returns the question."""
        message = received(text, number, **changes)
        question = self.messages.begin_turn(message, DailyLimits(), at(number)).question
        assert question is not None
        if answer is not None:
            self.messages.store_answer(question, Content(ASSISTANT, answer), at(number + 0.5))
        return question

    def link(self) -> Link:
        """The user links the chat with a sign-in."""
        self.tell("/link", 900)
        return self.accounts.redeem(
            self.code(), "account", "h•@e•.com", self.clock.now, replace=False
        )

    def code(self) -> str:
        """The code that was shown last."""
        found = re.search(r"^\w{5}-\w{5}$", self.line.shown[-1], re.MULTILINE)
        assert found is not None
        return found.group()


def in_the_group(message: ReceivedMessage) -> ReceivedMessage:
    """The same message in a group."""
    return replace(message, conversation_id=GROUP_ID, one_to_one=False)


def settings(world: World, chat_id: str = USER_ID) -> dict[str, object]:
    """What is set for the chat."""
    found = world.conversations.get(chat_id)
    return {"persona": found.persona, "language": found.language}


def items() -> dict[str, dict[str, Any]]:
    """Everything in the table, by id."""
    found = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
    return {item["id"]["S"]: dict(item) for item in found}


def wipe() -> None:
    """An empty table again."""
    client = boto3.client("dynamodb")
    for key in items():
        client.delete_item(TableName=TABLE_NAME, Key={"id": {"S": key}})


@contextmanager
def crash_after(writes: int) -> Iterator[None]:
    """The worker ends right after that many writes to the table."""
    call, done = BaseClient._make_api_call, 0  # type: ignore[attr-defined]

    def counted(client: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        nonlocal done
        result = call(client, operation, arguments)
        if operation in WRITES:
            done += 1
            if done == writes:
                raise CrashError
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", counted)
        yield
