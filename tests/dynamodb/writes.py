"""One write of an item: its condition, and what becomes of the item."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.dynamodb.expressions import Change, Condition
from tests.dynamodb.table import Table
from tests.dynamodb.values import Item, check_item, copied


@dataclass(frozen=True)
class Write:
    """One write, read: what it is to check, and what then becomes of the item (None: nothing)."""

    table: Table
    key: Item
    condition: Condition
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


@dataclass(frozen=True)
class Changed:
    """What an item becomes: `item`, or what it was with the changes; neither: it is deleted."""

    item: Item | None = None
    changes: Sequence[Change] | None = None
    stays: bool = False

    def of(self, old: Item | None, key: Item) -> Item | None:
        """The new item. Raises what DynamoDB answers to changes that it does not take."""
        if self.stays:
            return old
        if self.changes is None:
            return self.item
        before = old or copied(key)
        new = copied(before)
        for change in self.changes:
            change(before, new)
        (name,) = key
        check_item(new, name)
        return new
