"""The FIFO queue and the event source mapping that hands its messages to workers."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass

from simpy import Environment, Event


@dataclass(frozen=True)
class Pollers:
    """How fast Lambda takes messages: at first `begin` at a time, then up to `most`, of which
    `per_second` more each second while messages wait.
    """

    begin: float
    per_second: float
    most: int


class Queue:
    """Chats are message groups: of each, one message at a time is handled, in order.

    `free` says whether Lambda has room for one more worker.
    """

    def __init__(self, env: Environment, pollers: Pollers, free: Callable[[], bool]) -> None:
        self._env = env
        self._pollers = pollers
        self._free = free
        self._allowed = pollers.begin
        self._chats: dict[int, deque[Event]] = {}
        self._ready: deque[Event] = deque()
        self.waiting = 0
        self.handled = 0
        env.process(self._poll_more())

    def put(self, chat: int) -> Event:
        """A message of the chat comes. The event happens when a worker has it."""
        handed_out = self._env.event()
        self.waiting += 1
        behind = self._chats.get(chat)
        if behind is None:
            self._chats[chat] = deque()
            self._show(handed_out)
        else:
            behind.append(handed_out)
        return handed_out

    def again(self) -> Event:
        """A message that was not handled is visible again. Its chat is still waiting for it."""
        handed_out = self._env.event()
        self.waiting += 1
        self._show(handed_out)
        return handed_out

    def give_back(self) -> None:
        """A worker could not handle its message now."""
        self.handled -= 1
        self.hand_out()

    def done(self, chat: int) -> None:
        """A worker has handled its message: the chat's next may come."""
        behind = self._chats[chat]
        if behind:
            self._ready.append(behind.popleft())
        else:
            del self._chats[chat]
        self.give_back()

    def hand_out(self) -> None:
        """Gives workers as many messages as there is room for."""
        most = min(self._allowed, self._pollers.most)
        while self._ready and self.handled + 1 <= most and self._free():
            self.handled += 1
            self.waiting -= 1
            self._ready.popleft().succeed()

    def _show(self, message: Event) -> None:
        self._ready.append(message)
        self.hand_out()

    def _poll_more(self) -> Generator[Event]:
        while True:
            yield self._env.timeout(1)
            if self._ready and self._allowed < self._pollers.most:
                self._allowed += self._pollers.per_second
                self.hand_out()
