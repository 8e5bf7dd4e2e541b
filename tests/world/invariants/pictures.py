"""The pictures that were drawn: who can still fetch one, and which are there."""

from collections.abc import Iterator
from datetime import timedelta

from kaiwa.log import hashed
from kaiwa.table.items import GOES_ON, USER
from tests.world.environment import RETENTION
from tests.world.http import picture
from tests.world.invariants.reading import end_of, says, text_in
from tests.world.invariants.taken_back import came_before
from tests.world.stage import Stage

FOLDER = "pictures/"
NOT_FOUND = 404


def no_picture_outlives_its_question(stage: Stage) -> Iterator[str]:
    """Its address leads nowhere once the question is taken back, forgotten or expired; and what
    nobody has the address of is deleted with the question all the same.
    """
    world = stage.world
    shown = dict.fromkeys(each.words for each in world.line.bubbles if each.is_picture)
    gone = {
        word
        for each in stage.gone
        for word in each.words
        if (end := end_of(stage, each.event_id, each.outcome)) and came_before(stage, word, end)
    }
    for address in shown:
        reply = picture(address)
        if reply.status != NOT_FOUND and any(says(reply.text, word) for word in gone):
            yield f"the picture of {reply.text[3:]} can still be fetched"
    yield from _without_question(stage)
    known = world.clock.now
    world.clock.now += RETENTION + timedelta(seconds=1)
    for address in shown:
        if picture(address).status != NOT_FOUND:
            yield f"{address} can still be fetched after its time"
    world.clock.now = known


def _without_question(stage: Stage) -> Iterator[str]:
    """Whoever takes a question back, or forgets, has its pictures deleted. What expires with its
    question, S3 deletes.
    """
    world = stage.world
    questions = {hashed(each.partition(GOES_ON)[0]) for each in _kept_or_expired(stage)}
    for key, stored_at in world.files.stored_at.items():
        is_kept = key in world.files.contents and stored_at > world.clock.now - RETENTION
        if key.startswith(FOLDER) and is_kept and key.split("/")[3] not in questions:
            yield f"{world.files.contents[key][3:].decode()} is drawn, and its question is gone"


def _kept_or_expired(stage: Stage) -> Iterator[str]:
    """The ids of the questions that nobody has taken back."""
    now = stage.world.clock.now.timestamp()
    for item in stage.world.table.table.items.values():
        if text_in(item, "role") == USER:
            yield item["id"]["S"]
    for written in stage.world.table.table.written:
        before = written.before or {}
        if text_in(before, "role") == USER and float(before["expiresAt"]["N"]) <= now:
            yield written.id
