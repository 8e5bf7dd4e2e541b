"""What goes on beside something else in the explored world: strands of its scheduler."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Self

from tests.world.now import running
from tests.world.scheduler import Strand


class Beside:
    """A thread, or an executor of one, as a strand of the world's."""

    def __init__(self, **_: Any) -> None:
        self._strands: list[Strand] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not running().worker.is_dead:
            for strand in self._strands:
                running().scheduler.join(strand)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        result: dict[str, Any] = {}

        def work() -> None:
            try:
                result["value"] = function(*arguments)
            except Exception as error:
                result["error"] = error

        scheduler = running().scheduler
        if scheduler.current is None:
            work()
            return SimpleNamespace(result=lambda: _value(result))
        strand = scheduler.add(scheduler.current.worker, work)
        self._strands.append(strand)

        def joined() -> Any:
            scheduler.join(strand)
            return _value(result)

        return SimpleNamespace(result=joined)


def _value(result: Mapping[str, Any]) -> Any:
    if error := result.get("error"):
        raise error
    return result["value"]


class Thread:
    """`threading.Thread`."""

    def __init__(self, *, target: Any, args: Any, daemon: bool) -> None:
        self._call = lambda: target(*args)

    def start(self) -> None:
        Beside().submit(self._call)


class Timer:
    """`threading.Timer`: a strand that begins once it is time, unless it is cancelled before."""

    def __init__(self, interval: float, function: Callable[[], None]) -> None:
        self._interval, self._function = interval, function
        self._strand: Strand | None = None

    def start(self) -> None:
        scheduler = running().scheduler
        if scheduler.current is not None:
            self._strand = scheduler.add(scheduler.current.worker, self._function)
            self._strand.wakes_at = running().clock.now + timedelta(seconds=self._interval)

    def cancel(self) -> None:
        if self._strand:
            running().scheduler.drop(self._strand)

    def join(self) -> None:
        if self._strand and not running().worker.is_dead:
            running().scheduler.join(self._strand)
