"""Reading items of several kinds in one request, which PynamoDB's models do for one kind each."""

from collections.abc import Iterable
from typing import Any

from kaiwa.table.items import Conversation, TableMeta

type Item = dict[str, Any]
"""An item as DynamoDB has it, for `from_raw_data` of its model."""


def read_together(ids: Iterable[str]) -> dict[str, Item]:
    """The items with these ids, 100 at most, that exist, by id. They are read consistently."""
    # Over the conversations' connection: another would cost a cold start another client.
    table = Conversation._get_connection()
    keys: Any = [{"id": {"S": each}} for each in dict.fromkeys(ids)]
    found: dict[str, Item] = {}
    while keys:
        page = table.batch_get_item(keys, consistent_read=True)
        found |= {item["id"]["S"]: item for item in page["Responses"][TableMeta.table_name]}
        # What a busy table left out, as PynamoDB itself asks for it again.
        keys = page["UnprocessedKeys"].get(TableMeta.table_name, {}).get("Keys")
    return found
