"""Copying items from one table into another that lacks them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from kaiwa.table.items import USER, answer_id
from scripts.person import Item, Table
from scripts.redeletion import CONVERSATION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

ANSWER = answer_id("")
"""What the id of an answer ends with."""


@dataclass(frozen=True)
class Copy:
    """Into the table in use. What is there stays as it is."""

    table: Table

    def chat(self, item: Item) -> None:
        """Put a chat that was new, with its settings, but not linked."""
        self.item({name: value for name, value in item.items() if name != "accountId"})

    def item(self, item: Item) -> None:
        """Put it, unless it is there by now."""
        self._write([self._put(item)])

    def message(self, item: Item) -> None:
        """Put a message, unless somebody wants it to be forgotten, or an answer's question is gone.

        The chat's order goes on after it, and whoever said it finds it in the group.
        """
        item_id, chat_id, at = item["id"]["S"], item["lineUserId"]["S"], item["createdAt"]
        speaker = item.get("speakerId", {"S": chat_id})["S"]
        not_forgotten = "attribute_not_exists(forgottenAt) OR forgottenAt < :value"
        checks = [
            self._check(f"{CONVERSATION}{who}", not_forgotten, at) for who in {chat_id, speaker}
        ]
        if item_id.endswith(ANSWER):
            question = item_id.removesuffix(ANSWER)
            checks.append(self._check(question, "#role = :value", {"S": USER}))
        if not self._write([*checks, self._put(item)]):
            return
        later = "attribute_not_exists(lastCreatedAt) OR lastCreatedAt < :value"
        self._update(chat_id, "SET lastCreatedAt = :value", at, later)
        if speaker != chat_id:
            self._update(speaker, "ADD groupIds :value", {"SS": [chat_id]})

    def _put(self, item: Item) -> "TransactWriteItemTypeDef":
        return {
            "Put": {
                "TableName": self.table.name,
                "Item": item,
                "ConditionExpression": "attribute_not_exists(id)",
            }
        }

    def _check(self, item_id: str, condition: str, value: Any) -> "TransactWriteItemTypeDef":
        names = {"ExpressionAttributeNames": {"#role": "role"}} if "#role" in condition else {}
        return {
            "ConditionCheck": {
                "TableName": self.table.name,
                "Key": {"id": {"S": item_id}},
                "ConditionExpression": condition,
                "ExpressionAttributeValues": {":value": value},
                **names,  # type: ignore[typeddict-item]
            }
        }

    def _write(self, writes: "list[TransactWriteItemTypeDef]") -> bool:
        """All of it, or nothing if a condition does not hold."""
        try:
            self.table.dynamodb.transact_write_items(TransactItems=writes)
        except self.table.dynamodb.exceptions.TransactionCanceledException as error:
            reasons: Any = error.response.get("CancellationReasons", [])
            codes = {reason.get("Code", "None") for reason in reasons}
            if codes - {"None", "ConditionalCheckFailed"}:
                raise
            return False
        return True

    def _update(self, chat_id: str, change: str, value: Any, condition: str = "") -> None:
        """Change a chat's own item, if the condition holds."""
        only: Any = {"ConditionExpression": condition} if condition else {}
        try:
            self.table.dynamodb.update_item(
                TableName=self.table.name,
                Key={"id": {"S": f"{CONVERSATION}{chat_id}"}},
                UpdateExpression=change,
                ExpressionAttributeValues={":value": value},
                **only,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
