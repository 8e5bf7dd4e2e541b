"""The DynamoDB in memory answers as moto's does, and leaves the same table."""

from typing import Any

import boto3
import pytest

from tests.dynamodb.memory import MemoryDynamoDB
from tests.dynamodb.sequences import CREATE, REFUSED, Call, differences, requests

SEEDS = range(12)


@pytest.fixture
def moto_call(moto: None) -> Call:
    client: Any = boto3.client("dynamodb")
    client._make_api_call(*CREATE)
    call: Call = client._make_api_call
    return call


@pytest.fixture
def memory_call() -> Call:
    memory = MemoryDynamoDB()
    memory.call(*CREATE)
    return memory.call


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sequence_ends_alike(moto_call: Call, memory_call: Call, seed: int) -> None:
    assert differences(moto_call, memory_call, requests(seed)) == []


def test_what_is_refused_is_refused_alike(moto_call: Call, memory_call: Call) -> None:
    assert differences(moto_call, memory_call, iter(REFUSED)) == []


def test_what_is_not_known_is_no_silence(memory_call: Call) -> None:
    with pytest.raises(NotImplementedError, match="ListBackups"):
        memory_call("ListBackups", {})
    with pytest.raises(NotImplementedError, match="Expected"):
        memory_call("DeleteItem", {"TableName": "t", "Key": {"id": {"S": "1"}}, "Expected": {}})
