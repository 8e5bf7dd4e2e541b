"""Write what is stored of a person into one file: `make export PERSON=…`.

    export PYTHONPATH=layers/kaiwa:lambdas
    python -m scripts.export_person build/production/outputs.json U0123… build/production

JSON Lines. Of the chat's own messages each line is as in an export from ChatGPT, with what else is
stored of it under `stored`; every other line says by `record` what it is.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from boto3.dynamodb.types import TypeDeserializer

from chatgpt.conversation.response_size import serialized
from kaiwa.log import hashed
from kaiwa.table.items import answer_id
from kaiwa.times import now
from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment
from scripts.operations_log import OperationsLog
from scripts.person import Item, Person, Table, attributes_of
from scripts.stored import IN_GROUP, Stored, Stores, is_message, kind_of

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import UserTypeTypeDef

PLAIN = {"id", "lineUserId", "role", "content", "createdAt"}
"""What a message's line says by itself."""


def main() -> None:
    """Write the file, and say where it is and what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("person")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--channel", help="of this LINE channel alone")
    arguments = parser.parse_args()
    deployment = Deployment.read(arguments.outputs)
    os.environ["AWS_DEFAULT_REGION"] = deployment["region"]
    with errors_as_sentences():
        stores = Stores.of(deployment)
        channels = deployment.channels(arguments.channel)
        for person, found in stores.of_all(stores.people.find_all(arguments.person, channels)):
            export(deployment, stores, person, found, arguments.folder)


def export(
    deployment: Deployment, stores: Stores, person: Person, found: Stored, folder: Path
) -> None:
    """Write a file of what was found, having written down by whom. Ends the process on nothing."""
    counts = found.counted(person)
    if not counts:
        sys.exit("Nothing is stored of this person.")
    at, timezone = now(), ZoneInfo(deployment["timezone"])
    answers = answers_in_groups(stores.people.table, person, found.items)
    file = folder / f"{person.name}-{at:%Y%m%dT%H%M%SZ}.jsonl"
    log = OperationsLog.of(deployment)
    log.write("A person's data are exported.", conversation=person.name, found=counts)
    write(file, Records(person, timezone, at).lines(found, answers))
    for kind, number in counts.items():
        print(f"  {kind.replace('_', ' '):16}  {number:>9,}")
    print(f"Written to {file}, for your eyes only. Delete it once it is handed over.")


def write(file: Path, lines: Iterator[str]) -> None:
    """Only its owner may read it, from the beginning."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in lines)


def answers_in_groups(table: Table, person: Person, items: Sequence[Item]) -> list[Item]:
    """What the bot answered there. Nothing in an answer says to whom."""
    asked = [item["id"]["S"] for item in items if kind_of(item, person) == IN_GROUP]
    return [found for each in asked if (found := table.item(answer_id(each)))]


@dataclass(frozen=True)
class Records:
    """Makes the file's lines, with times of that zone."""

    person: Person
    timezone: ZoneInfo
    at: datetime

    def lines(self, found: Stored, answers: Sequence[Item]) -> Iterator[str]:
        yield self._record(
            "person",
            line_id=self.person.chat_id,
            accounts=list(self.person.account_ids),
            name_in_logs=self.person.name,
            exported_at=self._time(self.at),
        )
        for user in found.users:
            yield self._user(user)
        for item in found.items:
            if not is_message(item, self.person):
                yield self._record(kind_of(item, self.person), **self._own(plain(item)))
        for file in found.files:
            name, stored_at = Path(file["Key"]).name, self._time(file["LastModified"])
            yield self._record("exported_file", name=name, bytes=file["Size"], stored_at=stored_at)
        for picture in found.pictures:
            key, stored_at = picture["Key"], self._time(picture["LastModified"])
            yield self._record("picture", key=key, bytes=picture["Size"], stored_at=stored_at)
        for letter in found.dead_letters:
            yield self._record("dead_letter", id=letter.event_id, body=letter.body)
        said = [item for item in found.items if is_message(item, self.person)]
        for item in sorted([*said, *answers], key=lambda each: str(each["createdAt"]["S"])):
            yield self._message(item)

    def _own(self, known: dict[str, Any]) -> dict[str, Any]:
        """Of a group's reminders, those that the person has asked for."""
        chat_id = self.person.chat_id
        if "personIds" not in known or known["id"].endswith(f"#{chat_id}"):
            return known
        own = [each for each in known["reminders"] if each["personId"] == chat_id]
        return {"id": known["id"], "reminders": own}

    def _user(self, user: "UserTypeTypeDef") -> str:
        return self._record(
            "sign_in",
            name=user["Username"],
            attributes=attributes_of(user),
            status=user["UserStatus"],
            enabled=user["Enabled"],
            created_at=self._time(user["UserCreateDate"]),
        )

    def _message(self, item: Item) -> str:
        known = plain(item)
        at = datetime.fromisoformat(known["createdAt"])
        line = {"at": self._time(at), "role": known["role"], "text": known["content"]}
        if known["lineUserId"] != self.person.chat_id:
            line = {"record": IN_GROUP, "group": hashed(known["lineUserId"]), **line}
        return serialized(
            {**line, "stored": {name: known[name] for name in sorted({*known} - PLAIN)}}
        )

    def _record(self, kind: str, **fields: Any) -> str:
        return serialized({"record": kind, **fields})

    def _time(self, time: datetime) -> str:
        return time.astimezone(self.timezone).isoformat(timespec="seconds")


def plain(item: Item) -> dict[str, Any]:
    """The item as JSON has it."""
    read = TypeDeserializer().deserialize
    return {name: _plain(read(value)) for name, value in sorted(item.items())}


def _plain(value: Any) -> Any:
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in sorted(value.items())}
    if isinstance(value, str | bool | None):
        return value
    return int(value)


if __name__ == "__main__":
    main()
