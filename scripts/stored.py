"""All that is stored of a person: in the table, as sign-ins, exported files and dead letters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import boto3

from kaiwa.exports import prefix_of
from kaiwa.pictures import FOLDER, folder_of
from kaiwa.table.items import conversation_item_id
from scripts.dead_letter_queue import DeadLetter, DeadLetterQueue
from scripts.dead_letters import DeadLetters
from scripts.deployment import Deployment
from scripts.person import Item, People, Person

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import UserTypeTypeDef
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectTypeDef

MESSAGE, IN_GROUP = "message", "message_in_group"
SETTINGS, SIGN_IN = "settings", "sign_in"
KINDS = {
    "conversation": SETTINGS,
    "summary": "summary",
    "usage": "usage",
    "account": "link",
    "link": "link_code",
    "tries": "tries",
    "operation": "operation",
    "imageset": "picture_set",
    "overheard": "overheard",
    "listening": "listening",
    "reminders": "reminders",
}
"""What an item's id begins with → what it is called here."""


@dataclass(frozen=True)
class Stored:
    """What was found of a person."""

    items: Sequence[Item]
    users: Sequence["UserTypeTypeDef"]
    files: Sequence["ObjectTypeDef"]
    dead_letters: Sequence[DeadLetter]
    pictures: Sequence["ObjectTypeDef"] = ()

    def counted(self, person: Person) -> Mapping[str, int]:
        """How many there are of each kind."""
        counts = Counter(kind_of(item, person) for item in self.items)
        others = {
            SIGN_IN: len(self.users),
            "exported_file": len(self.files),
            "picture": len(self.pictures),
            "dead_letter": len(self.dead_letters),
        }
        return {**dict(sorted(counts.items())), **{k: n for k, n in others.items() if n}}


@dataclass(frozen=True)
class Stores:
    """Where a deployment keeps what people leave behind."""

    people: People
    s3: "S3Client"
    bucket: str
    dead_letter_queues: Sequence[DeadLetterQueue]
    reminder_group: str | None = None

    @classmethod
    def of(cls, deployment: Deployment) -> Self:
        return cls(
            People.of(deployment),
            boto3.client("s3", region_name=deployment["region"]),
            deployment["export_bucket"],
            DeadLetters.of(deployment).queues,
            deployment.get("reminder_group"),
        )

    def of_all(self, people: Sequence[Person]) -> list[tuple[Person, Stored]]:
        """What is stored of each of whom there is anything; of the first if of nobody is."""
        found = [(person, self.all_of(person)) for person in people]
        return [each for each in found if each[1].counted(each[0])] or found[:1]

    def all_of(self, person: Person) -> Stored:
        chat_id = person.chat_id
        items = list(self.people.table.items_of(person))
        return Stored(
            items,
            self.people.users.of(person),
            self._files(prefix_of(chat_id)) if chat_id else [],
            [each for queue in self.dead_letter_queues for each in queue.of(chat_id)]
            if chat_id
            else [],
            self._pictures(chat_id, items) if chat_id else [],
        )

    def _pictures(self, chat_id: str, items: Sequence[Item]) -> list["ObjectTypeDef"]:
        """What was drawn in the chat, and for the person in groups."""
        own = conversation_item_id(chat_id)
        chat = next((item for item in items if item["id"]["S"] == own), {})
        group_ids = chat.get("groupIds", {}).get("SS", [])
        folders = [folder_of(chat_id), *(folder_of(each, chat_id) for each in group_ids)]
        return [file for folder in folders for file in self._files(FOLDER + folder)]

    def _files(self, prefix: str) -> list["ObjectTypeDef"]:
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return [item for page in pages for item in page.get("Contents", [])]


def kind_of(item: Item, person: Person) -> str:
    """What it is called here."""
    head, separator, _ = item["id"]["S"].partition("#")
    if separator and head in KINDS:
        return KINDS[head]
    return MESSAGE if item.get("lineUserId", {}).get("S") == person.chat_id else IN_GROUP


def is_message(item: Item, person: Person) -> bool:
    return kind_of(item, person) in {MESSAGE, IN_GROUP}
