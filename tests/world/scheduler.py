"""Strands of work that take turns, one step at a time, in the order that a chooser says.

A worker is a function's invocation. Its strands are greenlets: one at first, and one for each of
the product's threads. A step is a call of something outside. Before each, another strand may go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from greenlet import getcurrent, greenlet

from kaiwa.times import BEGINNING
from tests.fakes.clock import FakeClock
from tests.world import process
from tests.world.choices import ORDER, USUAL, Chooser, Costs


class Crashed(BaseException):
    """The worker is gone: nothing that it would still do has any effect."""


@dataclass(eq=False)
class Worker:
    """A function's invocation. Lambda ends it at its deadline."""

    name: str
    deadline: datetime
    began_at: datetime
    subject: Any = None
    """What it works on: a message of a queue, a webhook, a request."""
    is_dead: bool = False
    looked_at: datetime = BEGINNING
    """When it last asked what there is of its chat."""


@dataclass(eq=False)
class Strand:
    """A piece of a worker's work that takes turns with others."""

    worker: Worker
    work: Callable[[], None]
    runs_in: greenlet | None = None
    wakes_at: datetime | None = None
    waits_for: "Strand | None" = None
    is_done: bool = False

    def is_ready(self, now: datetime) -> bool:
        if self.waits_for is not None and not self.waits_for.is_done:
            return False
        return self.wakes_at is None or self.wakes_at <= now


type Beginning = Callable[[], Strand]
type Beginnings = tuple[Sequence[Beginning], Sequence[Beginning]]
"""What can begin now, and what usually begins later but might now."""


@dataclass
class Scheduler:
    """Runs strands until nothing is left to do.

    `beginnings` says what else could begin; `moments` when more will.
    """

    clock: FakeClock
    chooser: Chooser
    beginnings: Callable[[], Beginnings]
    moments: Callable[[], Sequence[datetime]]
    strands: list[Strand] = field(default_factory=list)
    current: Strand | None = None
    _hub: greenlet | None = None
    _idle: list[greenlet] = field(default_factory=list)
    """Those whose strands are done. To make one takes longer than a step."""
    _next: Strand | Beginning | None = None

    def add(self, worker: Worker, work: Callable[[], None]) -> Strand:
        """A strand, to be begun when its turn comes."""
        strand = Strand(worker, work)
        self.strands.append(strand)
        return strand

    def run(self) -> None:
        self._hub = getcurrent()
        while True:
            chosen, self._next = self._next, None
            chosen = chosen or self._choose()
            if chosen is not None:
                self._go_on(chosen)
            elif not self._wait():
                break
        for idle in self._idle:
            idle.switch(None)

    def turn(self) -> None:
        """Let others go on, if so chosen. Called by a strand before each of its steps."""
        current = self.current
        assert current is not None
        if current.worker.is_dead:
            raise Crashed
        chosen = self._choose()
        if chosen is not current:
            self._next = chosen
            self._switch()

    def pause(self, seconds: float) -> None:
        """The current strand sleeps."""
        assert self.current is not None
        self.current.wakes_at = self.clock.now + timedelta(seconds=seconds)
        self._switch()

    def join(self, strand: Strand) -> None:
        """The current strand waits until that one is done."""
        assert self.current is not None
        if not strand.is_done:
            self.current.waits_for = strand
            self._switch()

    def drop(self, strand: Strand) -> None:
        """It does not begin, if it has not yet."""
        if strand.runs_in is None and not strand.is_done:
            self._finish(strand)

    def kill(self, worker: Worker) -> None:
        """Nothing of the worker's goes on."""
        worker.is_dead = True
        for strand in list(self.strands):
            if strand.worker is worker and strand is not self.current:
                strand.waits_for = strand.wakes_at = None
                if strand.runs_in is None:
                    self._finish(strand)

    def _switch(self) -> None:
        current = self.current
        assert current is not None
        assert self._hub is not None
        come_back = process.leave()
        self._hub.switch()
        come_back()
        if current.worker.is_dead:
            raise Crashed

    def _go_on(self, chosen: Strand | Beginning) -> None:
        strand = chosen if isinstance(chosen, Strand) else chosen()
        self.current = strand
        strand.wakes_at = strand.waits_for = None
        try:
            if strand.runs_in is None:
                strand.runs_in = self._idle.pop() if self._idle else greenlet(self._loop)
                strand.runs_in.switch(strand)
            else:
                strand.runs_in.switch()
        finally:
            self.current = None

    def _loop(self, strand: Strand | None) -> None:
        """Work on one strand after the other, until there is none."""
        assert self._hub is not None
        while strand is not None:
            self._work(strand)
            self._idle.append(getcurrent())
            strand = self._hub.switch()

    def _work(self, strand: Strand) -> None:
        try:
            strand.work()
        except Crashed:
            pass
        finally:
            self._finish(strand)

    def _finish(self, strand: Strand) -> None:
        strand.is_done = True
        self.strands.remove(strand)

    def _choose(self) -> Strand | Beginning | None:
        now, current = self.clock.now, self.current
        options: list[Strand | Beginning] = []
        for strand in self.strands:
            if strand.worker.is_dead or strand.is_ready(now):
                options.insert(0 if strand is current else len(options), strand)
        begin, begin_early = self.beginnings()
        options += begin
        if not options:
            return None
        options += begin_early
        return options[self.chooser.choose(_costs(len(options)))]

    def _wait(self) -> bool:
        """Let time pass until something can be done. False if nothing ever can."""
        waking = [each.wakes_at for each in self.strands if each.wakes_at is not None]
        moments = [each for each in [*waking, *self.moments()] if each > self.clock.now]
        if not moments:
            assert not self.strands, "A strand waits for ever."
            return False
        self.clock.now = min(moments)
        return True


@cache
def _costs(options: int) -> Costs:
    """The usual one, and others."""
    return (USUAL, *[ORDER] * (options - 1))
