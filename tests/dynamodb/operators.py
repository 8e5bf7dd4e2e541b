"""What an expression's operators and functions do with values."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tests.dynamodb.errors import invalid
from tests.dynamodb.values import SETS, Value, can_compare, is_equal, kind_of, plain

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def void(_: object) -> None:
    """Nothing, whatever it is."""


def between(value: Value | None, low: Value | None, high: Value | None) -> bool:
    """Whether the value lies between the two, or is one of them."""
    if value is None or not (can_compare(value, low) and can_compare(value, high)):
        return False
    return bool(plain(low or {}) <= plain(value) <= plain(high or {}))


def length(value: Value | None) -> Value | None:
    """The value's size, as a number."""
    if value is None:
        return None
    return {"N": str(len(plain(value)))}


def listed(value: Value | None) -> list[Any]:
    """The list's elements."""
    if value is None or kind_of(value) != "L":
        raise invalid("An operand in the update expression has an incorrect data type")
    return list(value["L"])


def added_to(before: Value | None, change: Value | None, factor: int) -> Value:
    """The sum, or with a factor of -1 the difference."""
    if before is None or change is None:
        raise invalid("The provided expression refers to an attribute that does not exist")
    if kind_of(before) != "N" or kind_of(change) != "N":
        raise invalid("An operand in the update expression has an incorrect data type")
    return {"N": f"{(Decimal(before['N']) + factor * Decimal(change['N'])).normalize():f}"}


def joined(before: Value | None, added: Value) -> Value:
    """The set with what is added."""
    kind = kind_of(added)
    if kind not in SETS or (before is not None and kind_of(before) != kind):
        raise invalid("An operand in the update expression has an incorrect data type")
    return {kind: sorted({*(before or {kind: []})[kind], *added[kind]})}


def begins_with(value: Value | None, start: Value | None) -> bool:
    """Whether the string begins so."""
    if value is None or start is None or kind_of(value) != "S":
        return False
    return bool(value["S"].startswith(start["S"]))


def contains(value: Value | None, part: Value | None) -> bool:
    """Whether the string, set or list has the part in it."""
    if value is None or part is None:
        return False
    kind, sought = kind_of(value), next(iter(part.values()))
    if kind == "L":
        return any(is_equal(each, part) for each in value["L"])
    return sought in value[kind] if kind in ("S", *SETS) else False


def has_type(value: Value | None, kind: Value | None) -> bool:
    """Whether the value is of that type."""
    return value is not None and kind is not None and kind_of(value) == kind["S"]


FUNCTIONS: Mapping[str, Callable[..., bool]] = {
    "attribute_exists": lambda value: value is not None,
    "attribute_not_exists": lambda value: value is None,
    "attribute_type": has_type,
    "begins_with": begins_with,
    "contains": contains,
}
