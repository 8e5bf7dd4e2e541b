"""Gateway to the table's record of the groups that have let the bot listen in, for the webhook.

It asks with a signed request, and makes no client: a group that is listened to sends much.
"""

from kaiwa.aws import Service

DYNAMODB = Service("dynamodb", "DynamoDB_20120810", "1.0", timeouts=(1, 1), attempts=2)
"""LINE waits for the webhook for two seconds."""
SINCE = "since"
"""The attribute of a switch that is on."""


class Listening:
    """The switches in the table of this name."""

    def __init__(self, table_name: str) -> None:
        self._table_name = table_name

    def is_on(self, chat_id: str) -> bool:
        """Whether the group wants to be listened to, at this moment. Raises botocore's errors."""
        found = DYNAMODB.call(
            "GetItem",
            TableName=self._table_name,
            Key={"id": {"S": switch_id(chat_id)}},
            ProjectionExpression="#since",
            ExpressionAttributeNames={"#since": SINCE},
            ConsistentRead=True,
        )
        return SINCE in found.get("Item", {})


def switch_id(chat_id: str) -> str:
    """The id of the item that says so."""
    return f"listening#{chat_id}"
