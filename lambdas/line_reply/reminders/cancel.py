"""Cancelling reminders: by a person, because their question is taken back, or because all goes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kaiwa.schedules import Schedules
from kaiwa.table.reminders import Reminder, Reminders

type Which = Callable[[Reminder], bool]


@dataclass(frozen=True)
class CancelReminders:
    """Takes back what is to fire, then what it would say: whatever stops it, again finishes it.

    Without `schedules` nothing fires. A firing that comes all the same finds no words.
    Raises `SchedulesUnavailableError`, `TableBusyError`.
    """

    reminders: Reminders
    schedules: Schedules | None

    def __call__(self, chat_id: str, which: Which = lambda _: True) -> list[Reminder]:
        """Cancel these of the chat's reminders. Returns them."""
        chosen = list(filter(which, self.reminders.of_chat(chat_id)))
        if not chosen:
            return []
        for each in chosen:
            if self.schedules:
                self.schedules.delete(each.id)
        self.reminders.remove(chat_id, {each.id for each in chosen})
        return chosen

    def of_person(self, person_id: str, group_ids: Iterable[str]) -> None:
        """Cancel all of the person's own chat, and what they have asked for in these groups."""
        self(person_id)
        for group_id in group_ids:
            self(group_id, lambda each: each.person_id == person_id)
