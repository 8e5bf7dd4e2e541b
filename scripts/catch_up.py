"""After a restore: do again what people did after the point that the table was restored to.

    export PYTHONPATH=layers/kaiwa:lambdas
    python -m scripts.catch_up build/production/outputs.json kaiwa-production-messages

First what they deleted since is deleted again, then what the restored table lacks is copied from
the table of before, which is only read. Once more finds nothing to do.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kaiwa.times import now
from scripts.aws import errors_as_sentences
from scripts.copying import ANSWER, Copy
from scripts.deployment import Deployment
from scripts.erasure import Erase
from scripts.operations_log import OperationsLog
from scripts.person import Item, Table
from scripts.redeletion import Redelete, Step, is_tombstone
from scripts.stored import Stores

COPIED = {
    "conversation": "chats",
    "erasure": "erasures",
    "event": "markers",
    "imageset": "picture sets",
    "operation": "operations",
    "sent": "bubbles",
    "usage": "usage",
}
"""What an item's id begins with → what it is called here. Links are not among them."""
OF_LISTENING = ("listening", "overheard")
"""Nor are these: after a restore a group is asked anew."""
MESSAGES = "messages"


def main() -> None:
    """Show what there is to do, ask, and do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", type=Path)
    parser.add_argument("before", help="the table that was in use before")
    parser.add_argument("--skip", default="", help="kinds to leave out, with commas between them")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    arguments = parser.parse_args()
    deployment = Deployment.read(arguments.outputs)
    # The functions' gateways take the region from here.
    os.environ["AWS_DEFAULT_REGION"] = deployment["region"]
    if arguments.before == deployment["table_name"]:
        sys.exit(f"{arguments.before} is the table in use. FROM is the one that was before it.")
    with errors_as_sentences():
        stores = Stores.of(deployment)
        before = replace(stores.people.table, name=arguments.before)
        skipped = {each.strip() for each in arguments.skip.split(",")}
        steps = [
            step
            for step in planned(before, stores, Erase.of(deployment, stores))
            if step.kind not in skipped
        ]
        counts = Counter(step.kind for step in steps)
        for kind, number in counts.items():
            print(f"  {kind:14}  {number:>9,}")
        if not steps:
            sys.exit("There is nothing to catch up with.")
        if not arguments.yes and input("Do all of this again? Only yes will do: ") != "yes":
            sys.exit("Nothing was changed.")
        log = OperationsLog.of(deployment)
        log.write("A restored table catches up.", before=before.name, found=dict(counts))
        for step in steps:
            step.do()
    print("Done.")


def planned(before: Table, stores: Stores, erase: Erase) -> Iterator[Step]:
    """What to do, in this order: nothing is copied that is to be deleted then."""
    redelete = Redelete(before, stores, erase)
    yield from redelete.steps()
    lacking, taken_back = lacking_in(stores.people.table, before)
    for item in taken_back:
        yield from redelete.unsend(item)
    yield from copies(Copy(stores.people.table), lacking)


def lacking_in(table: Table, before: Table) -> tuple[Sequence[Item], Sequence[Item]]:
    """What the table has no item of, as far as it has not expired; and what was taken back."""
    there = {item_id for _, item_id in table.ids("")}
    soon = now().timestamp()
    lacking, taken_back = list[Item](), list[Item]()
    for item in before.beginning(""):
        if is_tombstone(item):
            taken_back.append(item)
        expires_at = float(item["expiresAt"]["N"]) if "expiresAt" in item else soon + 1
        if item["id"]["S"] not in there and expires_at > soon:
            lacking.append(item)
    return lacking, taken_back


def copies(copy: Copy, items: Sequence[Item]) -> Iterator[Step]:
    """Chats before their messages, and questions before answers."""
    others, messages, answers = list[Step](), list[Step](), list[Step]()
    for item in items:
        head, separator, _ = item["id"]["S"].partition("#")
        if separator and head in COPIED:
            put = copy.chat if head == "conversation" else copy.item
            others.append(Step(COPIED[head], partial(put, item)))
        elif is_tombstone(item):
            others.append(Step("markers", partial(copy.item, item)))
        elif head not in OF_LISTENING and "createdAt" in item and "lineUserId" in item:
            is_answer = item["id"]["S"].endswith(ANSWER)
            (answers if is_answer else messages).append(Step(MESSAGES, partial(copy.message, item)))
    yield from (*others, *messages, *answers)


if __name__ == "__main__":
    main()
