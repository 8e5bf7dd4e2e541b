"""The DynamoDB in memory, on which use cases are tested, agrees with the emulator's."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.dynamodb.memory import MemoryDynamoDB
from tests.dynamodb.sequences import CREATE, REFUSED, TABLE, Call, differences, requests
from tests.e2e.conftest import Aws


@pytest.fixture
def emulator_call(aws: Aws) -> Iterator[Call]:
    client: Any = aws.dynamodb
    client._make_api_call(*CREATE)
    yield client._make_api_call
    client.delete_table(TableName=TABLE)


@pytest.fixture
def memory_call() -> Call:
    memory = MemoryDynamoDB()
    memory.call(*CREATE)
    return memory.call


@pytest.mark.parametrize("seed", range(4))
def test_a_sequence_ends_alike(emulator_call: Call, memory_call: Call, seed: int) -> None:
    assert differences(emulator_call, memory_call, requests(seed)) == []


def test_what_is_refused_is_refused_alike(emulator_call: Call, memory_call: Call) -> None:
    assert differences(emulator_call, memory_call, iter(REFUSED)) == []
