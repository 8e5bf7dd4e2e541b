"""What is shown, how often and in which order."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from line_reply.speech.languages.en import TEXTS
from tests.world.invariants.reading import chat_of, event_id_of, says
from tests.world.line import Shown
from tests.world.queue import QueuedMessage
from tests.world.stage import Stage

AGAIN = "/again"
SAID = ("Re: ", "On: ", "⏰ ")
"""How answers, what goes on with them, and reminders begin."""


def no_answer_is_shown_twice(stage: Stage) -> Iterator[str]:
    """Nor is a picture, what people send from ChatGPT, or a reminder, unless somebody asks for it
    again. For one event nothing is said twice, and for pictures that were sent together one thing:
    only that the bot listens in from now on is, before it does, rather said twice than not at all.
    """
    events: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    sets: Counter[str] = Counter()
    for bubble in stage.world.line.bubbles:
        events[bubble.chat_id, bubble.words][_event_id(bubble)] += 1
        if image_set := _set_of(bubble):
            sets[image_set] += 1
    for (_, words), counted in events.items():
        for event_id, number in counted.items():
            if number > 1 and words != TEXTS.listening_begins.format(hours=24):
                yield f"{words} is shown {number} times for {event_id}"
        asked = [each for each in counted if not _asks_again(stage, each)]
        if len(asked) > 1 and _is_said(stage, words):
            yield f"{words} is shown for {sorted(asked)}"
    for image_set, number in sets.items():
        if number > 1:
            yield f"{number} things are said to the pictures of {image_set}"
    yield from _apologies(stage)


def answers_keep_the_order(stage: Stage) -> Iterator[str]:
    """What a chat shows comes in the order in which its events were taken. What a redrive brings
    back comes later.
    """
    places = {id(message): number for number, message in enumerate(stage.world.events.sent)}
    shown: dict[str, list[int]] = defaultdict(list)
    for bubble in stage.world.line.bubbles:
        subject = bubble.subject
        if isinstance(subject, QueuedMessage) and not subject.redriven and id(subject) in places:
            shown[bubble.chat_id].append(places[id(subject)])
    for chat_id, order in shown.items():
        if order != sorted(order):
            yield f"{chat_id} shows what is to its events in the order {order}"


def _apologies(stage: Stage) -> Iterator[str]:
    sorry = Counter(
        each.chat_id for each in stage.world.line.bubbles if each.words == TEXTS.try_later
    )
    for chat_id, number in sorry.items():
        asked = [each for each in stage.platform.delivered if chat_of(each.event) == chat_id]
        if number > len(asked):
            yield f"{number} apologies to {len(asked)} events"


def _is_said(stage: Stage, words: str) -> bool:
    """Whether it is about what was said, and no sentence of Kaiwa's own."""
    is_picture = "/pictures/" in words
    return is_picture or (
        any(says(words, word) for word in stage.said) and words.startswith((*SAID, "w"))
    )


def _event_id(bubble: Shown) -> str:
    subject = bubble.subject
    return event_id_of(subject) if isinstance(subject, QueuedMessage) else ""


def _asks_again(stage: Stage, event_id: str) -> bool:
    return any(
        event_id_of(each) == event_id and AGAIN in each.body for each in stage.world.events.sent
    )


def _set_of(bubble: Shown) -> str | None:
    subject = bubble.subject
    if not isinstance(subject, QueuedMessage):
        return None
    image_set = subject.event.get("message", {}).get("imageSet")
    return str(image_set["id"]) if image_set else None
