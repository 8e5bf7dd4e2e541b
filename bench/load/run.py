"""One step, from what is said to the figures of it."""

import time
from collections import Counter
from dataclasses import dataclass

from bench.load import seen
from bench.load.figures import LIMIT_MILLISECONDS, StepFigures, Times
from bench.load.traffic import Posted, Said, Step, post_all, said_in

SETTLED_SECONDS = 150


@dataclass(frozen=True)
class Measured:
    """The figures, and where something was lost or came twice."""

    figures: StepFigures
    unlike: list[str]


def measure(stack: seen.Stack, step: Step, number: int) -> Measured:
    """Let it happen, wait until all is done, and look."""
    told, began = said_in(step, number), time.time()
    for fault in step.faults:
        stack.fault(fault)
    posted = post_all(stack.simulator_url, step, told, number)
    posting = time.time() - began
    settled = stack.settle(SETTLED_SECONDS)
    found = _look(stack, step, told, posted, (began, posting))
    late = [] if settled else [f"{step.name}: the queues did not empty"]
    return Measured(found.figures, [*late, *found.unlike])


def _look(
    stack: seen.Stack,
    step: Step,
    told: list[Said],
    posted: list[Posted],
    span: tuple[float, float],
) -> Measured:
    began, posting = span
    of_event = {each.event_id: each for each in told}
    webhook, worker = (stack.log(name, began) for name in ("line_webhook", "line_reply"))
    own = seen.own_milliseconds(webhook)
    done = [each for each in seen.ends(worker) if each["event_id"] in of_event]
    bubbles = stack.shown(sorted({each.chat_id for each in told}))
    chats = {each.chat_id for each in told}
    counted = {
        "stored": Counter({key: n for key, n in stack.stored().items() if key[0] in chats}),
        "answered": Counter(
            (of_event[each["event_id"]].chat_id, of_event[each["event_id"]].words)
            for each in done
            if each["outcome"] in seen.DELIVERED
        ),
        "shown": Counter((each.chat_id, each.words) for each in bubbles),
    }
    last = max((each.at.timestamp() for each in bubbles), default=began)
    waits = [(each.at - each.sent_at).total_seconds() * 1000 for each in bubbles]
    figures = StepFigures(
        name=step.name,
        chats=step.chats,
        at_once=step.at_once,
        webhooks=len(posted),
        sent=len(told),
        stored=counted["stored"].total(),
        answered=counted["answered"].total(),
        shown=counted["shown"].total(),
        unknown=sum(each["outcome"] == "unknown" for each in done),
        attempts=sum(each["attempt"] for each in done),
        late=sum(each.milliseconds > LIMIT_MILLISECONDS for each in posted),
        refused=sum(each.status != 200 for each in posted),
        outside=Times.of([each.milliseconds for each in posted]),
        own=Times.of([value for values in own.values() for value in values]),
        worker=Times.of([each["milliseconds"] for each in done]),
        wait=Times.of(waits),
        webhooks_a_second=round(len(posted) / posting, 1),
        answers_a_second=round(len(bubbles) / (last - began), 1) if bubbles else 0,
    )
    return Measured(figures, [f"{step.name}, {each}" for each in seen.unlike(told, counted)])
