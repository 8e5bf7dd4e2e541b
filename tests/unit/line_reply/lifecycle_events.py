"""What happens in a chat, as the worker is told of it."""

from kaiwa.table.items import Message
from tests.builders import (
    GROUP_ID,
)

IN_GROUP = {"conversation_id": GROUP_ID, "one_to_one": False}


def contents(chat_id: str) -> list[str]:
    return [message.content for message in Message.by_line_user_id.query(chat_id)]
