"""What a turn asks of the table, however long the conversation is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kaiwa.table.items import (
    ASSISTANT,
    USER,
    ChatSummary,
    Conversation,
    Message,
    answer_id,
    conversation_item_id,
    summary_id,
)
from kaiwa.table.turns import Delivery
from line_reply.memory.history import REMEMBERED
from tests.builders import NOON, USER_ID, received
from tests.dynamodb.capacity import Watch
from tests.dynamodb.installed import memory_dynamodb
from tests.dynamodb.memory import MemoryDynamoDB
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION, TABLE_NAME, new_table

EXPIRY = NOON + RETENTION
WORDS = "いろはにほへと"
UNSUMMARISED = 10
SIDE_BY_SIDE = ("BatchGetItem", "Query")


@pytest.fixture
def memory() -> Iterator[MemoryDynamoDB]:
    with memory_dynamodb() as memory:
        yield memory


def hold(memory: MemoryDynamoDB, number: int, *, summarised: bool) -> None:
    """A chat with so many messages, a second between them, all but the last ten in a summary."""
    table = memory.tables[TABLE_NAME]
    question = _message(USER, None).serialize()
    answer = _message(ASSISTANT, Delivery.DELIVERED).serialize()
    times = [NOON - timedelta(seconds=number - each) for each in range(number)]
    for each, time in enumerate(times):
        message_id, kind = _id(each // 2), answer if each % 2 else question
        own = {
            "id": {"S": answer_id(message_id) if each % 2 else message_id},
            "createdAt": {"S": time.strftime("%Y-%m-%dT%H:%M:%S.%f%z")},
        }
        table.items[own["id"]["S"]] = kind | own
    conversation = Conversation(
        conversation_item_id(USER_ID),
        last_created_at=times[-1],
        recent_ids=[_id(each) for each in range(number // 2 - 5, number // 2)],
        welcomed_at=times[-1],
    )
    if summarised:
        until = conversation.summary_until = times[-UNSUMMARISED - 1]
        ChatSummary(summary_id(USER_ID), text="s" * 2000, until=until, expires_at=EXPIRY).save()
    conversation.save()


def _message(role: str, delivery: Delivery | None) -> Message:
    return Message(
        "id",
        line_user_id=USER_ID,
        role=role,
        content=WORDS,
        created_at=NOON,
        updated_at=NOON,
        expires_at=EXPIRY,
        delivery=delivery and delivery.value,
    )


def _id(number: int) -> str:
    return f"{number + 1_000_000:018}"


def watched(memory: MemoryDynamoDB, number: int, *, summarised: bool) -> tuple[Watch, int]:
    """What the next turn asks for, and how many messages the model is sent."""
    world = World(new_table())
    hold(memory, number, summarised=summarised)
    watch = Watch(memory, SIDE_BY_SIDE)
    assert world.turn(received(WORDS, 1)) == "delivered"
    (prompt,) = world.model.prompts
    assert str(prompt[0]["content"]).startswith(REMEMBERED) is summarised
    return watch, len(prompt)


@pytest.mark.parametrize("number", [10, 1000, 100_000])
def test_a_turn_asks_for_the_same_however_long_the_conversation_is(
    memory: MemoryDynamoDB, number: int
) -> None:
    watch, sent = watched(memory, number, summarised=number > UNSUMMARISED)
    assert sent == UNSUMMARISED + 1 + (number > UNSUMMARISED)
    assert watch.rounds == [
        [("GetItem", 1)],
        [("TransactWriteItems", 9)],  # marker, question (in the index too), conversation, usage
        [("BatchGetItem", 11), ("Query", 0.5)],  # the summary and five turns; the rest
        [("TransactWriteItems", 9)],  # question (checked), answer, conversation, usage
        [("TransactWriteItems", 5)],  # it is delivered, and what a quote of its bubble leads to
    ]


@pytest.mark.parametrize("number", [1000, 100_000])
def test_nor_does_it_grow_if_nothing_is_ever_summarised(
    memory: MemoryDynamoDB, number: int
) -> None:
    watch, sent = watched(memory, number, summarised=False)
    assert sent == 21
    assert [request for each in watch.rounds for request in each] == [
        ("GetItem", 1),
        ("TransactWriteItems", 9),
        ("BatchGetItem", 11),
        ("Query", 1.5),
        ("TransactWriteItems", 9),
        ("TransactWriteItems", 5),
    ]


def test_a_quote_is_looked_up_beside_the_past(memory: MemoryDynamoDB) -> None:
    world = World(new_table())
    for number in (1, 2):
        world.turn(received(WORDS, number))
    watch = Watch(memory)
    world.turn(received("Why?", 3, quoted_id="bubble-1"))
    assert sorted(request for each in watch.rounds for request in each) == [
        ("BatchGetItem", 2),  # what has this id, and what is known of a bubble with it
        ("BatchGetItem", 2),  # the answer that it is of, and its question
        ("BatchGetItem", 5),
        ("GetItem", 1),
        ("Query", 0.5),
        ("TransactWriteItems", 5),
        ("TransactWriteItems", 9),
        ("TransactWriteItems", 9),
    ]
