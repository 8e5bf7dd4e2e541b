"""What is counted, and the limits."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from kaiwa.line.taps import TRY_AGAIN
from kaiwa.table.items import ASSISTANT, USER
from tests.world.invariants.reading import event_id_of, text_in
from tests.world.stage import Stage

LIMITS = {
    "messages": "DAILY_MESSAGE_LIMIT",
    "tokens": "",
    "sends": "DAILY_SEND_LIMIT",
    "pictures": "DAILY_PICTURE_LIMIT",
}
"""What is counted of a person's day, and the setting that says how much of it there may be."""


def counters_equal_what_happened(stage: Stage) -> Iterator[str]:
    """The day's messages, tokens, pictures and sends are those that there were."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for item in stage.world.table.table.items.values():
        if item["id"]["S"].startswith("usage#"):
            for name in LIMITS:
                number = int(float(item.get(name, {}).get("N", "0")))
                counted[name][item["id"]["S"].split("#")[1]] += number
    happened = _happened(stage)
    for name in LIMITS:
        for person_id in {*counted[name], *happened[name]}:
            number, wanted = counted[name][person_id], happened[name][person_id]
            # What a summary took is counted too, and so is an answer that a notice stands for.
            is_right = number >= wanted if name == "tokens" else number == wanted
            if not is_right:
                yield f"{name} of {person_id}: {number} are counted, {wanted} were"


def _happened(stage: Stage) -> Mapping[str, Counter[str]]:
    """What people used, by what it is, as the table was written."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[str, str] = {}
    again = _asked_again(stage)
    for written in stage.world.table.table.written:
        after = written.after
        if after is None or written.before is not None:
            continue
        role, chat_id = text_in(after, "role"), text_in(after, "lineUserId")
        if role == USER:
            people[written.id] = text_in(after, "speakerId") or chat_id
            used["messages"][people[written.id]] += 1
        if role == ASSISTANT:
            person_id = people.get(written.id.removesuffix("#assistant"), chat_id)
            used["tokens"][person_id] += 15
            used["pictures"][person_id] += "picture" in after
        if written.id in again:
            used["messages"][again[written.id]] += 1
        if written.id.startswith("operation#"):
            used["sends"][chat_id] += 1
    return used


def _asked_again(stage: Stage) -> Mapping[str, str]:
    """The markers of taps of "Try again", and who tapped."""
    return {
        f"event#{event_id_of(each)}": str(each.event["source"]["userId"])
        for each in stage.world.events.sent
        if TRY_AGAIN in each.body
    }


def limits_hold(stage: Stage) -> Iterator[str]:
    """Nobody says, sends or has drawn more in a day than the operator allows."""
    # What is drawn in several chats at once may be one more in each of these.
    more = {"pictures": len({each.chat_id for each in stage.said.values()}) - 1}
    for item in stage.world.table.table.items.values():
        for name, setting in LIMITS.items():
            number, limit = int(item.get(name, {}).get("N", "0")), os.environ.get(setting)
            is_usage = item["id"]["S"].startswith("usage#")
            if is_usage and limit and number > int(limit) + more.get(name, 0):
                yield f"{number} {name} of {limit}"
