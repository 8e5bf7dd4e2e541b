"""What tests of the past share: the first message, and a summary of what was said."""

from datetime import datetime

from kaiwa.table.conversations import Conversations, Summary
from kaiwa.table.items import Conversation, conversation_item_id
from tests.builders import USER_ID, at
from tests.unit.kaiwa.table.harness import NOW
from tests.unit.tables import TABLE_NAME

ONE = f"{1:018}"
EXPIRY = at(10_000)


def conversation() -> Conversation:
    return Conversation.get(conversation_item_id(USER_ID))


def summarised(until: datetime) -> Conversations:
    """A summary of all that was said up to that time is kept."""
    conversations = Conversations(TABLE_NAME)
    version = int(conversations.get(USER_ID).past_version)
    assert conversations.store_summary(USER_ID, Summary("So far", until, EXPIRY), version)
    return conversations


def known_summary() -> tuple[Summary | None, datetime | None]:
    """The summary that is kept, and how far the conversation says that one went."""
    return Conversations(TABLE_NAME).summary(USER_ID, NOW), conversation().summary_until
