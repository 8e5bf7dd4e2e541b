"""Whose words are where."""

import json
from collections.abc import Iterator

from line_reply.speech.languages.en import TEXTS
from tests.world.faults import AFTER, BEFORE, SLOW
from tests.world.invariants.reading import says
from tests.world.model import WORD
from tests.world.queue import QueuedMessage
from tests.world.script import GROUP, HEARD, SILENT, STRANGE
from tests.world.stage import Stage

DEADLY = (AFTER, BEFORE, SLOW)
LEFT = ("stopped", "stopped and forgot")


def nobody_gets_anothers_words(stage: Stage) -> Iterator[str]:
    """In no bubble, no prompt, and nothing that ChatGPT gets, are words of another chat."""
    world = stage.world
    for bubble in world.line.bubbles:
        yield from _foreign(stage, bubble.chat_id, bubble.words, "a bubble")
    for prompt in world.asked:
        yield from _foreign(stage, prompt.chat_id, prompt.words, "a prompt")
    for got in stage.answers:
        yield from _foreign(stage, got.who, got.reply.text, f"a {got.name}")


def _foreign(stage: Stage, chat_id: str, text: str, where: str) -> Iterator[str]:
    for word in set(WORD.findall(text)):
        if word in stage.said and stage.said[word].chat_id != chat_id:
            yield f"{word} is in {where} of {chat_id}"


def silence_stays_silence(stage: Stage) -> Iterator[str]:
    """What members of a group say to each other is stored, queued, asked and shown nowhere; nor is
    what is said by whom the operator does not let in, which is queued; nor does what was overheard
    become a dead letter, which is kept for long.
    """
    world = stage.world
    for said in stage.said.values():
        if said.kind not in (SILENT, HEARD, STRANGE):
            continue
        places = {
            "a prompt": (each.words for each in world.asked),
            "a bubble": (each.words for each in world.line.bubbles),
        }
        if said.kind == SILENT:
            places["the queue"] = (each.body for each in world.events.sent)
        if said.kind == HEARD:
            places["a dead letter"] = (each.body for each in _given_up(stage))
        else:
            places["the table"] = (json.dumps(each.after) for each in world.table.table.written)
        for place, texts in places.items():
            if any(says(text, said.word) for text in texts) and not _may_be(stage, said.word):
                yield f"{said.word} is in {place}"


def _given_up(stage: Stage) -> Iterator[QueuedMessage]:
    """The dead letters that a worker was not done with, and did not die of."""
    died = [each.subject for each in stage.world.happened if each.fault.kind in DEADLY]
    done = [each.message for each in stage.world.ended]
    return (each for each in stage.world.events.dead if each not in [*died, *done])


def _may_be(stage: Stage, word: str) -> bool:
    """A digest is asked about what was overheard."""
    asked = any("/digest" in message.body for message in stage.world.events.sent)
    return asked and stage.said[word].kind == HEARD


def what_is_heard_no_more_is_deleted(stage: Stage) -> Iterator[str]:
    """Once a group does not let the bot listen in, or has sent it away, nothing is there of what
    was overheard. And nothing is, before everybody in the group could read what is going to be.
    """
    if any(
        each.outcome in LEFT
        or (each.message.event["type"] == "join" and each.outcome == "greeted")
        or ("/listen off" in each.message.body and each.outcome == "obeyed /listen")
        for each in stage.world.ended
    ):
        for item_id in stage.world.table.table.items:
            if item_id.startswith((f"overheard#{GROUP}", f"listening#{GROUP}")):
                yield f"{item_id} is still there"
    if any("/listen on" in each.body for each in stage.world.events.sent):
        told = TEXTS.listening_begins.format(hours=24)
        shown = [each.began_at for each in stage.world.line.bubbles if each.words == told]
        for written in stage.world.table.table.written:
            is_heard = written.id.startswith(f"listening#{GROUP}") and written.after is not None
            if is_heard and not any(each <= written.at for each in shown):
                yield f"{written.id} is there before anybody was told"
