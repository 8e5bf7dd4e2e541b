"""Gateway to the table's record of what the bot itself has sent: LINE's message ids, no content.

In a group, to quote one of the bot's bubbles is to address it. The webhook looks that up, so this
is a plain client: PynamoDB would cost it a good part of its two seconds.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

from kaiwa.aws import client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class SentBubbles:
    """The bot's bubbles in the table of this name. Its methods raise botocore's errors."""

    def __init__(self, table_name: str) -> None:
        self._table_name = table_name

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        from botocore.config import Config

        # LINE waits for the webhook for two seconds.
        quick = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 2})
        return cast("DynamoDBClient", client("dynamodb", quick))

    def contains(self, message_id: str) -> bool:
        """Whether the bot sent the message with this id. One that has just been recorded counts."""
        found = self._dynamodb.get_item(
            TableName=self._table_name,
            Key={"id": {"S": bubble_id(message_id)}},
            ProjectionExpression="id",
            ConsistentRead=True,
        )
        return "Item" in found

    def record(self, message_ids: Iterable[str], expires_at: datetime) -> None:
        """Remember that the bot sent these messages. To do so again changes nothing but the time.

        `expires_at` has a time zone.
        """
        for message_id in message_ids:
            self._dynamodb.put_item(
                TableName=self._table_name,
                Item={
                    "id": {"S": bubble_id(message_id)},
                    "expiresAt": {"N": str(int(expires_at.timestamp()))},
                },
            )


def bubble_id(message_id: str) -> str:
    """The id of the item that stands for a bubble."""
    return f"sent#{message_id}"
