"""Delete what is stored of a person, for good: `make forget PERSON=…`.

    export PYTHONPATH=layers/kaiwa:lambdas
    python -m scripts.forget build/production/outputs.json U0123… --sign-in delete --yes

Prints what there was and what is left, never what was said.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import boto3

from kaiwa.line.channels import channel_of, line_id_of, parameter_of
from kaiwa.sign_in import masked
from kaiwa.times import now
from scripts.aws import errors_as_sentences
from scripts.deployment import Deployment
from scripts.erasure import Erase
from scripts.operations_log import OperationsLog
from scripts.person import Person, attributes_of
from scripts.restore import other_tables
from scripts.stored import SETTINGS, SIGN_IN, Stored, Stores

KEEP, DELETE = "keep", "delete"


def main() -> None:
    """Show what there is, ask, delete, and say what stays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("person")
    parser.add_argument("--sign-in", choices=(KEEP, DELETE), help="default: by whose the pool is")
    parser.add_argument("--channel", help="in this LINE channel alone")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    arguments = parser.parse_args()
    deployment = Deployment.read(arguments.outputs)
    # The functions' gateways take the region from here.
    os.environ["AWS_DEFAULT_REGION"] = deployment["region"]
    # A pool that was there already may be a company's directory.
    sign_in = arguments.sign_in or (KEEP if deployment["existing_user_pool"] else DELETE)
    with errors_as_sentences():
        stores = Stores.of(deployment)
        channels = deployment.channels(arguments.channel)
        found = stores.of_all(stores.people.find_all(arguments.person, channels))
        for person, before in found:
            show(announced(person, before, sign_in))
        if not arguments.yes and input("Delete this for good? Only yes will do: ") != "yes":
            sys.exit("Nothing was deleted.")
        for person, before in found:
            forget(deployment, stores, person, before, sign_in)


def forget(
    deployment: Deployment, stores: Stores, person: Person, before: Stored, sign_in: str
) -> None:
    """Delete it, having written down that it is done and by whom."""
    there_was = before.counted(person)
    log = OperationsLog.of(deployment)
    log.write("A person is forgotten.", conversation=person.name, found=there_was, sign_in=sign_in)
    erase = Erase.of(deployment, stores)
    erase(person)
    if sign_in == DELETE:
        for user in before.users:
            stores.people.users.delete(user)
    after = stores.all_of(person).counted(person)
    deleted = {kind: number - after.get(kind, 0) for kind, number in there_was.items()}
    show(table("Deleted:", deleted))
    show(left(deployment, person, after, erase.waiting()))


def announced(person: Person, found: Stored, sign_in: str) -> Iterator[str]:
    """What there is to be deleted."""
    yield from table(f"Of {person.name} there is:", found.counted(person))
    for user in found.users:
        address = masked(attributes_of(user).get("email", ""))
        yield f"The sign-in {address} " + ("is deleted too." if sign_in == DELETE else "is kept.")


def left(
    deployment: Deployment, person: Person, after: Mapping[str, int], waiting: int
) -> Iterator[str]:
    """What stays: for how long, and what to do about it."""
    days = deployment["retention_days"]
    until = now().date() + timedelta(days=days["table_backups"])
    yield "Stays:"
    yield f"  in the table's backups, until {until}. After a restore `make catch-up` repeats this"
    yield f"  in logs, by hashes and without words, for {days['logs']} days"
    yield "  markers of events and bubbles, which name nobody"
    yield "  what LINE, and the model's provider, keep themselves"
    others = {kind: number for kind, number in after.items() if kind not in {SIGN_IN, SETTINGS}}
    if after.get(SIGN_IN):
        yield "  the sign-in: SIGN_IN=delete deletes it too"
    if others:
        yield "  what was said since: " + ", ".join(f"{n} {kind}" for kind, n in others.items())
    if after.get(SETTINGS):
        yield f"  the chat's own item, with times and no words: {waiting} events wait in the queue"
    if others or after.get(SETTINGS):
        yield "Run it again in some minutes: that deletes these too."
    if person.chat_id and _is_allowed(deployment, person.chat_id):
        yield "The LINE id is in allowed_user_ids: take it out there, and run `make apply`."
    dynamodb = boto3.client("dynamodb", region_name=deployment["region"])
    for name in other_tables(dynamodb, deployment):
        yield f"The table {name}, of a restore, has all of it still: delete that (docs/data.md)."


def _is_allowed(deployment: Deployment, chat_id: str) -> bool:
    name = parameter_of(channel_of(chat_id), "ALLOWED_USER_IDS")
    return line_id_of(chat_id) in deployment.parameter(name)


def table(heading: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield heading
    for kind, number in counts.items():
        yield f"  {kind.replace('_', ' '):16}  {number:>9,}"
    if not counts:
        yield "  nothing"


def show(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
