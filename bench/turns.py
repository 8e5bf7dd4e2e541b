"""What a warm turn asks of the table, in conversations of any length.

The whole function runs, with LINE and a model that answer at once. The table is the tests' own in
memory: the emulator's gets slower with each item, and its figures of capacity are none. It answers
as late as DynamoDB may, so that what is asked for side by side is seen to be.
"""

import io
import os
import time
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from threading import Lock
from types import SimpleNamespace

from bench import events
from bench.world import CHAT, TABLE, World
from kaiwa.table.items import (
    ASSISTANT,
    USER,
    ChatSummary,
    Conversation,
    Message,
    TableGateway,
    answer_id,
    conversation_item_id,
    summary_id,
)
from kaiwa.table.turns import Delivery
from line_reply.handler import lambda_handler
from tests.dynamodb.capacity import Watch
from tests.dynamodb.installed import memory_dynamodb
from tests.dynamodb.memory import MemoryDynamoDB, Response
from tests.dynamodb.requests import Parameters

LENGTHS = (10, 1_000, 100_000)
TURNS = 7
BEFORE = 3
"""Turns that are not measured: imports beside the first may still go on."""
ANSWERS_AFTER = 0.005
"""DynamoDB's own figure is a few milliseconds.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html
"""
UNSUMMARISED = 10
LIFE = timedelta(days=90)


@dataclass(frozen=True)
class Turns:
    """A turn at this length of history; `own` is its milliseconds without waiting for the table."""

    requests: int
    rounds: int
    capacity: float
    own: float

    @property
    def expected(self) -> float:
        """Its milliseconds with a table that answers in time."""
        return self.own + self.rounds * ANSWERS_AFTER * 1000


@dataclass
class _Slow:
    """A DynamoDB in memory that answers each request a little later, and notes when."""

    watch: Watch
    spans: list[tuple[float, float]] = field(default_factory=list)
    worked: float = 0.0
    """Seconds that the table in memory took besides: DynamoDB would not."""
    lock: Lock = field(default_factory=Lock)

    def call(self, operation: str, parameters: Parameters) -> Response:
        asked = time.perf_counter()
        self.spans.append((asked, asked + ANSWERS_AFTER))
        time.sleep(ANSWERS_AFTER)
        # One by one: to wait for another request is not to work.
        with self.lock:
            began = time.perf_counter()
            try:
                return self.watch._call(operation, parameters)
            finally:
                self.worked += time.perf_counter() - began

    @property
    def rounds(self) -> int:
        """How many requests wait for one another: the longest chain of them."""
        ended, number = 0.0, 0
        for start, end in sorted(self.spans, key=lambda span: span[1]):
            if start >= ended:
                ended, number = end, number + 1
        return number


def measure(world: World) -> dict[int, Turns]:
    """Take some turns in conversations of each length. The environment is the world's from now."""
    os.environ.update(world.environment)
    return {length: _measured(length) for length in LENGTHS}


def _measured(length: int) -> Turns:
    with memory_dynamodb() as memory:
        TableGateway(TABLE)
        Message.create_table(billing_mode="PAY_PER_REQUEST")
        _fill(memory, length)
        for _ in range(BEFORE):
            _turn(memory)
        turns = [_turn(memory) for _ in range(TURNS)]
    last = turns[-1]
    return Turns(last.requests, last.rounds, last.capacity, median(each.own for each in turns))


def _turn(memory: MemoryDynamoDB) -> Turns:
    usual = memory.call
    slow = _Slow(Watch(memory))
    memory.call = slow.call  # type: ignore[method-assign]
    event, started = events.queued(), time.perf_counter()
    with redirect_stdout(io.StringIO()) as log:
        answer = lambda_handler(event, SimpleNamespace(aws_request_id="1"))
    taken = time.perf_counter() - started
    memory.call = usual  # type: ignore[method-assign]
    if answer != {"batchItemFailures": []}:
        raise RuntimeError(log.getvalue())
    units = [units for each in slow.watch.rounds for _, units in each]
    own = taken - slow.worked - slow.rounds * ANSWERS_AFTER
    return Turns(len(slow.spans), slow.rounds, sum(units), own * 1000)


def _fill(memory: MemoryDynamoDB, length: int) -> None:
    """A chat with so many messages, a second between them, all but the last ten in a summary."""
    table, now = memory.tables[TABLE], datetime.now(UTC) - timedelta(minutes=1)
    question = _message(USER, now).serialize()
    answer = _message(ASSISTANT, now).serialize() | {"delivery": {"S": Delivery.DELIVERED.value}}
    times = [now - timedelta(seconds=length - each) for each in range(length)]
    for each, said_at in enumerate(times):
        item_id = answer_id(_id(each // 2)) if each % 2 else _id(each // 2)
        own = {"id": {"S": item_id}, "createdAt": {"S": said_at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")}}
        table.items[item_id] = (answer if each % 2 else question) | own
    until = times[-UNSUMMARISED - 1] if length > UNSUMMARISED else None
    if until:
        ChatSummary(summary_id(CHAT), text="s" * 2000, until=until, expires_at=now + LIFE).save()
    Conversation(
        conversation_item_id(CHAT),
        last_created_at=times[-1],
        recent_ids=[_id(each) for each in range(length // 2 - 5, length // 2)],
        welcomed_at=times[-1],
        detected_language="ja",
        detected_at=now,
        summary_until=until,
    ).save()


def _message(role: str, now: datetime) -> Message:
    return Message(
        "id",
        line_user_id=CHAT,
        role=role,
        content=events.TEXT,
        created_at=now,
        updated_at=now,
        expires_at=now + LIFE,
    )


def _id(number: int) -> str:
    return f"{number + 1_000_000:018}"
