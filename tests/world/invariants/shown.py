"""What is shown, how often and in which order."""

from collections import Counter
from collections.abc import Iterator

from tests.world.invariants.reading import chat_of
from tests.world.stage import Stage
from tests.world.world import WORD


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
        asked = [each for each in stage.platform.delivered if chat_of(each.event) == chat_id]
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
