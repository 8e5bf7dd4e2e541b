"""People who go on talking while operators work on the deployment."""

import threading
from datetime import UTC, datetime
from itertools import zip_longest
from types import TracebackType
from typing import Self

from tests.e2e.conftest import Line, text
from tests.e2e.operating.releases import NEW, OLD

SECONDS_BETWEEN_MESSAGES = 0.4


class Traffic:
    """Messages for the model and commands in turn, from five people, as long as the block lasts.

    What happened is looked at when the block has ended and the worker is done.
    """

    def __init__(self, line: Line, name: str) -> None:
        self._line = line
        self._people = [f"{name}-{number}" for number in range(5)]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._talk)
        self._said: dict[str, list[str]] = {person: [] for person in self._people}
        self.statuses: list[int] = []
        self.began_at = datetime.now(UTC).isoformat(timespec="milliseconds")
        for person in self._people:
            line.speaks(person, "en")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        self._line.settle(120)

    def _talk(self) -> None:
        number = 0
        while not self._ended.wait(SECONDS_BETWEEN_MESSAGES):
            person = self._people[number % len(self._people)]
            words = "/help" if number % 2 else f"Message {number}"
            self._said[person].append(words)
            self.statuses.append(self._line.post(text(words, person))["status"])
            number += 1

    def unlike_what_was_said(self) -> list[tuple[str, str | None, str | None]]:
        """What is not answered once and in order: person, what was said, what was answered."""
        return [
            (person, said, answered)
            for person in self._people
            for said, answered in zip_longest(self._said[person], self._answered(person))
            if said != answered
        ]

    def releases(self) -> list[str]:
        """The beginnings of all answers to /help, without repetitions."""
        answers = [words for person in self._people for _, words in self._line.shown(person)]
        return [start for start in (OLD, NEW) if any(each.startswith(start) for each in answers)]

    def _answered(self, person: str) -> list[str]:
        """The messages that this person sees answers to."""
        return [_question(words) for _, words in self._line.shown(person)]


def _question(answer: str) -> str:
    """What this answers."""
    if answer.startswith((OLD, NEW)):
        return "/help"
    return answer.removeprefix('You said "').partition('".')[0]
