"""One write of an item: its condition, and what becomes of the item."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.dynamodb.requests import Check
from tests.dynamodb.table import Table
from tests.dynamodb.values import Item, check_item


@dataclass
class Write:
    """One write, read: what it is to check, and what then becomes of the item (None: nothing)."""

    table: Table
    key: Item
    condition: Check
    changed: "Changed"

    def holds(self) -> bool:
        """Whether its condition does."""
        return self.condition(self.table.get(self.key) or {})

    def make(self) -> tuple[Item | None, Item | None]:
        """Write. Returns the item as it was and as it is."""
        old = self.table.get(self.key)
        new = self.changed.of(old, self.key)
        if new is None:
            self.table.delete(self.key)
        else:
            self.table.put(new)
        return old, new


@dataclass
class Changed:
    """What an item becomes: `item`, or what `change` makes of it; neither: it is deleted."""

    item: Item | None = None
    change: Callable[[Item], Item] | None = None
    stays: bool = False

    def of(self, old: Item | None, key: Item) -> Item | None:
        """The new item. Raises what DynamoDB answers to changes that it does not take."""
        if self.stays:
            return old
        if self.change is None:
            return self.item
        new = self.change(old or key)
        (name,) = key
        check_item(new, name)
        return new
