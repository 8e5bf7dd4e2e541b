"""Strands of work that take turns, one step at a time, in the order that a chooser says.

A worker is a function's invocation. Its strands are greenlets: one at first, and one for each of
the product's threads. A step is a call of something outside. Before each, another strand may go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from greenlet import getcurrent, greenlet

from kaiwa.times import BEGINNING
from tests.fakes import FakeClock
from tests.world import process
from tests.world.choices import ORDER, USUAL, Chooser


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


@dataclass(frozen=True)
class Beginning:
    """Something that can begin now: `is_early` if it usually would later."""

    name: str
    begin: Callable[[], Strand]
    is_early: bool = False


@dataclass
class Scheduler:
    """Runs strands until nothing is left to do.

    `beginnings` says what else could begin; `moments` when more will.
    """

    clock: FakeClock
    chooser: Chooser
    beginnings: Callable[[], Sequence[Beginning]]
    moments: Callable[[], Sequence[datetime]]
    strands: list[Strand] = field(default_factory=list)
    current: Strand | None = None
    _hub: greenlet | None = None
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
                return

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
        if isinstance(chosen, Beginning):
            chosen = chosen.begin()
        self.current = chosen
        chosen.wakes_at = chosen.waits_for = None
        if chosen.runs_in is None:
            chosen.runs_in = greenlet(lambda: self._work(chosen))
        try:
            chosen.runs_in.switch()
        finally:
            self.current = None

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
        now = self.clock.now
        ready = [each for each in self.strands if each.is_ready(now) or each.worker.is_dead]
        current = self.current
        if current in ready:
            ready.remove(current)
            ready.insert(0, current)
        begins = self.beginnings()
        usual: list[Strand | Beginning] = [*ready, *(each for each in begins if not each.is_early)]
        if not usual:
            return None
        options = [*usual, *(each for each in begins if each.is_early)]
        costs = [USUAL, *[ORDER] * (len(options) - 1)]
        return options[self.chooser.choose(costs)]

    def _wait(self) -> bool:
        """Let time pass until something can be done. False if nothing ever can."""
        waking = [each.wakes_at for each in self.strands if each.wakes_at is not None]
        moments = [each for each in [*waking, *self.moments()] if each > self.clock.now]
        if not moments:
            assert not self.strands, "A strand waits for ever."
            return False
        self.clock.now = min(moments)
        return True
