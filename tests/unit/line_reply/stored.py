"""What is in the table after a test, and workers that die while they write to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from kaiwa.table.items import Message
from tests.unit.tables import TABLE_NAME

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")


class CrashError(Exception):
    """The worker is gone."""


def stored() -> dict[str, tuple[str, str, str | None]]:
    """Every message and answer in the table: role, content and delivery by id."""
    return {
        item.id: (item.role, item.content, item.delivery) for item in Message.scan() if item.role
    }


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
