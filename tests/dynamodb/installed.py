"""Letting botocore's clients reach the DynamoDB in memory instead of AWS."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.dynamodb.memory import MemoryDynamoDB

CLIENT: Any = BaseClient


@contextmanager
def memory_dynamodb() -> Iterator[MemoryDynamoDB]:
    """All calls of DynamoDB go to one that is in memory. Others go where they went before."""
    memory, real = MemoryDynamoDB(), CLIENT._make_api_call

    def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name != "dynamodb":
            return real(client, operation, parameters)
        return memory.call(operation, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CLIENT, "_make_api_call", call)
        yield memory
