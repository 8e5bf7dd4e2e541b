"""What is counted, and the limits."""

import os
from collections import Counter
from collections.abc import Iterator

from kaiwa.table.items import ASSISTANT, USER
from tests.world.invariants.reading import text_in
from tests.world.stage import Stage


def counters_equal_what_happened(stage: Stage) -> Iterator[str]:
    """The day's messages, tokens and sends are those that there were."""
    messages, tokens, sends = Counter[str](), Counter[str](), Counter[str]()
    people: dict[str, str] = {}
    for written in stage.world.table.table.written:
        after = written.after or {}
        role, is_new = text_in(after, "role"), written.before is None
        chat_id = text_in(after, "lineUserId")
        if role == USER and is_new:
            people[written.id] = text_in(after, "speakerId") or chat_id
            messages[people[written.id]] += 1
        if role == ASSISTANT and is_new:
            tokens[people.get(written.id.removesuffix("#assistant"), chat_id)] += 15
        if written.id.startswith("operation#") and is_new and after:
            sends[chat_id] += 1
    found = {
        item["id"]["S"].split("#")[1]: item
        for item in stage.world.table.table.items.values()
        if item["id"]["S"].startswith("usage#")
    }
    for name, wanted in {"messages": messages, "tokens": tokens, "sends": sends}.items():
        for person_id in {*found, *wanted}:
            number = int(float(found.get(person_id, {}).get(name, {}).get("N", "0")))
            # What a summary took is counted too, and so is an answer that a notice stands for.
            is_right = (
                number >= wanted[person_id] if name == "tokens" else number == wanted[person_id]
            )
            if not is_right:
                yield f"{name} of {person_id}: {number} are counted, {wanted[person_id]} were"


def limits_hold(stage: Stage) -> Iterator[str]:
    """Nobody says or sends more in a day than the operator allows."""
    most = {
        "messages": os.environ.get("DAILY_MESSAGE_LIMIT"),
        "sends": os.environ.get("DAILY_SEND_LIMIT"),
    }
    for item in stage.world.table.table.items.values():
        for name, limit in most.items():
            number = int(item.get(name, {}).get("N", "0"))
            if item["id"]["S"].startswith("usage#") and limit and number > int(limit):
                yield f"{number} {name} of {limit}"
