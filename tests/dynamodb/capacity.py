"""What requests to the DynamoDB in memory cost, and which of them are made side by side.

The emulator's and moto's own figures are none: this counts as DynamoDB's documentation says.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
"""

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.dynamodb.memory import MemoryDynamoDB, Response
from tests.dynamodb.requests import Parameters
from tests.dynamodb.values import Item, item_size

READ_UNIT, WRITE_UNIT = 4096, 1024

type Items = Mapping[str, Item]
"""Items of the one table by their id."""


@dataclass
class Watch:
    """Stands before a DynamoDB in memory with one table, and notes what passes.

    `rounds`: requests and their units, those in one round that are under way at the same time, by
    name. A request that `together` names does not get through alone: it waits for the others.
    """

    memory: MemoryDynamoDB
    together: Collection[str] = ()
    rounds: list[list[tuple[str, float]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pass, self._lock, self._under_way = self.memory.call, threading.Lock(), 0
        self._all_there = threading.Barrier(max(1, len(self.together)), timeout=10)
        self.memory.call = self._call  # type: ignore[method-assign]

    def _call(self, operation: str, parameters: Parameters) -> Response:
        with self._lock:
            if not self._under_way:
                self.rounds.append([])
            self._under_way += 1
        if operation in self.together:
            self._all_there.wait()
        with self._lock:
            before = dict(self._items())
            try:
                response = self._pass(operation, parameters)
            finally:
                self._under_way -= 1
            units = UNITS[operation](parameters, response, before, self._items())
            self.rounds[-1] = sorted([*self.rounds[-1], (operation, units)])
        return response

    def _items(self) -> Items:
        (table,) = self.memory.tables.values()
        return table.items


def _blocks(size: int, unit: int) -> int:
    """What is not there takes one, too."""
    return max(1, -(-size // unit))


def _get(parameters: Parameters, response: Response, *_: Items) -> float:
    blocks = _blocks(item_size(response.get("Item", {})), READ_UNIT)
    return blocks if parameters.get("ConsistentRead") else blocks / 2


def _batch_get(parameters: Parameters, _: Response, __: Items, items: Items) -> float:
    """Each item is rounded up for itself."""
    ((_name, request),) = parameters["RequestItems"].items()
    found = [items.get(key["id"]["S"], {}) for key in request["Keys"]]
    blocks = sum(_blocks(item_size(item), READ_UNIT) for item in found)
    return blocks if request.get("ConsistentRead") else blocks / 2


def _query(_: Parameters, response: Response, *__: Items) -> float:
    """All items together are rounded up. Nothing here filters, and indexes lag."""
    return _blocks(sum(map(item_size, response["Items"])), READ_UNIT) / 2


def _update(parameters: Parameters, _: Response, before: Items, after: Items) -> float:
    return _written(parameters, before, after)


def _transact(parameters: Parameters, _: Response, before: Items, after: Items) -> float:
    """Everything is written twice, to prepare and to commit it; the index is not."""
    requests = [next(iter(each.values())) for each in parameters["TransactItems"]]
    return sum(_written(each, before, after, times=2) for each in requests)


def _written(request: Mapping[str, Any], before: Items, after: Items, times: int = 1) -> int:
    """The larger of the item before and after counts; in the index, where it is in it, again."""
    item_id = (request.get("Key") or request["Item"])["id"]["S"]
    versions = before.get(item_id, {}), after.get(item_id, {})
    blocks = _blocks(max(map(item_size, versions)), WRITE_UNIT)
    is_shown = versions[0] != versions[1] and any("createdAt" in each for each in versions)
    return times * blocks + (blocks if is_shown else 0)


UNITS: Mapping[str, Callable[[Parameters, Response, Items, Items], float]] = {
    "GetItem": _get,
    "BatchGetItem": _batch_get,
    "Query": _query,
    "UpdateItem": _update,
    "TransactWriteItems": _transact,
}
