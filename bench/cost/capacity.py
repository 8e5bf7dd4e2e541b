"""The request units that DynamoDB bills for a call, from the sizes of its items.

Read and write units: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
In a transaction each item counts twice; what that does to an index AWS does not say, so that it is
counted twice too. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.dynamodb.values import Item, item_size

INDEX_KEYS = ("lineUserId", "createdAt")
READ_BYTES = 4096
WRITE_BYTES = 1024
OVERHEAD_BYTES = 100
"""Of each item, in the table and in the index, when its storage is billed."""

type Items = Mapping[str, Item]


@dataclass(frozen=True)
class Units:
    """What a call consumed."""

    read: float = 0
    write: float = 0

    def __add__(self, other: "Units") -> "Units":
        return Units(self.read + other.read, self.write + other.write)


def consumed(
    operation: str, parameters: Mapping[str, Any], before: Items, after: Items, response: Any
) -> Units:
    """The units of a call. `before` and `after` are the table's items by their ids.

    A call that a condition refused changed nothing, but is billed as if it had: its response is
    None.
    """
    match operation:
        case "GetItem":
            return Units(read=_read([before.get(_id(parameters["Key"]))], parameters))
        case "BatchGetItem":
            (request,) = parameters["RequestItems"].values()
            return Units(
                read=sum(_read([before.get(_id(key))], request) for key in request["Keys"])
            )
        case "Query":
            return Units(read=_queried(parameters, before, response))
        case "TransactWriteItems":
            ids = [_written(next(iter(each.values()))) for each in parameters["TransactItems"]]
            return Units(write=2 * sum(_write(each, before, after) for each in ids))
        case "BatchWriteItem":
            ids = [*_batched(parameters)]
            return Units(write=sum(_write(each, before, after) for each in ids))
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return Units(write=_write(_written(parameters), before, after))
    raise NotImplementedError(f"Nobody has said what {operation} consumes.")


def stored_bytes(items: Items) -> int:
    """What is billed as storage, the index included."""
    return sum(
        (item_size(item) + OVERHEAD_BYTES) * (2 if _in_index(item) else 1)
        for item in items.values()
    )


def _id(key: Item) -> str:
    return str(key["id"]["S"])


def _written(parameters: Mapping[str, Any]) -> str:
    return _id(parameters.get("Key") or parameters["Item"])


def _batched(parameters: Mapping[str, Any]) -> Iterator[str]:
    (requests,) = parameters["RequestItems"].values()
    for request in requests:
        yield _written(next(iter(request.values())))


def _queried(parameters: Mapping[str, Any], before: Items, response: Any) -> float:
    """All that was looked through. A filter that left something out would hide how much that is."""
    found = response["Items"]
    if response["ScannedCount"] != len(found):
        raise NotImplementedError("A query looked through more than it found.")
    return _read([before[_id(item)] for item in found], parameters)


def _read(items: list[Item | None], parameters: Mapping[str, Any]) -> float:
    size = sum(item_size(item) for item in items if item)
    units = max(1, math.ceil(size / READ_BYTES))
    return units if parameters.get("ConsistentRead") else units / 2


def _write(item_id: str, before: Items, after: Items) -> int:
    old, new = before.get(item_id), after.get(item_id)
    return _units(old, new) + _index_units(old, new)


def _units(*items: Item | None) -> int:
    return max(1, *(math.ceil(item_size(item) / WRITE_BYTES) for item in items if item), 1)


def _index_units(old: Item | None, new: Item | None) -> int:
    """It has whole items, and is written only where they change."""
    was, will_be = (item if item and _in_index(item) else None for item in (old, new))
    if was == will_be:
        return 0
    if was and will_be and any(was[name] != will_be[name] for name in INDEX_KEYS):
        return _units(was) + _units(will_be)
    return _units(was, will_be)


def _in_index(item: Item) -> bool:
    return all(name in item for name in INDEX_KEYS)
