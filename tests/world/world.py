"""One world: what is outside, the people in it, and the workers, on one clock and one schedule."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kaiwa.log import hashed
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.world import faults
from tests.world.choices import FAULT, USUAL, Chooser
from tests.world.faults import AFTER, BEFORE, Fault
from tests.world.line import WorldLine
from tests.world.model import WORD, Prompt
from tests.world.outside import Files, Planned, Planner, WorldSignIn, counted
from tests.world.queue import FifoQueue, QueuedMessage
from tests.world.scheduler import Beginning, Beginnings, Crashed, Scheduler, Strand, Worker
from tests.world.table import WorldTable

STEP = timedelta(milliseconds=10)


@dataclass(frozen=True)
class Due:
    """Something that happens at a time: `is_free` if it may as well happen before."""

    at: datetime
    name: str
    begin: Callable[[], Strand]
    is_free: bool = False


@dataclass(frozen=True)
class Ended:
    """How the worker ended with a message of a queue, by its own log."""

    at: datetime
    began_at: datetime
    message: QueuedMessage
    outcome: str
    is_warning: bool
    looked_at: datetime
    """When it last asked what there is of its chat."""


@dataclass(frozen=True)
class Happened:
    """A fault that happened, and what the worker worked on."""

    boundary: str
    fault: Fault
    subject: Any


@dataclass
class World:
    """What there is. Without a scheduler that runs, calls of what is outside simply work."""

    chooser: Chooser
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    due: list[Due] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    lines: list[tuple[str, Worker | None, dict[str, Any]]] = field(default_factory=list)
    metrics: list[tuple[str, float, dict[str, str]]] = field(default_factory=list)
    asked: list[Prompt] = field(default_factory=list)
    """All that the model was told."""
    failures: list[BaseException] = field(default_factory=list)
    """What no handler may raise."""
    chats: dict[str, str] = field(default_factory=dict)
    """Hash → the chat's id."""
    is_traced: bool = False
    watch: Callable[[], None] | None = None
    """Called after each step that wrote to the table."""
    expires_at_once: bool = False

    def __post_init__(self) -> None:
        self.table = WorldTable(self.clock)
        self.events, self.summaries = (
            FifoQueue(name, self.clock, most_receives=int(os.environ["MAX_RECEIVE_COUNT"]))
            for name in ("events", "summaries")
        )
        self.line = WorldLine(world=self)
        self.sign_in = WorldSignIn(self)
        self.files, self.planner = Files(self.clock), Planner(fire=self._plan)
        self.scheduler = Scheduler(self.clock, self.chooser, self._beginnings, self._moments)
        self.invoke: Callable[[FifoQueue, QueuedMessage], Strand]

    @property
    def worker(self) -> Worker:
        """Whose step it is."""
        strand = self.scheduler.current
        return strand.worker if strand else Worker("nobody", self.clock.now, self.clock.now)

    def step[T](self, boundary: str, name: str, do: Callable[[Fault | None], T]) -> T:
        """One call of what is outside, as the schedule has it."""
        strand = self.scheduler.current
        if strand is None:
            return do(None)
        self.scheduler.turn()
        fault = self._chosen(boundary, name)
        worker = strand.worker
        self.clock.now += STEP
        if self.expires_at_once:
            self.table.expire()
        if self.is_traced:
            self._trace(f"{worker.name}: {boundary} {name}{f' – {fault}' if fault else ''}")
        if fault is None:
            return self._alive(worker, do(None))
        self.happened.append(Happened(boundary, fault, worker.subject))
        return self._alive(worker, self._fail(fault, worker, do))

    def begin(self, name: str, seconds: float, work: Callable[[], None], subject: Any) -> Strand:
        """A worker that has so many seconds."""
        now = self.clock.now
        worker = Worker(name, now + timedelta(seconds=seconds), now, subject)
        if self.is_traced:
            self._trace(f"{name} begins")
        return self.scheduler.add(worker, work)

    def later(self, due: Due) -> None:
        self.due.append(due)

    def pause(self, seconds: float) -> None:
        """Whoever works on it sleeps."""
        if self.scheduler.current:
            self.scheduler.pause(seconds)
        else:
            self.clock.pass_(seconds)

    def note(self, level: str, message: str, fields: dict[str, Any]) -> None:
        """A line of the log."""
        strand = self.scheduler.current
        worker = strand.worker if strand else None
        self.lines.append((message, worker, fields))
        if message == "The event is done." and worker:
            outcome = str(fields["outcome"])
            is_warning = level == "warning"
            self.ended.append(
                Ended(
                    self.clock.now,
                    worker.began_at,
                    worker.subject,
                    outcome,
                    is_warning,
                    worker.looked_at,
                )
            )
        if self.is_traced:
            shown = {key: value for key, value in fields.items() if key in ("outcome", "status")}
            self._trace(f"{worker.name if worker else ''}: log: {message} {shown or ''}")

    def chat_called(self, name: str) -> str:
        """The chat, by the hash that OpenAI is told."""
        return self.chats.get(name, name)

    def know(self, *chat_ids: str) -> None:
        self.chats |= {hashed(each): each for each in chat_ids}

    def words_in(self, text: str) -> str:
        """The words of people's in a text."""
        return " ".join(dict.fromkeys(WORD.findall(text)))

    def _chosen(self, boundary: str, name: str) -> Fault | None:
        options, costs = _options(boundary, name)
        return options[self.chooser.choose(costs)]

    def _fail[T](self, fault: Fault, worker: Worker, do: Callable[[Fault | None], T]) -> T:
        if fault.kind == BEFORE:
            self._crash(worker)
        self.clock.pass_(fault.seconds)
        counted(fault)
        if fault.kind == AFTER:
            with suppress(Exception):  # nobody hears of it
                do(fault)
            self._crash(worker)
        if fault.error is None:
            return do(fault)
        if fault.is_done:
            do(fault)
        raise fault.error()

    def _alive[T](self, worker: Worker, result: T) -> T:
        """Lambda ends who takes too long."""
        if self.clock.now > worker.deadline:
            self._crash(worker)
        if self.watch:
            self.watch()
        return result

    def _crash(self, worker: Worker) -> None:
        self.scheduler.kill(worker)
        raise Crashed

    def _plan(self, name: str, planned: Planned) -> None:
        """The scheduler fires once. It may be late, and may do so twice."""

        def fire() -> None:
            def send(fault: Fault | None) -> None:
                known = self.planner.planned.pop(name, None)
                if known is None:
                    return
                self.events.send(known.group, known.deduplication_id, known.body)
                if fault and fault.kind == faults.TWICE:
                    # Later than the queue remembers what it was sent.
                    again = self.clock.now + timedelta(minutes=6)
                    self.planner.planned[name] = known
                    self.later(Due(again, name, lambda: self.begin(name, 9e9, fire, None)))

            self.step(faults.SCHEDULER, FIRE, send)

        self.later(Due(planned.at, f"{name} fires", lambda: self.begin(name, 9e9, fire, None)))

    def _beginnings(self) -> Beginnings:
        """Of what may happen before its time, only the first does."""
        now, early = self.clock.now, list[Beginning]()
        found: list[Beginning] = [
            partial(self.invoke, queue, message)
            for queue in (self.events, self.summaries)
            for message in queue.receivable()
        ]
        for due in self.due:
            if due.at <= now:
                found.append(partial(self._start, due))
            elif due.is_free and not early:
                early.append(partial(self._start, due))
        return found, early

    def _start(self, due: Due) -> Strand:
        self.due.remove(due)
        return due.begin()

    def _moments(self) -> Sequence[datetime]:
        waiting = [each.at for each in self.due]
        return [*waiting, *self.events.moments(), *self.summaries.moments()]

    def _trace(self, line: str) -> None:
        passed = (self.clock.now - NOON).total_seconds()
        self.trace.append(f"{passed:9.2f}  {line}")


FIRE = "fire"
FIRED: Sequence[Fault | None] = (
    None,
    Fault(faults.TWICE),
    Fault(faults.SLOW, seconds=faults.SLOW_SECONDS),
)
_KNOWN: dict[tuple[str, str], tuple[Sequence[Fault | None], Sequence[str]]] = {}
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")
CONFLICTING = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")


def _options(boundary: str, name: str) -> tuple[Sequence[Fault | None], Sequence[str]]:
    """What can become of a step, and what each of it costs."""
    if (boundary, name) not in _KNOWN:
        found = list(faults.OF_STEPS.get((boundary, name), faults.FAULTS[boundary]))
        if boundary == faults.TABLE and name not in WRITES:
            found = [each for each in found if not each.is_done]
        if name == FIRE:
            _KNOWN[boundary, name] = FIRED, [USUAL, FAULT, FAULT]
            return _KNOWN[boundary, name]
        if boundary == faults.TABLE and name in CONFLICTING:
            found.append(faults.CONFLICT)
        options: list[Fault | None] = [None, *found, *faults.ANYWHERE]
        _KNOWN[boundary, name] = options, [each.cost if each else USUAL for each in options]
    return _KNOWN[boundary, name]
