"""Deleting all that is stored of a person: more than /forget, which leaves what it may yet need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import boto3
from pynamodb.exceptions import DeleteError

from kaiwa.exports import Exports
from kaiwa.log import hashed
from kaiwa.pictures import Pictures
from kaiwa.schedules import Schedules
from kaiwa.table.accounts import Accounts
from kaiwa.table.items import Conversation
from kaiwa.table.lifetimes import ERASURE
from kaiwa.table.past import Past
from kaiwa.table.reminders import Reminders
from kaiwa.times import now
from line_reply.commands.forget import ForgetChat
from line_reply.reminders.cancel import CancelReminders
from scripts.deployment import Deployment
from scripts.person import Person
from scripts.stored import SETTINGS, Stores, is_message, kind_of

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

ERASED = "erasure#"
"""What the id of an item begins with that says, by its hash, that a chat was erased."""


@dataclass(frozen=True)
class Erase:
    """Deletes everything of a person but the sign-in. Whatever stops it, again finishes it."""

    stores: Stores
    sqs: "SQSClient"
    queue_url: str

    @classmethod
    def of(cls, deployment: Deployment, stores: Stores) -> Self:
        sqs: SQSClient = boto3.client("sqs", region_name=deployment["region"])
        return cls(stores, sqs, deployment["queue_url"])

    def __call__(self, person: Person) -> None:
        """What is said from now on is the person's next conversation, and is kept."""
        if person.chat_id:
            self._remember(person.chat_id, now())
            forget_chat(self.stores)(person.chat_id)
            for queue in self.stores.dead_letter_queues:
                queue.drop_all(person.chat_id)
        self._sweep(person)

    def waiting(self) -> int:
        """About how many events are in the queue, of whomever: that is not to be seen there."""
        found = self.sqs.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["All"])
        attributes = found["Attributes"]
        visible = int(attributes["ApproximateNumberOfMessages"])
        return visible + int(attributes["ApproximateNumberOfMessagesNotVisible"])

    def _remember(self, chat_id: str, at: datetime) -> None:
        """A restore of the table brings everything back. Then this tells what to erase again."""
        table = self.stores.people.table
        expires_at = int((at + ERASURE).timestamp())
        item = {"id": {"S": ERASED + hashed(chat_id)}, "expiresAt": {"N": str(expires_at)}}
        table.dynamodb.put_item(TableName=table.name, Item=item)

    def _sweep(self, person: Person) -> None:
        """Delete what forgetting leaves: counters, codes, operations, and the chat's own item."""
        table = self.stores.people.table
        left = list(table.items_of(person))
        said_since = any(is_message(item, person) for item in left)
        for item in left:
            if kind_of(item, person) == SETTINGS:
                if not said_since and not self.waiting():
                    _delete_unless_changed(item)
            elif not is_message(item, person) and not _is_shared(item, person):
                table.dynamodb.delete_item(TableName=table.name, Key={"id": item["id"]})


def _is_shared(item: Mapping[str, Any], person: Person) -> bool:
    """Reminders of a group: forgetting has taken out the person's, and others' stay."""
    return "personIds" in item and not item["id"]["S"].endswith(f"#{person.chat_id}")


def forget_chat(stores: Stores) -> ForgetChat:
    """What /forget does, as the functions do it."""
    table, group = stores.people.table.name, stores.reminder_group
    cancel = CancelReminders(Reminders(table), Schedules(group) if group else None)
    exports, pictures = Exports(stores.bucket), Pictures(stores.bucket)
    return ForgetChat(Past(table), Accounts(table), exports, pictures, cancel, now)


def _delete_unless_changed(item: Mapping[str, Any]) -> None:
    """Delete a chat's own item, unless something is said at this moment, here or in a group.

    The item tells what is older than the request, and leads to what is said in groups.
    """
    conversation = Conversation()
    conversation.deserialize(dict(item))
    unchanged = Conversation.last_created_at == conversation.last_created_at
    if conversation.group_turns is not None:
        unchanged &= Conversation.group_turns == conversation.group_turns
    try:
        conversation.delete(condition=unchanged)
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
