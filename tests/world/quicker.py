"""PynamoDB and botocore quicker, with the same results: they take a third of a schedule's time.

The same few times are written and read in every schedule. And whenever an attribute is read or set,
or an item made, PynamoDB finds out anew what does not change.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

import pytest
from botocore.client import BaseClient
from pynamodb.attributes import (
    Attribute,
    AttributeContainer,
    MapAttribute,
    TTLAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.constants import NULL
from pynamodb.expressions import operand
from pynamodb.expressions.util import get_path_segments, substitute_names
from pynamodb.signals import post_dynamodb_send, pre_dynamodb_send

MOST = 10_000
"""How many results are remembered of each kind."""


def make_quicker(patch: pytest.MonkeyPatch) -> None:
    """Until the patches are undone."""
    for (kind, name), method in REMEMBERED.items():
        patch.setattr(kind, name, method)
    patch.setattr(Attribute, "__get__", _get)
    patch.setattr(Attribute, "__set__", _set)
    patch.setattr(AttributeContainer, "_set_defaults", _set_defaults)
    patch.setattr(AttributeContainer, "_container_deserialize", _deserialize)
    patch.setattr(operand, "substitute_names", _substitute_names)
    patch.setattr(operand.Path, "__init__", _make_path)
    patch.setattr(operand._Operand, "_to_operand", _to_operand)
    patch.setattr(BaseClient, "get_paginator", cache(BaseClient.get_paginator))
    for signal in (pre_dynamodb_send, post_dynamodb_send):
        patch.setattr(signal, "send", _nobody_listens)


def _remembered(method: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Of an attribute, which has no say in it. A time from now on is another one each time."""
    known = lru_cache(MOST)(method)
    return lambda _, value: method(value) if isinstance(value, timedelta) else known(value)


def _nobody_listens(*_: Any, **__: Any) -> Sequence[Any]:
    return ()


def _get(attribute: Any, item: Any, _: Any = None) -> Any:
    if item is None:
        return attribute
    if isinstance(item, MapAttribute):
        return REAL_GET(attribute, item, type(item))
    name = attribute.attr_path[-1]
    return item.attribute_values.get(item._dynamo_to_python_attrs.get(name, name))


def _set(attribute: Any, item: Any, value: Any) -> None:
    if isinstance(item, MapAttribute):
        REAL_SET(attribute, item, value)
        return
    name = attribute.attr_path[-1]
    item.attribute_values[item._dynamo_to_python_attrs.get(name, name)] = value


def _set_defaults(item: Any, _user_instantiated: bool = True) -> None:
    kind: Any = type(item)
    for name, attribute in _with_defaults(kind):
        is_new = _user_instantiated and attribute.default_for_new is not None
        default = attribute.default_for_new if is_new else attribute.default
        value = default() if callable(default) else default
        if value is not None:
            setattr(item, name, value)


def _deserialize(item: Any, attribute_values: Mapping[str, Mapping[str, Any]]) -> None:
    """Looks only at what there is."""
    item.attribute_values = {}
    item._set_discriminator()
    item._set_defaults(_user_instantiated=False)
    kind: Any = type(item)
    known = _by_stored_name(kind)
    for stored, value in attribute_values.items():
        if stored in known and value and NULL not in value:
            attribute = known[stored]
            attribute.__set__(item, attribute.deserialize(attribute.get_value(value)))


@cache
def _by_stored_name(kind: Any) -> Mapping[str, Any]:
    return {each.attr_name: each for each in kind.get_attributes().values()}


def _substitute_names(path: Any, placeholders: dict[str, str]) -> str:
    """One that is not nested needs no regular expression."""
    if isinstance(path, str) or len(path) > 1 or "[" in path[0]:
        return substitute_names(path, placeholders)
    (name,) = path
    return placeholders.setdefault(name, f"#{len(placeholders)}")


def _make_path(path: Any, of: Any) -> None:
    """The same, but imports nothing each time."""
    path.attribute = of if isinstance(of, Attribute) else None
    path.attr_type = of.attr_type if isinstance(of, Attribute) else None
    segments = of.attr_path if isinstance(of, Attribute) else of
    if not segments:
        raise ValueError("path cannot be empty")
    path.values = (get_path_segments(segments),)


def _to_operand(side: Any, value: Any) -> Any:
    """The same, but imports nothing each time."""
    if isinstance(value, operand._Operand):
        return value
    if isinstance(value, MapAttribute):
        return TO_OPERAND(side, value)
    return operand.Path(value) if isinstance(value, Attribute) else side._to_value(value)


@cache
def _with_defaults(kind: Any) -> Sequence[tuple[str, Any]]:
    return [
        (name, attribute)
        for name, attribute in kind.get_attributes().items()
        if attribute.default is not None or attribute.default_for_new is not None
    ]


REAL_GET: Any = Attribute.__get__
REAL_SET: Any = Attribute.__set__
TO_OPERAND: Any = operand._Operand._to_operand
REMEMBERED = {
    (kind, name): _remembered(getattr(kind(), name))
    for kind, name in (
        (UTCDateTimeAttribute, "serialize"),
        (UTCDateTimeAttribute, "deserialize"),
        (TTLAttribute, "serialize"),
        (TTLAttribute, "deserialize"),
        (TTLAttribute, "_normalize"),
    )
}
