"""The table that unit tests stand on."""

from datetime import timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from kaiwa.table.account_items import Account, LinkCode, Operation, Tries
from kaiwa.table.image_sets import ImageSet
from kaiwa.table.items import ChatSummary, Conversation, EventMarker, Message, Usage
from kaiwa.table.messages import MessageTable
from kaiwa.table.overheard import OverheardText, Switch

TABLE_NAME = "kaiwa-test-messages"
RETENTION = timedelta(days=90)
TIMEZONE = ZoneInfo("Asia/Tokyo")
MODELS: Any = (
    *(Message, EventMarker, Conversation, ChatSummary, ImageSet, Usage),
    *(Account, LinkCode, Tries, Operation),
    *(Switch, OverheardText),
)


def new_table() -> MessageTable:
    """The gateway to a new, empty table: moto's, or one in memory.

    All items go over one connection, made once: a client of AWS takes as long as a whole test.
    """
    table = MessageTable(TABLE_NAME, RETENTION, TIMEZONE)
    for model in MODELS:
        model._connection = _connection()
    Message.create_table(billing_mode="PAY_PER_REQUEST")
    return table


@cache
def _connection() -> Any:
    Message._connection = None
    return Message._get_connection()
