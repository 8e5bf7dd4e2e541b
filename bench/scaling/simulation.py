"""Messages on their way through Kaiwa, in the time of a simulation.

LINE → API Gateway → line_webhook → FIFO queue → line_reply → OpenAI → LINE. What the functions do
is in docs/architecture.md; here it only takes time, and may be refused.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from random import Random

from simpy import Environment, Event

from bench.scaling.bucket import Bucket
from bench.scaling.durations import Durations
from bench.scaling.environments import Environments
from bench.scaling.fifo_queue import Pollers, Queue


@dataclass(frozen=True)
class Capacity:
    """What limits one deployment."""

    api_rate: float
    api_burst: float
    account_concurrency: int
    summary_slots: int
    pollers: Pollers
    requests_per_minute: float
    tokens_per_minute: float
    max_receive_count: int


@dataclass(frozen=True)
class Turns:
    """What the turns are like, and what of the model each takes, summaries included; how many
    chats there are, and how many workers are warm.
    """

    durations: Durations
    requests: float
    tokens: float
    chats: int
    warm: int
    idle_seconds: float


@dataclass
class Outcome:
    """What became of the messages. `waits`: seconds from the event to the answer."""

    waits: list[float] = field(default_factory=list)
    sent: int = 0
    refused: int = 0
    apologies: int = 0
    model_refusals: int = 0
    backlog: list[int] = field(default_factory=list)


class Simulation:
    """One deployment."""

    def __init__(self, capacity: Capacity, turns: Turns, random: Random) -> None:
        self._capacity = capacity
        self._turns = turns
        self._random = random
        self._env = Environment()
        self._api = Bucket(capacity.api_rate, capacity.api_burst)
        self._requests = _per_minute(capacity.requests_per_minute)
        self._tokens = _per_minute(capacity.tokens_per_minute)
        self._webhooks = Environments(1, turns.idle_seconds)
        self._workers = Environments(turns.warm, turns.idle_seconds)
        self._queue = Queue(self._env, capacity.pollers, self._has_room)
        self.outcome = Outcome()

    def run(self, arrivals: Iterable[float], seconds: float, then: float) -> Outcome:
        """Messages come for `seconds`; what is left then has `then` more seconds."""
        self._env.process(self._arrive(arrivals))
        self._env.process(self._watch(seconds))
        self._env.run(until=seconds + then)
        return self.outcome

    def _arrive(self, arrivals: Iterable[float]) -> Generator[Event]:
        for time in arrivals:
            yield self._env.timeout(time - self._env.now)
            self.outcome.sent += 1
            if self._enters():
                self._env.process(self._message(self._random.randrange(self._turns.chats)))
            else:
                self.outcome.refused += 1

    def _enters(self) -> bool:
        if not self._api.has(1, self._env.now) or not self._has_room():
            return False
        self._api.take(1)
        return True

    def _has_room(self) -> bool:
        used = self._webhooks.in_use + self._workers.in_use + self._capacity.summary_slots
        return used < self._capacity.account_concurrency

    def _message(self, chat: int) -> Generator[Event]:
        came = self._env.now
        yield from self._receive()
        handed_out = self._queue.put(chat)
        for attempt in range(1, self._capacity.max_receive_count + 1):
            yield handed_out
            answered = yield from self._attempt()
            if answered:
                self.outcome.waits.append(self._env.now - came)
                break
            if attempt == self._capacity.max_receive_count:
                self.outcome.apologies += 1
                break
            self._queue.give_back()
            yield self._env.timeout(min(2**attempt, 60))
            handed_out = self._queue.again()
        self._queue.done(chat)

    def _receive(self) -> Generator[Event]:
        durations, cold = self._turns.durations, self._webhooks.start(self._env.now)
        yield self._env.timeout(durations.webhook + (durations.webhook_cold if cold else 0))
        self._webhooks.end(self._env.now)

    def _attempt(self) -> Generator[Event, None, bool]:
        durations = self._turns.durations
        start = durations.worker_cold if self._workers.start(self._env.now) else 0.0
        answered = self._model_takes_it()
        if answered:
            taken = durations.worker + durations.model(self._random)
        else:
            taken = durations.refused
            self.outcome.model_refusals += 1
        yield self._env.timeout(start + taken)
        self._workers.end(self._env.now)
        return answered

    def _model_takes_it(self) -> bool:
        now, turns = self._env.now, self._turns
        if not self._requests.has(turns.requests, now) or not self._tokens.has(turns.tokens, now):
            return False
        self._requests.take(turns.requests)
        self._tokens.take(turns.tokens)
        return True

    def _watch(self, seconds: float) -> Generator[Event]:
        while self._env.now < seconds:
            yield self._env.timeout(10)
            self.outcome.backlog.append(self._queue.waiting)


def _per_minute(limit: float) -> Bucket:
    return Bucket(limit / 60, limit)
