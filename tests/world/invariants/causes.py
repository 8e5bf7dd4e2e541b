"""Why events end without an answer. Each such end has its cause in what people did, or in time:
whoever is told nothing has not been forgotten by mistake.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from tests.world.environment import RETENTION
from tests.world.faults import FOURS
from tests.world.invariants.reading import event_id_of, says
from tests.world.line import TOKEN_LIFE
from tests.world.script import Said
from tests.world.stage import Stage
from tests.world.world import Ended

TOO_OLD = timedelta(hours=23)
"""An event waits for minutes before it is in the queue. A day later nobody acts upon it."""
PARTING, COMING = ("unfollow", "leave"), ("follow", "join", "message")
FORGET, CANCEL, LISTEN = "/forget yes", "/reminders cancel", "/listen o"

type Cause = Callable[[Stage, Ended], bool]


def nothing_ends_without_a_cause(stage: Stage) -> Iterator[str]:
    """An event is dropped only if it was taken back, came twice, is too old, over a limit, …"""
    for ended in stage.world.ended:
        cause = CAUSES.get(ended.outcome.partition(":")[0])
        if cause and not cause(stage, ended):
            yield f"{ended.message.id} ended as {ended.outcome}, and nothing led to that"
    yield from _sets(stage)


def _sets(stage: Stage) -> Iterator[str]:
    """Of pictures that were sent together one is answered, once all have come."""
    sets: dict[str, dict[str, str]] = defaultdict(dict)
    totals: dict[str, int] = {}
    for ended in stage.world.ended:
        if image_set := ended.message.event.get("message", {}).get("imageSet"):
            totals[image_set["id"]] = image_set["total"]
            known = sets[image_set["id"]].get(event_id_of(ended.message))
            if known in (None, "taken before", "one of several"):
                sets[image_set["id"]][event_id_of(ended.message)] = ended.outcome
    for name, ends in sets.items():
        if len(ends) == totals[name] and {*ends.values()} == {"one of several"}:
            yield f"none of the pictures of {name} is answered"


def _was_taken_back(stage: Stage, ended: Ended) -> bool:
    """By whoever said it, or with its chat. Or it has expired, or a tap came before its message."""
    message = ended.message
    if ended.at > message.sent_at + RETENTION or _is_queued(stage, *PARTING):
        return True
    gone = {word for each in stage.gone for word in each.words}
    if message.event.get("type") == "postback":
        tapped = str(message.event["postback"]["data"])
        said = [each for each in stage.said.values() if each.message_id in tapped]
        return any(
            each.word in gone or each.chat_id != message.group or not _was_there(stage, each, ended)
            for each in said
        )
    words = [word for word in stage.said if says(message.body, word)]
    return any(word in gone for word in words) if words else bool(gone)


def _was_there(stage: Stage, said: Said, ended: Ended) -> bool:
    written = stage.world.table.table.written
    return any(each.id == said.message_id and each.at < ended.at for each in written)


def _is_old(_: Stage, ended: Ended) -> bool:
    return ended.at - ended.message.sent_at > TOO_OLD


def _came_twice(stage: Stage, ended: Ended) -> bool:
    """The queue had it before, as another message of its own."""
    sent = stage.world.events.sent
    before = sent[: sent.index(ended.message)]
    return any(event_id_of(each) == event_id_of(ended.message) for each in before)


def _was_begun_before(stage: Stage, ended: Ended) -> bool:
    return ended.message.receives > 1 or ended.message.redriven or _came_twice(stage, ended)


def _cannot_be_replied_to(stage: Stage, ended: Ended) -> bool:
    """LINE's time is that of the first delivery, and each delivery has a token of its own."""
    waited = ended.at.timestamp() - ended.message.event["timestamp"] / 1000
    return waited >= TOKEN_LIFE.total_seconds() or _was_begun_before(stage, ended)


def _is_limited(stage: Stage, ended: Ended) -> bool:
    limit = os.environ.get("DAILY_MESSAGE_LIMIT")
    used = [
        int(item.get("messages", {}).get("N", "0"))
        for item in stage.world.table.table.items.values()
        if item["id"]["S"].startswith(f"usage#{ended.message.event['source']['userId']}#")
    ]
    return limit is not None and sum(used) >= int(limit)


def _is_not_let_in(_: Stage, ended: Ended) -> bool:
    return str(ended.message.event["source"]["userId"]) not in os.environ["ALLOWED_USER_IDS"]


def _is_of_set(_: Stage, ended: Ended) -> bool:
    return "imageSet" in ended.message.event.get("message", {})


def _is_unwelcome(stage: Stage, _: Ended) -> bool:
    return _is_queued(stage, *PARTING) or _says(stage, FORGET)


def _is_cancelled(stage: Stage, ended: Ended) -> bool:
    """Or it has come twice."""
    twice = _was_begun_before(stage, ended)
    return twice or bool(stage.gone) or _says(stage, CANCEL) or _is_queued(stage, *PARTING)


def _is_silent(stage: Stage, _: Ended) -> bool:
    return bool(stage.gone) or _says(stage, LISTEN) or _is_queued(stage, *PARTING, "join")


def _later(*kinds: str) -> Cause:
    """LINE says that something of these came later in the same chat."""

    def came(stage: Stage, ended: Ended) -> bool:
        mine = ended.message.event
        return any(
            each.event.get("type") in kinds
            and each.group == ended.message.group
            and each.event["timestamp"] >= mine["timestamp"]
            and each is not ended.message
            for each in stage.world.events.sent
        )

    return came


def _something_failed(stage: Stage, _: Ended) -> bool:
    return bool(stage.world.happened)


def _was_refused(stage: Stage, _: Ended) -> bool:
    return any(each.fault.kind == FOURS for each in stage.world.happened)


def _never(_: Stage, __: Ended) -> bool:
    return False


def _is_queued(stage: Stage, *kinds: str) -> bool:
    return any(each.event.get("type") in kinds for each in stage.world.events.sent)


def _says(stage: Stage, words: str) -> bool:
    return any(words in each.body for each in stage.world.events.sent)


CAUSES: Mapping[str, Cause] = {
    "deleted": _was_taken_back,
    "too old": _is_old,
    "taken before": _was_begun_before,
    "limit reached": _is_limited,
    "one of several": _is_of_set,
    "unwelcome": _is_unwelcome,
    "parted since": _later(*PARTING),
    "welcome since": _later(*COMING),
    "not to be heard": _is_silent,
    "not heard": _something_failed,
    "cancelled": _is_cancelled,
    "token used or expired": _cannot_be_replied_to,
    "unknown": _something_failed,
    "failed": _was_refused,
    "not allowed": _is_not_let_in,
    "without a token": _never,
    "on standby": _never,
    "ignored": _never,
}
"""What may lead to each of these ends."""
