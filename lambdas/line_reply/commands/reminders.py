"""/reminders: list the chat's reminders, and cancel one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from kaiwa.line.choices import Choice
from kaiwa.table.reminders import Reminder, Reminders
from kaiwa.times import Clock
from line_reply.commands.orders import Command, plain
from line_reply.commands.request import Request, Said
from line_reply.delivery.bubbles import split
from line_reply.reminders.cancel import CancelReminders
from line_reply.speech.languages.text import Texts

CANCEL = "cancel"
LATEST = timedelta(hours=1)
"""What should have come that long ago never will."""


@dataclass(frozen=True)
class ListReminders:
    """Lists what the chat will be reminded of, or cancels what a button or a number names.

    A button names the reminder by its id, so that an old one cancels nothing else. Unless new ones
    are `offered`, there may still be some of before.
    """

    reminders: Reminders
    cancel: CancelReminders
    timezone: ZoneInfo
    clock: Clock
    offered: bool = True

    def __call__(self, request: Request) -> Said:
        order, _, named = plain(request.argument).partition(" ")
        if order in (CANCEL, request.texts.word_cancel):
            return self._cancel(named.strip(), request)
        return self._list(request.chat_id, request.texts)

    def _cancel(self, named: str, request: Request) -> Said:
        texts = request.texts
        gone = self.cancel(request.chat_id, lambda each: named in (each.id, str(each.number)))
        if not gone:
            return Said([texts.reminder_gone])
        when, words = texts.moment_of(gone[0].at, self.timezone), gone[0].words
        return Said([texts.reminder_cancelled.format(when=when, words=words)])

    def _list(self, chat_id: str, texts: Texts) -> Said:
        oldest = self.clock() - LATEST
        found = [each for each in self.reminders.of_chat(chat_id) if each.at > oldest]
        if not found:
            return Said([texts.reminders_none if self.offered else texts.reminders_off])
        lines = "\n".join(
            f"{each.number}. {texts.moment_of(each.at, self.timezone)}\n{each.words}"
            for each in found
        )
        return Said(split(texts.reminders_listed.format(reminders=lines)), _buttons(found, texts))


def _buttons(reminders: Sequence[Reminder], texts: Texts) -> Sequence[Choice]:
    return [
        Choice(
            texts.label_cancel_reminder.format(number=each.number),
            command=f"{Command.REMINDERS} {CANCEL} {each.id}",
        )
        for each in reminders
    ]
