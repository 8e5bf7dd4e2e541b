"""DynamoDB's typed values, such as `{"S": "Hello"}`: comparing them, and what they may be."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.dynamodb.errors import invalid

type Value = Mapping[str, Any]
type Item = dict[str, Any]

LARGEST_ITEM = 400 * 1024
LONGEST_KEY = 2048
SETS = ("SS", "NS", "BS")
ORDERED = ("S", "N", "B")


def copied[T](value: T) -> T:
    """A copy that shares nothing that could change. `deepcopy` takes several times as long."""
    match value:
        case dict():
            return {name: copied(each) for name, each in value.items()}  # type: ignore[return-value]
        case list():
            return [copied(each) for each in value]  # type: ignore[return-value]
        case _:
            return value


def kind_of(value: Value) -> str:
    """The value's type, such as S."""
    (kind,) = value
    return kind


def plain(value: Value) -> Any:
    """The value as Python compares it: strings by their bytes, sets in no order."""
    kind, held = next(iter(value.items()))
    match kind:
        case "S":
            return held.encode()
        case "N":
            return Decimal(held)
        case "SS" | "BS":
            return frozenset(held)
        case "NS":
            return frozenset(map(Decimal, held))
        case "L":
            return [(kind_of(each), plain(each)) for each in held]
        case "M":
            return {name: (kind_of(each), plain(each)) for name, each in held.items()}
        case _:
            return held


def is_equal(left: Value | None, right: Value | None) -> bool:
    """Whether both are there, of one type, and the same."""
    if left is None or right is None or kind_of(left) != kind_of(right):
        return False
    return bool(plain(left) == plain(right))


def can_compare(left: Value | None, right: Value | None) -> bool:
    """Whether one of them is before the other, or they are equal."""
    if left is None or right is None:
        return False
    return kind_of(left) == kind_of(right) and kind_of(left) in ORDERED


def size(value: Value) -> int:
    """About as many bytes as DynamoDB counts."""
    kind, held = next(iter(value.items()))
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return len(held) // 2 + 2
        case "L":
            return 3 + sum(1 + size(each) for each in held)
        case "M":
            return 3 + sum(1 + len(name.encode()) + size(each) for name, each in held.items())
        case "SS" | "NS":
            return sum(len(each.encode()) for each in held)
        case _:
            return 1


def item_size(item: Item) -> int:
    """About as many bytes as DynamoDB counts of an item, with the attributes' names."""
    return sum(len(name.encode()) + size(value) for name, value in item.items())


def check_item(item: Item, hash_key: str) -> None:
    """Raise what DynamoDB answers to an item that it does not take."""
    check_key(item, hash_key)
    for value in item.values():
        if kind_of(value) in SETS and not plain(value):
            raise invalid("One or more parameter values were invalid: An set may not be empty")
    if item_size(item) > LARGEST_ITEM:
        raise invalid("Item size has exceeded the maximum allowed size")


def check_key(key: Item, hash_key: str) -> None:
    """Raise what DynamoDB answers to a key that it does not take."""
    value = key.get(hash_key)
    if value is None:
        message = (
            f"One or more parameter values were invalid: Missing the key {hash_key} in the item"
        )
        raise invalid(message)
    if kind_of(value) != "S":
        raise invalid("One or more parameter values were invalid: Type mismatch for key")
    if not value["S"]:
        raise invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            f"cannot contain an empty string value. Key: {hash_key}"
        )
    if len(value["S"].encode()) > LONGEST_KEY:
        raise invalid(
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum "
            "size limit of2048 bytes"
        )
