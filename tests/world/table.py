"""The table in memory, with what AWS adds: an index that lags, and a time to live."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from kaiwa.times import BEGINNING
from tests.dynamodb.errors import cancelled, error
from tests.dynamodb.memory import MemoryDynamoDB
from tests.dynamodb.table import Table
from tests.dynamodb.values import Item
from tests.fakes.clock import FakeClock

NAME = "kaiwa-world-messages"
LAG = timedelta(seconds=5)
"""How old what the index shows may be at most."""
CREATE: dict[str, Any] = {
    "TableName": NAME,
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("id", "lineUserId", "createdAt")
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "byLineUserId",
            "KeySchema": [
                {"AttributeName": "lineUserId", "KeyType": "HASH"},
                {"AttributeName": "createdAt", "KeyType": "RANGE"},
            ],
        }
    ],
}
CONFLICT: dict[str, str] = {"Code": "TransactionConflict", "Message": "Transaction is ongoing"}


class Written(NamedTuple):
    """A change of an item; None: it was not there, or is not any more."""

    at: datetime
    id: str
    before: Item | None
    after: Item | None


@dataclass
class HistoryTable(Table):
    """A table that knows what was written when."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(BEGINNING))
    written: list[Written] = field(default_factory=list)

    def put(self, item: Item) -> None:
        before = self.items.get(self.id_of(item))
        super().put(item)
        self._note(self.id_of(item), before, self.items[self.id_of(item)])

    def delete(self, key: Item) -> None:
        before = self.items.get(self.id_of(key))
        super().delete(key)
        if before is not None:
            self._note(self.id_of(key), before, None)

    def _note(self, item_id: str, before: Item | None, after: Item | None) -> None:
        self.written.append(Written(self.clock.now, item_id, before, after))


@dataclass
class WorldTable:
    """DynamoDB's operations on it. `shows` says what of late the index shows; see `LAGS`."""

    clock: FakeClock
    table: HistoryTable = field(init=False)
    memory: MemoryDynamoDB = field(init=False)

    def __post_init__(self) -> None:
        plain = Table.create(CREATE)
        self.table = HistoryTable(plain.description, plain.keys, plain.indexes)
        self.table.clock = self.clock
        self.memory = MemoryDynamoDB({NAME: self.table})

    def call(self, operation: str, parameters: Any, told: str = "") -> Any:
        """Do it. `told` says how it is out of order."""
        if told == "conflict":
            raise _conflict(operation, parameters)
        if not told:
            return self.memory.call(operation, parameters)
        with self._as_of(told):
            return self.memory.call(operation, parameters)

    def expire(self) -> None:
        """Delete what has expired: DynamoDB may do so at once, or days later."""
        now = self.clock.now.timestamp()
        for item in list(self.table.items.values()):
            if float(item.get("expiresAt", {}).get("N", "inf")) <= now:
                self.table.delete({"id": item["id"]})

    @contextmanager
    def _as_of(self, told: str) -> Iterator[None]:
        """Of what changed in the index of late, it shows what it is told to."""
        recent = [
            each
            for each in self.table.written
            if each.at > self.clock.now - LAG and _is_indexed(each)
        ]
        last = recent[-1].id if recent else ""
        hides_last, hides_others = told != "last only", told != "without the last"
        now = self.table.items
        before = dict(now)
        for each in reversed(recent):
            if hides_last if each.id == last else hides_others:
                if each.before is None:
                    before.pop(each.id, None)
                else:
                    before[each.id] = each.before
        self.table.items = before
        try:
            yield
        finally:
            self.table.items = now


def _is_indexed(written: Written) -> bool:
    return any(each and "lineUserId" in each for each in (written.before, written.after))


def _conflict(operation: str, parameters: Any) -> Exception:
    if operation == "TransactWriteItems":
        return cancelled([CONFLICT] * len(parameters["TransactItems"]))
    message = "Transaction is ongoing for the item"
    return error(operation, "TransactionConflictException", message)
