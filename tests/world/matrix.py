"""What a fault leads to, as runs show it in which it was the only one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from line_reply.speech.languages.en import TEXTS
from tests.world.explore import Run
from tests.world.people import Delivered
from tests.world.queue import QueuedMessage
from tests.world.stage import Stage

ASPECTS = ("sees", "ends", "retried", "counted")
ALWAYS = ("Attempts", "Events", "QueueMilliseconds", "TurnMilliseconds", "WebhookMilliseconds")


@dataclass
class Cell:
    """In how many schedules there was this fault, and what came of it where it was alone."""

    schedules: int = 0
    sees: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    retried: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Cell") -> None:
        self.schedules += other.schedules
        for aspect in ASPECTS:
            getattr(self, aspect).update(getattr(other, aspect))

    def as_json(self) -> dict[str, Any]:
        return {
            "schedules": self.schedules,
            **{aspect: dict(sorted(getattr(self, aspect).items())) for aspect in ASPECTS},
        }

    @classmethod
    def of_json(cls, found: Mapping[str, Any]) -> "Cell":
        counters = {aspect: Counter(found[aspect]) for aspect in ASPECTS}
        return cls(schedules=found["schedules"], **counters)


type Cells = dict[str, dict[str, Cell]]
"""Boundary → kind of fault → what came of it."""


def note(run: Run, cells: Cells) -> None:
    """Add what the run shows."""
    stage, happened = run.stage, run.stage.world.happened
    for boundary, kind in {(each.boundary, each.fault.kind) for each in happened}:
        cells.setdefault(boundary, {}).setdefault(kind, Cell()).schedules += 1
    if len(happened) == 1:
        (only,) = happened
        cell = cells[only.boundary][only.fault.kind]
        cell.sees[_sees(stage, only.subject)] += 1
        cell.ends[_ends(stage, only.subject)] += 1
        cell.retried[_retried(stage, only.subject)] += 1
        cell.counted[", ".join(_counted(stage)) or "nothing"] += 1


def _message_of(stage: Stage, subject: Any) -> QueuedMessage | None:
    """What waited in a queue of it."""
    if isinstance(subject, QueuedMessage):
        return subject
    if isinstance(subject, Delivered):
        event_id = subject.event["webhookEventId"]
        return next((each for each in stage.world.events.sent if event_id in each.body), None)
    return None


def _sees(stage: Stage, subject: Any) -> str:
    if isinstance(subject, str):
        results = [str(each.reply) for each in stage.answers if each.name == subject]
        asks = "an app" if subject == "picture" else "ChatGPT"
        return f"{asks}: {results[-1] if results else 'no answer'}"
    message = _message_of(stage, subject)
    shown = [each for each in stage.world.line.bubbles if each.subject is message]
    if message is None or not shown:
        return "nothing"
    words, call = shown[-1].words, "" if shown[-1].call == "reply" else ", by push"
    if words == TEXTS.try_later:
        return f"an apology{call}"
    return f"the answer{call}" if "Re: " in words or "On: " in words else f"Kaiwa's words{call}"


def _ends(stage: Stage, subject: Any) -> str:
    message = _message_of(stage, subject)
    if message is None:
        return "–"
    ends = [each.outcome for each in stage.world.ended if each.message is message]
    if ends:
        return str(ends[-1])
    return "dead letter" if message in stage.world.events.dead else "–"


def _retried(stage: Stage, subject: Any) -> str:
    if isinstance(subject, str):
        tries = sum(each.name == subject for each in stage.answers)
        return "by ChatGPT" if tries > 1 else "no"
    if isinstance(subject, Delivered) and subject.deliveries > 1:
        return "by LINE"
    message = _message_of(stage, subject)
    return "by the queue" if message and message.receives > 1 else "no"


def _counted(stage: Stage) -> Iterator[str]:
    """The metrics that tell of something going wrong."""
    told = {
        (name, tuple(sorted(dimensions.items()))): dimensions
        for name, _, dimensions in stage.world.metrics
    }
    for (name, _), dimensions in sorted(told.items()):
        values = " ".join(dimensions.values())
        if name in ("Faults", "Apologies") or (name, values) in (
            ("Attempts", "again"),
            ("Attempts", "given up"),
            ("Deliveries", "unknown"),
            ("Deliveries", "failed"),
            ("Webhooks", "500"),
            ("Webhooks", "403"),
        ):
            yield f"{name} {values}"
