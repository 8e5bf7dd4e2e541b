"""One table in memory: its items, and its indexes, which never lag."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.dynamodb.errors import invalid
from tests.dynamodb.requests import Check
from tests.dynamodb.values import Item, is_surely_within, item_size, plain

PAGE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Keys:
    """The attributes that make up a key: the hash key, and the range key if there is one."""

    hash: str
    range: str | None = None

    @classmethod
    def of(cls, schema: Sequence[Mapping[str, str]]) -> "Keys":
        """As CreateTable has them."""
        named = {each["KeyType"]: each["AttributeName"] for each in schema}
        return cls(named["HASH"], named.get("RANGE"))

    @property
    def names(self) -> list[str]:
        return [self.hash] if self.range is None else [self.hash, self.range]


@dataclass
class Table:
    """The items by their hash key. Tables with a range key of their own are not known here.

    An item is never changed: what is written takes its place. So none needs to be copied.
    """

    description: dict[str, Any]
    keys: Keys
    indexes: dict[str, Keys]
    items: dict[str, Item] = field(default_factory=dict)

    @classmethod
    def create(cls, parameters: Mapping[str, Any]) -> "Table":
        """The table that CreateTable asks for."""
        indexes = parameters.get("GlobalSecondaryIndexes", [])
        description = {
            "TableName": parameters["TableName"],
            "TableStatus": "ACTIVE",
            "KeySchema": parameters["KeySchema"],
            "AttributeDefinitions": parameters["AttributeDefinitions"],
        }
        if indexes:
            description["GlobalSecondaryIndexes"] = [
                {**index, "IndexStatus": "ACTIVE"} for index in indexes
            ]
        by_name = {index["IndexName"]: Keys.of(index["KeySchema"]) for index in indexes}
        return cls(description, Keys.of(parameters["KeySchema"]), by_name)

    def get(self, key: Item) -> Item | None:
        """The item with this key."""
        return self.items.get(self.id_of(key))

    def put(self, item: Item) -> None:
        self.items[self.id_of(item)] = item

    def delete(self, key: Item) -> None:
        self.items.pop(self.id_of(key), None)

    def id_of(self, item: Item) -> str:
        """What tells it from the table's other items."""
        return str(item[self.keys.hash]["S"])

    def in_index(self, name: str | None, wanted: Check) -> tuple[Keys, list[Item]]:
        """The keys of the index, or of the table, and those items that are in it, in its order."""
        if name is None:
            return self.keys, sorted(filter(wanted, self.items.values()), key=self.id_of)
        if name not in self.indexes:
            raise invalid("The table does not have the specified index: " + name)
        keys = self.indexes[name]
        names = {*keys.names}
        shown = [item for item in self.items.values() if names <= item.keys() and wanted(item)]
        return keys, sorted(shown, key=lambda item: self._place(item, keys))

    def page(
        self,
        items: list[Item],
        keys: Keys,
        start: Item | None,
        limit: int | None,
    ) -> tuple[list[Item], Item | None]:
        """As many of the items as fit after the one with the start's key, and where to go on."""
        names = list(dict.fromkeys([*keys.names, *self.keys.names]))
        rest = items
        if start is not None:
            after = [n for n, item in enumerate(rest) if all(item[k] == start[k] for k in names)]
            rest = rest[after[0] + 1 :] if after else rest
        if is_surely_within(rest, PAGE_BYTES) and (limit is None or len(rest) < limit):
            return rest, None
        found: list[Item] = []
        read = 0
        for item in rest:
            read += item_size(item)
            found.append(item)
            if read > PAGE_BYTES or len(found) == limit:
                return found, {name: item[name] for name in names}
        return found, None

    def _place(self, item: Item, keys: Keys) -> tuple[Any, ...]:
        return *(plain(item[name]) for name in keys.names), self.id_of(item)


def projected(item: Item, attributes: Sequence[str] | None) -> Item:
    """The item, with these attributes only if there are any named."""
    if attributes is None:
        return item
    return {name: value for name, value in item.items() if name in attributes}
