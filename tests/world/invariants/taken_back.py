"""What is taken back, and what has expired."""

import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from tests.world.faults import LAGS
from tests.world.invariants.reading import end_of, says, text_in, without
from tests.world.script import OWN
from tests.world.stage import Stage
from tests.world.world import Ended

READ = ("read", "export")


def what_is_taken_back_is_gone(stage: Stage) -> Iterator[str]:
    """What is unsent, forgotten or edited is in no later prompt, page, export, summary or bubble,
    and in the end nowhere in the table and in no file.
    """
    for taken_back in stage.gone:
        end = end_of(stage, taken_back.event_id, taken_back.outcome)
        for word in taken_back.words:
            if end and came_before(stage, word, end):
                stays = f"Re: {word}" if end.outcome == "edited" else ""
                yield from _kept(stage, word, stays)
                yield from _later(stage, word, end.at, stays)
                if end.outcome == "obeyed /forget":
                    yield from _read_later(stage, word, _hidden_at(stage, end), stays, READ)


def what_is_left_behind_is_in_no_later_prompt(stage: Stage) -> Iterator[str]:
    """What was said before a reset is still there, but the model is told nothing of it."""
    for left in stage.left_behind:
        end = end_of(stage, left.event_id, left.outcome)
        for word in left.words:
            if end and came_before(stage, word, end):
                for prompt in stage.world.asked:
                    if prompt.began_at > end.at and says(prompt.words, word):
                        yield f"{word} is in a prompt after the reset"


def what_has_expired_is_gone(stage: Stage) -> Iterator[str]:
    """What has expired is in no later prompt, page, export, summary or bubble, whether or not it
    was deleted by then.
    """
    for word, expired_at in _expired(stage).items():
        yield from _later(stage, word, expired_at, "")


def _expired(stage: Stage) -> dict[str, datetime]:
    """The words whose messages and answers have all expired, and when the last of these did."""
    expired: dict[str, datetime] = {}
    for written in stage.world.table.table.written:
        after = written.after or {}
        if "role" in after and "expiresAt" in after:
            ends = datetime.fromtimestamp(float(after["expiresAt"]["N"]), UTC)
            for word in stage.world.words_in(text_in(after, "content")).split():
                expired[word] = max(ends, expired.get(word, ends))
    return {word: ends for word, ends in expired.items() if ends < stage.world.clock.now}


def _kept(stage: Stage, word: str, stays: str) -> Iterator[str]:
    """`stays`: the answer to words that were edited."""
    world = stage.world
    for item in world.table.table.items.values():
        if item["id"]["S"].startswith("overheard#") and _index_lagged(stage):
            continue  # nothing reads it, and it expires within hours
        if says(without(json.dumps(item), stays), word):
            yield f"{word} is still in {item['id']['S']}"
    for key, content in world.files.contents.items():
        if says(content.decode(errors="replace"), word):
            yield f"{word} is still in {key}"


def _index_lagged(stage: Stage) -> bool:
    """Only the index leads to what was overheard of somebody."""
    return any(each.fault in LAGS for each in stage.world.happened)


def _later(stage: Stage, word: str, end: datetime, stays: str) -> Iterator[str]:
    for prompt in stage.world.asked:
        if prompt.began_at > end and says(without(prompt.words, stays), word):
            yield f"{word} is in a later {'summary' if prompt.is_summary else 'prompt'}"
    for bubble in stage.world.line.bubbles:
        if bubble.began_at > end and bubble.words != stays and says(bubble.words, word):
            yield f"{word} is in a later bubble: {bubble.words}"
    yield from _read_later(stage, word, end, stays)


def _read_later(
    stage: Stage, word: str, end: datetime, stays: str, names: Collection[str] = ()
) -> Iterator[str]:
    """ChatGPT sees nothing of a chat from the moment on that it is hidden."""
    for got in stage.answers:
        if names and got.name not in names:
            continue
        # An export looks at the end whether it still may: a page tells what was there before.
        since = got.at if got.name == "export" else got.began_at
        if since > end and says(without(got.reply.text, stays), word):
            yield f"{word} is in a later {got.name}"


def came_before(stage: Stage, word: str, end: Ended) -> bool:
    """Whether the word's event was queued before what takes it back, or is in the way of it."""
    sent = stage.world.events.sent
    place = sent.index(end.message)
    word_events = [number for number, each in enumerate(sent) if says(each.body, word)]
    if end.outcome == "unsent":
        return True
    if end.outcome == "edited":
        # Whatever comes first: LINE's time says which words are the last.
        until = end.message.event["timestamp"]
        return any(sent[number].event["timestamp"] < until for number in word_events)
    said = stage.said[word]
    if said.kind == OWN:
        # It may be queued later than it was asked for.
        asked = [sent[number].event["sent_at"] for number in word_events]
        hidden_at = _hidden_at(stage, end)
        return any(datetime.fromisoformat(each) < hidden_at for each in asked)
    if said.chat_id == end.message.group:
        return bool(word_events) and word_events[0] < place and not sent[word_events[0]].redriven
    # In another chat it is in time if it was stored before that was looked at for the last time,
    # at a place in that chat's order that is not later than all was hidden.
    until = _forgotten_at(stage, end)
    return any(
        said.message_id in (written.id, text_in(written.after or {}, "messageId"))
        and written.at < end.looked_at
        and text_in(written.after or {}, "createdAt") <= until
        for written in stage.world.table.table.written
    )


def _forgotten_at(stage: Stage, end: Ended) -> str:
    """Until where in the order what was said is forgotten, as the table has it."""
    chat = stage.world.table.table.items.get(f"conversation#{end.message.group}", {})
    return text_in(chat, "forgottenAt")


def _hidden_at(stage: Stage, end: Ended) -> datetime:
    """When all that was said until then was hidden."""
    chat = f"conversation#{end.message.group}"
    for written in stage.world.table.table.written:
        if written.id == chat and "forgottenAt" in (written.after or {}):
            return written.at
    return end.began_at
