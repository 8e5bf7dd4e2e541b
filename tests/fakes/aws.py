"""Parameters, files, queue and schedules for tests."""

from dataclasses import dataclass, field
from datetime import datetime

from kaiwa.exports import Exports
from kaiwa.parameters import Parameters
from kaiwa.pictures import Pictures, folder_of
from kaiwa.queue import EventQueue
from kaiwa.queued_event import QueuedEvent
from kaiwa.schedules import Schedules, SchedulesUnavailableError


class FakeParameters(Parameters):
    """Parameters with these values."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def read(self, name: str) -> str:
        return self.values[name]


@dataclass
class FakeExports(Exports):
    """Files of chats, by chat. To delete them may fail, before they are gone."""

    files: dict[str, list[str]] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)

    def delete_all(self, chat_id: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.files.pop(chat_id, None)


@dataclass
class FakePictures(Pictures):
    """Pictures by their names. To keep one may fail."""

    kept: dict[str, bytes] = field(default_factory=dict)
    failure: Exception | None = None

    def put(self, chat_id: str, person_id: str, message_id: str, data: bytes) -> str:
        if self.failure:
            raise self.failure
        name = f"{folder_of(chat_id, person_id, message_id)}{len(self.kept)}"
        self.kept[name] = data
        return name

    def get(self, name: str, since: datetime | None = None) -> bytes | None:
        return self.kept.get(name)

    def delete(self, chat_id: str, person_id: str = "", message_id: str = "") -> None:
        folder = folder_of(chat_id, person_id, message_id)
        self.kept = {name: data for name, data in self.kept.items() if not name.startswith(folder)}


@dataclass
class FakeQueue(EventQueue):
    """A queue that keeps what it is sent, or is out of order."""

    sent: list[QueuedEvent] = field(default_factory=list)
    failure: Exception | None = None

    def send(self, queued: QueuedEvent) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(queued)


@dataclass(frozen=True)
class FakeSchedules(Schedules):
    """A scheduler that remembers what is to fire when, or is out of order."""

    group: str = "reminders"
    planned: dict[str, tuple[datetime, QueuedEvent]] = field(default_factory=dict)
    failures: list[bool] = field(default_factory=list)
    """One for each of the next calls: whether it fails."""

    def create(self, name: str, at: datetime, queued: QueuedEvent) -> None:
        self._fail_if_told()
        self.planned.setdefault(name, (at, queued))

    def delete(self, name: str) -> None:
        self._fail_if_told()
        self.planned.pop(name, None)

    def _fail_if_told(self) -> None:
        if self.failures and self.failures.pop(0):
            raise SchedulesUnavailableError
