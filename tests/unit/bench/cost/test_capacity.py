"""Request units by AWS's rules: of 4 KB read, half if eventually; of 1 KB written."""

import uuid
from typing import Any

import pytest

from bench.cost.capacity import Items, Units, consumed, stored_bytes

KEY = {"id": {"S": "1"}}


def item(size: int, **attributes: str) -> dict[str, Any]:
    """One of about so many bytes."""
    return {**KEY, "text": {"S": "x" * size}} | {
        name: {"S": value} for name, value in attributes.items()
    }


def indexed(size: int, created_at: str = "2026") -> dict[str, Any]:
    return item(size, lineUserId="U1", createdAt=created_at)


def units(operation: str, parameters: dict[str, Any], before: Any, after: Any) -> Units:
    old: Items = {"1": before} if before else {}
    new: Items = {"1": after} if after else {}
    return consumed(operation, parameters, old, new, None)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, item(10), 1),
        (None, item(1500), 2),
        (item(2500), item(10), 3),  # the larger of both
        (item(2500), None, 3),
        (None, None, 1),  # refused
        (None, indexed(1500), 2 + 2),
        (indexed(10), indexed(20), 1 + 1),
        (indexed(10), indexed(10), 1),  # the index need not be written
        (indexed(10), indexed(10, "2027"), 1 + 2),  # deleted there, and put anew
        (indexed(10), item(10), 1 + 1),
    ],
)
def test_a_write(before: Any, after: Any, expected: int) -> None:
    assert units("UpdateItem", {"Key": KEY}, before, after) == Units(write=expected)
    in_transaction = {"TransactItems": [{"Update": {"Key": KEY}}]}
    assert units("TransactWriteItems", in_transaction, before, after) == Units(write=2 * expected)
    in_batch = {"RequestItems": {"table": [{"DeleteRequest": {"Key": KEY}}]}}
    assert units("BatchWriteItem", in_batch, before, after) == Units(write=expected)


@pytest.mark.parametrize(("size", "expected"), [(10, 0.5), (5000, 1), (9000, 1.5)])
def test_a_read(size: int, expected: float) -> None:
    found = item(size)
    assert units("GetItem", {"Key": KEY}, found, found) == Units(read=expected)
    strong = {"Key": KEY, "ConsistentRead": True}
    assert units("GetItem", strong, found, found) == Units(read=2 * expected)
    batch = {"RequestItems": {"table": {"Keys": [KEY, {"id": {"S": "2"}}]}}}
    assert units("BatchGetItem", batch, found, found) == Units(read=expected + 0.5)


def test_a_query_reads_all_it_finds_together() -> None:
    before = {name: item(1500) | {"id": {"S": name}} for name in "123"}
    answered = {"Items": [{"id": {"S": name}} for name in "123"], "ScannedCount": 3}
    assert consumed("Query", {}, before, before, answered) == Units(read=1)
    with pytest.raises(NotImplementedError):
        consumed("Query", {}, before, before, answered | {"ScannedCount": 4})


def test_what_is_unknown_is_not_taken_for_free() -> None:
    with pytest.raises(NotImplementedError):
        consumed("Scan", {}, {}, {}, None)


def test_storage_has_an_overhead_and_the_index() -> None:
    small, number = {**KEY}, str(uuid.uuid4())
    in_index = {"id": {"S": number}, "lineUserId": {"S": "U1"}, "createdAt": {"S": "2026"}}
    size = 2 + len(number) + 10 + 2 + 9 + 4
    assert stored_bytes({"1": small, number: in_index}) == 2 + 1 + 100 + 2 * (size + 100)
