"""What must always hold, whatever the schedule. Each function yields what does not."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from kaiwa.table import account_items, image_sets, items, overheard, quoted, reminders
from kaiwa.table.items import ASSISTANT, USER
from tests.world.faults import LAGS
from tests.world.queue import QueuedMessage
from tests.world.stage import GROUP, HEARD, OWN, SILENT, TURN, Stage
from tests.world.world import WORD, Ended

type Invariant = Callable[[Stage], Iterator[str]]

OUTCOMES = {
    *("delivered", "unknown", "failed", "too old", "deleted", "one of several", "limit reached"),
    *("not allowed", "taken before", "unwelcome", "overheard", "not to be heard", "not heard"),
    *("told newcomers", "nothing to tell", "greeted", "on standby", "parted since", "stopped"),
    *("stopped and forgot", "welcome since", "unsent", "edited", "unknown message", "summarised"),
    *("nothing to summarise", "not summarised", "the past has changed", "cancelled"),
    *("without a token", "token used or expired", "ignored"),
}
"""As docs/architecture.md has them."""


def no_handler_fails(stage: Stage) -> Iterator[str]:
    """Whatever happens, a handler answers."""
    for error in stage.world.failures:
        yield f"{type(error).__name__}: {error}"


def every_event_that_got_200_ends(stage: Stage) -> Iterator[str]:
    """As answered, told, unknown (logged, counted) or as a dead letter."""
    world = stage.world
    for queue in (world.events, world.summaries):
        for message in queue.messages:
            yield f"{message.id} still waits"
        for message in queue.sent:
            if not _ends(stage, message) and message not in queue.dead:
                yield f"{message.id} is gone without an end"
    for ended in world.ended:
        if ended.outcome.partition(":")[0].partition(" /")[0] not in {*OUTCOMES, "obeyed"}:
            yield f"{ended.message.id} ended as {ended.outcome}, which nobody knows"
        if ended.outcome in ("unknown", "failed") and not ended.is_warning:
            yield f"{ended.message.id} ended as {ended.outcome} unnoticed"
    taken = {_event_id(message) for message in world.events.sent}
    for delivered in stage.platform.delivered:
        event = delivered.event
        said = [each for each in stage.said.values() if each.event_id == event["webhookEventId"]]
        is_for_bot = not said or said[0].kind in (TURN, OWN)
        if delivered.is_taken and is_for_bot and event["webhookEventId"] not in taken:
            yield f"{event['type']} {event['webhookEventId']} got 200 and is in no queue"


def what_is_delivered_is_shown(stage: Stage) -> Iterator[str]:
    """Who is said to have got an answer has it."""
    shown = "\n".join(each.words for each in stage.world.line.bubbles)
    for item in stage.world.table.table.items.values():
        delivery, content = _text(item, "delivery"), _text(item, "content")
        if delivery == "delivered" and content not in shown:
            yield f"{item['id']['S']} is delivered, and nobody saw it"


def no_answer_is_shown_twice(stage: Stage) -> Iterator[str]:
    """Nor is what people send from ChatGPT, nor a reminder."""
    bubbles = stage.world.line.bubbles
    for word in stage.said:
        for sign in (f"Re: {word}", f"⏰ remind {word}", f"{word}"):
            number = sum(each.words == sign for each in bubbles)
            if number > 1:
                yield f"{sign} is shown {number} times"
    sorry = Counter(
        (each.chat_id, each.words) for each in bubbles if "Please try again" in each.words
    )
    for (chat_id, _), number in sorry.items():
        asked = [each for each in stage.platform.delivered if _chat_of(each.event) == chat_id]
        if number > len(asked):
            yield f"{number} apologies to {len(asked)} events"


def answers_keep_the_order(stage: Stage) -> Iterator[str]:
    """A chat's answers are shown in the order in which its events were taken."""
    for chat_id in {each.chat_id for each in stage.said.values()}:
        queued = [
            word
            for message in stage.world.events.sent
            if not message.redriven
            for word in dict.fromkeys(WORD.findall(message.body))
        ]
        shown = [
            word
            for each in stage.world.line.bubbles
            if each.chat_id == chat_id and each.words.startswith(("Re: ", "w"))
            for word in dict.fromkeys(WORD.findall(each.words))
        ]
        places = [queued.index(word) for word in dict.fromkeys(shown) if word in queued]
        if places != sorted(places):
            yield f"shown as {shown}, taken as {queued}"


def what_is_taken_back_is_gone(stage: Stage) -> Iterator[str]:
    """What is unsent, forgotten or edited is in no later prompt, page, export, summary or bubble,
    and in the end nowhere in the table and in no file.
    """
    for taken_back in stage.gone:
        end = _end_of(stage, taken_back.event_id, taken_back.outcome)
        for word in taken_back.words:
            if end and _came_before(stage, word, end):
                stays = f"Re: {word}" if end.outcome == "edited" else ""
                yield from _kept(stage, word, stays)
                yield from _later(stage, word, end.at, stays)


def _kept(stage: Stage, word: str, stays: str) -> Iterator[str]:
    """`stays`: the answer to words that were edited."""
    world = stage.world
    for item in world.table.table.items.values():
        if item["id"]["S"].startswith("overheard#") and _index_lagged(stage):
            continue  # nothing reads it, and it expires within hours
        if _says(_without(json.dumps(item), stays), word):
            yield f"{word} is still in {item['id']['S']}"
    for key, content in world.files.contents.items():
        if _says(content.decode(errors="replace"), word):
            yield f"{word} is still in {key}"


def _index_lagged(stage: Stage) -> bool:
    """Only the index leads to what was overheard of somebody."""
    return any(each.fault in LAGS for each in stage.world.happened)


def _later(stage: Stage, word: str, end: datetime, stays: str) -> Iterator[str]:
    for prompt in stage.world.model.asked:
        if prompt.began_at > end and _says(_without(prompt.words, stays), word):
            yield f"{word} is in a later {'summary' if prompt.is_summary else 'prompt'}"
    for bubble in stage.world.line.bubbles:
        if bubble.at > end and bubble.words != stays and _says(bubble.words, word):
            yield f"{word} is in a later bubble: {bubble.words}"
    for got in stage.answers:
        # An export looks at the end whether it still may: a page tells what was there before.
        since = got.at if got.is_export else got.began_at
        if since > end and _says(_without(got.text, stays), word):
            yield f"{word} is in a later {'export' if got.is_export else 'page'}"


def a_link_joins_one_sign_in_and_one_chat(stage: Stage) -> Iterator[str]:
    """Each names the other, and nothing else does."""
    found = stage.world.table.table.items
    chats = {
        item["id"]["S"].removeprefix("account#"): _text(item, "lineUserId")
        for item in found.values()
        if item["id"]["S"].startswith("account#")
    }
    accounts = {
        _text(item, "accountId"): item["id"]["S"].removeprefix("conversation#")
        for item in found.values()
        if "accountId" in item and item["id"]["S"].startswith("conversation#")
    }
    if chats != accounts:
        yield f"sign-ins lead to {chats}, chats to {accounts}"


def nobody_gets_anothers_words(stage: Stage) -> Iterator[str]:
    """In no bubble, no prompt, and nothing that ChatGPT gets, are words of another chat."""
    world = stage.world
    for bubble in world.line.bubbles:
        yield from _foreign(stage, bubble.chat_id, bubble.words, "a bubble")
    for prompt in world.model.asked:
        yield from _foreign(stage, prompt.chat_id, prompt.words, "a prompt")
    for got in stage.answers:
        yield from _foreign(stage, got.who, got.text, "an answer to ChatGPT")


def _foreign(stage: Stage, chat_id: str, text: str, where: str) -> Iterator[str]:
    for word in set(WORD.findall(text)):
        if word in stage.said and stage.said[word].chat_id != chat_id:
            yield f"{word} is in {where} of {chat_id}"


def counters_equal_what_happened(stage: Stage) -> Iterator[str]:
    """The day's messages, tokens and sends are those that there were."""
    messages, tokens, sends = Counter[str](), Counter[str](), Counter[str]()
    people: dict[str, str] = {}
    for written in stage.world.table.table.written:
        after = written.after or {}
        role, is_new = _text(after, "role"), written.before is None
        chat_id = _text(after, "lineUserId")
        if role == USER and is_new:
            people[written.id] = _text(after, "speakerId") or chat_id
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


def metrics_equal_what_happened(stage: Stage) -> Iterator[str]:
    """Each end is counted once, by its outcome; no more deliveries than LINE took."""
    world = stage.world
    counted = Counter(
        dimensions["outcome"] for name, _, dimensions in world.metrics if name == "Events"
    )
    ended = Counter(each.outcome.partition(":")[0] for each in world.ended)
    if counted != ended:
        yield f"counted {counted}, ended {ended}"
    calls = Counter(
        dimensions["kind"] for name, _, dimensions in world.metrics if name == "Deliveries"
    )
    unclear = ended["unknown"], ended["failed"]
    if (calls["unknown"], calls["failed"]) != unclear:
        yield f"counted {calls}, ended {unclear}"


def silence_stays_silence(stage: Stage) -> Iterator[str]:
    """What members of a group say to each other is stored, queued, asked and shown nowhere."""
    world = stage.world
    for said in stage.said.values():
        if said.kind not in (SILENT, HEARD):
            continue
        places = {
            "a prompt": (each.words for each in world.model.asked),
            "a bubble": (each.words for each in world.line.bubbles),
        }
        if said.kind == SILENT:
            places["the queue"] = (each.body for each in world.events.sent)
            places["the table"] = (json.dumps(each.after) for each in world.table.table.written)
        for place, texts in places.items():
            if any(_says(text, said.word) for text in texts) and not _may_be(stage, said.word):
                yield f"{said.word} is in {place}"


def _may_be(stage: Stage, word: str) -> bool:
    """A digest is asked about what was overheard."""
    asked = any("/digest" in message.body for message in stage.world.events.sent)
    return asked and stage.said[word].kind == HEARD


def what_is_heard_no_more_is_deleted(stage: Stage) -> Iterator[str]:
    """Once a group does not let the bot listen in, nothing is there of what was overheard."""
    found = stage.world.table.table.items
    if any(
        "/listen off" in each.message.body and each.outcome == "obeyed /listen"
        for each in stage.world.ended
    ):
        for item_id in found:
            if item_id.startswith((f"overheard#{GROUP}", f"listening#{GROUP}")):
                yield f"{item_id} is still there"


KNOWN: Mapping[str, Any] = {
    "event#": items.EventMarker,
    "conversation#": items.Conversation,
    "summary#": items.ChatSummary,
    "usage#": items.Usage,
    "imageset#": image_sets.ImageSet,
    "sent#": quoted.SentBubble,
    "listening#": overheard.Switch,
    "overheard#": overheard.OverheardText,
    "reminders#": reminders.ChatReminders,
    "link#": account_items.LinkCode,
    "account#": account_items.Account,
    "tries#": account_items.Tries,
    "operation#": account_items.Operation,
}
NAMES = {
    prefix: {each.attr_name for each in model.get_attributes().values()}
    for prefix, model in {**KNOWN, "": items.Message}.items()
}


def nothing_unnamed_is_stored(stage: Stage) -> Iterator[str]:
    """Every item is of a kind that the design names, with attributes of that kind."""
    for written in stage.world.table.table.written:
        prefix = next((each for each in KNOWN if written.id.startswith(each)), "")
        unknown = {*(written.after or {})} - NAMES[prefix]
        if unknown:
            yield f"{written.id} has {sorted(unknown)}"


INVARIANTS: tuple[Invariant, ...] = (
    no_handler_fails,
    every_event_that_got_200_ends,
    what_is_delivered_is_shown,
    no_answer_is_shown_twice,
    answers_keep_the_order,
    what_is_taken_back_is_gone,
    a_link_joins_one_sign_in_and_one_chat,
    nobody_gets_anothers_words,
    counters_equal_what_happened,
    limits_hold,
    metrics_equal_what_happened,
    silence_stays_silence,
    what_is_heard_no_more_is_deleted,
    nothing_unnamed_is_stored,
)
AT_EACH_STEP: tuple[Invariant, ...] = (a_link_joins_one_sign_in_and_one_chat,)


def broken(stage: Stage, invariants: Iterable[Invariant] = INVARIANTS) -> list[str]:
    """What does not hold: the invariant's name, and how."""
    return [f"{each.__name__}: {problem}" for each in invariants for problem in each(stage)]


def _ends(stage: Stage, message: QueuedMessage) -> list[Ended]:
    return [each for each in stage.world.ended if each.message is message]


def _end_of(stage: Stage, event_id: str, outcome: str) -> Ended | None:
    """How the worker first ended with the event, if like that."""
    for each in stage.world.ended:
        if _event_id(each.message) == event_id and each.outcome == outcome:
            return each
    return None


def _came_before(stage: Stage, word: str, end: Ended) -> bool:
    """Whether the word's event was queued before what takes it back, or is in the way of it."""
    sent = stage.world.events.sent
    place = sent.index(end.message)
    word_events = [number for number, each in enumerate(sent) if _says(each.body, word)]
    if end.outcome == "unsent":
        return True
    said = stage.said[word]
    if said.kind == OWN:
        # It may be queued later than it was asked for.
        asked = [sent[number].event["sent_at"] for number in word_events]
        hidden_at = _hidden_at(stage, end)
        return any(datetime.fromisoformat(each) < hidden_at for each in asked)
    if said.chat_id == end.message.group:
        return bool(word_events) and word_events[0] < place and not sent[word_events[0]].redriven
    # In another chat it is in time if the worker was done with it before.
    return any(
        each.message in [sent[number] for number in word_events] and each.at < end.at
        for each in stage.world.ended
    )


def _hidden_at(stage: Stage, end: Ended) -> datetime:
    """When all that was said until then was hidden."""
    chat = f"conversation#{end.message.group}"
    for written in stage.world.table.table.written:
        if written.id == chat and "forgottenAt" in (written.after or {}):
            return written.at
    return end.began_at


def _event_id(message: QueuedMessage) -> str:
    return str(message.event.get("webhookEventId") or message.event.get("id"))


def _chat_of(event: Mapping[str, Any]) -> str:
    source = event.get("source", {})
    return str(source.get("groupId") or source.get("userId"))


def _text(item: Mapping[str, Any], name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _without(text: str, words: str) -> str:
    return text.replace(words, "") if words else text


def _says(text: str, word: str) -> bool:
    """Whether the text has this word."""
    return word in WORD.findall(text)
