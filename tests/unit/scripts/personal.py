"""A deployment in which people have left something behind, on an AWS of the tests'."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3

from kaiwa.exports import Exports
from kaiwa.table.conversations import Summary
from kaiwa.table.messages import MessageTable
from kaiwa.table.operations import Operations, Sending
from kaiwa.table.reminders import Reminder
from scripts.operations_log import STREAM
from tests.builders import GROUP_ID, OTHER_USER_ID, USER_ID, at, text_event
from tests.unit.line_reply.world import World
from tests.unit.tables import RETENTION, TABLE_NAME, TIMEZONE

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sqs import SQSClient

REGION = "ap-northeast-1"
BUCKET = "kaiwa-test-exports"
LOG_GROUP = "/aws/lambda/kaiwa-test-line-reply"
EMAIL = "hanako@example.com"
WORDS = ("Mine", "Be brief", "In short", "Ours", "Dead", EMAIL, USER_ID)
"""Nothing of this is ever printed."""


@dataclass
class Estate:
    """What AWS has of a deployment, and the chores that are tried on it."""

    world: World
    cognito: "CognitoIdentityProviderClient"
    sqs: "SQSClient"
    logs: "CloudWatchLogsClient"
    outputs: dict[str, Any]
    file: Path
    call: Callable[[Any, list[str]], str]

    def run(self, chore: Any, *arguments: str) -> str:
        """A chore with this command line. Returns what it printed."""
        self.file.write_text(json.dumps({k: {"value": v} for k, v in self.outputs.items()}))
        return self.call(chore, [str(self.file), *arguments])

    def sign_up(self, email: str = EMAIL) -> str:
        """Somebody who may sign in. Returns Cognito's sub."""
        pool, attributes = self.outputs["user_pool_id"], [{"Name": "email", "Value": email}]
        user = self.cognito.admin_create_user(
            UserPoolId=pool,
            Username=email,
            UserAttributes=attributes,  # type: ignore[arg-type]
        )["User"]
        return {each["Name"]: each.get("Value", "") for each in user["Attributes"]}["sub"]

    def emails(self) -> list[str]:
        users = self.cognito.list_users(UserPoolId=self.outputs["user_pool_id"])["Users"]
        return [
            each["Value"]
            for user in users
            for each in user["Attributes"]
            if each["Name"] == "email"
        ]

    def put(self, queue: str, chat_id: str, event: dict[str, Any]) -> None:
        self.sqs.send_message(
            QueueUrl=self.outputs[queue],
            MessageBody=json.dumps(event),
            MessageGroupId=chat_id,
            MessageDeduplicationId=event["webhookEventId"],
        )

    def bodies(self, queue: str) -> list[str]:
        """What may be received from a queue. It is gone afterwards."""
        url, found = self.outputs[queue], list[str]()
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages"
        ):
            for message in messages:
                found.append(message["Body"])
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def allow(self, user_ids: str) -> None:
        """Only these may write to the bot."""
        boto3.client("ssm").put_parameter(
            Name="/kaiwa/test/ALLOWED_USER_IDS", Value=user_ids, Type="String", Overwrite=True
        )

    def dynamodb(self) -> "DynamoDBClient":
        return boto3.client("dynamodb")

    def files(self) -> list[str]:
        found = boto3.client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return [item["Key"].rsplit("/", 1)[1] for item in found]

    def operations(self) -> list[dict[str, Any]]:
        """What was written down of what operators did, without times."""
        try:
            lines = self.logs.get_log_events(logGroupName=LOG_GROUP, logStreamName=STREAM)
        except self.logs.exceptions.ResourceNotFoundException:
            return []
        read = [json.loads(line["message"]) for line in lines["events"]]
        return [{k: v for k, v in each.items() if k not in {"timestamp", "by"}} for each in read]


def new_estate(messages: MessageTable, file: Path, call: Callable[[Any, list[str]], str]) -> Estate:
    """An empty one."""
    sqs = boto3.client("sqs")
    cognito = boto3.client("cognito-idp")
    logs = boto3.client("logs")
    boto3.client("s3").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"}
    )
    logs.create_log_group(logGroupName=LOG_GROUP)
    fifo = {"FifoQueue": "true"}
    names = ("queue", "dead_letter_queue", "summary_queue", "summary_dead_letter_queue")
    outputs: dict[str, Any] = {
        f"{name}_url": sqs.create_queue(QueueName=f"{name}.fifo", Attributes=fifo)["QueueUrl"]  # type: ignore[arg-type]
        for name in names
    }
    outputs |= {
        "base_secret_path": "/kaiwa/test/",
        "existing_user_pool": False,
        "export_bucket": BUCKET,
        "log_group_names": {"line_reply": LOG_GROUP},
        "region": REGION,
        "retention_days": {"logs": 30, "table_backups": 35},
        "table_name": TABLE_NAME,
        "timezone": "Asia/Tokyo",
        "user_pool_id": cognito.create_user_pool(PoolName="users", UsernameAttributes=["email"])[
            "UserPool"
        ]["Id"],
    }
    estate = Estate(World(messages, at(1000)), cognito, sqs, logs, outputs, file, call)
    estate.allow("*")
    return estate


def fill(estate: Estate) -> str:
    """Two people have left all that people can leave behind. Returns the first one's account."""
    world, account_id = estate.world, estate.sign_up()
    estate.sign_up("taro@example.com")
    for number, person in enumerate((USER_ID, OTHER_USER_ID), 1):
        world.say("Mine", 10 * number, "Yours", conversation_id=person, user_id=person)
        group = {"conversation_id": GROUP_ID, "one_to_one": False, "user_id": person}
        world.say("Ours", 10 * number + 1, "All right", **group)
        world.conversations.set_persona(person, "Be brief.")
        version = world.conversations.get(person).past_version
        summary = Summary("In short: mine.", at(5), at(5) + RETENTION)
        assert world.conversations.store_summary(person, summary, int(version))
        Exports(BUCKET).put(person, f"{number}.csv", "text/csv", b"Mine")
        dead = text_event("Dead", webhookEventId=f"01DEAD{number}") | {
            "source": {"type": "user", "userId": person}
        }
        estate.put("dead_letter_queue_url", person, dead)
        in_group = text_event("Dead", webhookEventId=f"01GROUP{number}")
        in_group["source"] = {"type": "group", "groupId": GROUP_ID, "userId": person}
        estate.put("dead_letter_queue_url", GROUP_ID, in_group)
    world.tell("/link", 900)
    link = world.accounts.redeem(world.code(), account_id, "h•@e•.com", at(901), replace=False)
    world.accounts.told(link)
    Operations(TABLE_NAME, TIMEZONE).accept(Sending("an-operation", link, "Sent"), 10, at(902))
    return account_id


def remind(world: World, chat_id: str, person_id: str) -> Reminder:
    """The chat is to be reminded of what the person has asked for."""
    words = f"{person_id} in {chat_id}"
    name = f"reminder-{person_id[1]}-{chat_id[:2]}"
    reminder = Reminder(name, 0, at(86_400), words, person_id, "1", at(1))
    return world.reminders.add(chat_id, reminder)
