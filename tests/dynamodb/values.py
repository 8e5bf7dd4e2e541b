"""DynamoDB's typed values, such as `{"S": "Hello"}`: comparing them, and what they may be."""

import marshal
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
WITHOUT_REFERENCES = 2
"""marshal's version that repeats what is there twice."""


def copied[Copied](value: Copied) -> Copied:
    """A deep copy of what DynamoDB is sent or answers, in a tenth of `deepcopy`'s time."""
    plain_value: Any = value
    copy: Copied = marshal.loads(marshal.dumps(plain_value))  # noqa: S302 (our own)
    return copy


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
    return left == right or bool(plain(left) == plain(right))


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
            return len(held) if held.isascii() else len(held.encode())
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


def is_surely_within(value: Item | list[Item], most: int) -> bool:
    """Whether it has no more bytes, told in a tenth of the time: marshalled, it has even more."""
    return len(marshal.dumps(value, WITHOUT_REFERENCES)) <= most


def check_item(item: Item, hash_key: str) -> None:
    """Raise what DynamoDB answers to an item that it does not take."""
    check_key(item, hash_key)
    for value in item.values():
        (kind,) = value
        if kind in SETS and not value[kind]:
            raise invalid("One or more parameter values were invalid: An set may not be empty")
    if not is_surely_within(item, LARGEST_ITEM) and item_size(item) > LARGEST_ITEM:
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
    if size(value) > LONGEST_KEY:
        raise invalid(
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum "
            "size limit of2048 bytes"
        )
